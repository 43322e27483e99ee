"""What a draft saves people, shown beside the editor: its things one by one, and all as one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.guidance.rules.survey import survey
from onevisit.guidance.web import figures
from onevisit.guidance.web.things import draft_thing
from onevisit.kernel.errors import Conflict


@never_cache
@require_GET
@staff_required(Permission.CATALOGUE_EDIT, Permission.CATALOGUE_PUBLISH)
def draft_figures(request: HttpRequest, code: str) -> HttpResponse:
    """The table of both, or why there is none yet."""
    rows: list[figures.Compared] = []
    problem = ""
    try:
        found = survey(draft_thing(code, actor_of(request)).offer)
    except Conflict:
        problem = _("先把自相矛盾的地方改好，再算合起来少多少。")
    else:
        rows = figures.compared(found) if found else []
        problem = "" if rows else _("情形太多，算不过来，或者还没有选办哪几件。")
    context = {"rows": rows, "problem": problem, "code": code}
    part = "partials/draft_figures" if request.headers.get("HX-Request") else "draft_figures"
    return render(request, f"guidance/{part}.html", context)
