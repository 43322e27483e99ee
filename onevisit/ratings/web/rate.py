"""Rating one contact: five faces, a few reasons, one's own words. Needs the link, no login."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onevisit.accounts.guards import themselves_required
from onevisit.accounts.queries import actor_of
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.ratings import queries, services
from onevisit.ratings.rules import COMPLAINTS, LONGEST_WORDS, PRAISE
from onevisit.ratings.web.wordings import KINDS, LEVELS, REASONS
from onevisit.ui.wordings import status_in_place, text_for


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """Say how it was, or change it while that is allowed."""
    if request.method != "POST":
        return _page(request, token)
    try:
        level = services.rate(
            token=token,
            level=request.POST.get("level", ""),
            reasons=request.POST.getlist("reasons"),
            words=request.POST.get("words", ""),
            actor=actor_of(request),
        )
    except (Invalid, Conflict) as error:
        status = status_in_place(error)
        field = getattr(error, "field", None) or "level"
        return _page(request, token, errors=[(field, text_for(error))], status=status)
    if level.negative:
        messages.success(request, _("记下了，对不起没办好。会有人给您回电话。"))
    else:
        messages.success(request, _("谢谢您的评价。"))
    return HttpResponseRedirect(reverse("ratings:rate", args=[token]))


def _page(
    request: HttpRequest, token: str, *, errors: object = (), status: int = 200
) -> HttpResponse:
    view = queries.occasion_by_token(token)
    posted = request.method == "POST"
    chosen = request.POST.get("level", "") if posted else str(int(view.level or 0))
    ticked = set(request.POST.getlist("reasons")) if posted else {str(r) for r in view.reasons}
    context = {
        "view": view,
        "kind": KINDS[view.kind],
        "levels": [
            (int(level), name, icon, chosen == str(int(level)))
            for level, (name, icon) in LEVELS.items()
        ],
        "given": LEVELS[view.level][0] if view.level else "",
        "praise": [(str(each), REASONS[each], str(each) in ticked) for each in PRAISE],
        "complaints": [(str(each), REASONS[each], str(each) in ticked) for each in COMPLAINTS],
        "words": request.POST.get("words", "") if posted else "",
        "longest": LONGEST_WORDS,
        "errors": errors,
    }
    return render(request, "ratings/rate.html", context, status=status)


@require_safe
@themselves_required
def mine(request: HttpRequest) -> HttpResponse:
    """Every contact one had, rated or not, also those that came to nothing."""
    rows = [
        {"view": each, "kind": KINDS[each.kind], "given": LEVELS[each.level] if each.level else ()}
        for each in queries.own_occasions(actor_of(request)).rows
    ]
    trail = [(_("我的办件"), reverse("portal:affairs")), (_("评价"), "")]
    return render(request, "ratings/mine.html", {"rows": rows, "trail": trail})
