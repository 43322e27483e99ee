"""The end of writing: everything found in one place, and the draft handed to somebody else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor
from onevisit.catalogue import queries, services
from onevisit.catalogue.queries import Draft
from onevisit.catalogue.web.editor import remarks
from onevisit.catalogue.web.editor.pages import editors
from onevisit.catalogue.web.editor.table import sections_of
from onevisit.catalogue.web.verbs import verb
from onevisit.kernel.errors import Conflict, Invalid, NotFound
from onevisit.ui.fields import Text
from onevisit.ui.posted import written
from onevisit.ui.wordings import status_in_place, text_for


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@editors
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """The draft as a whole: how each section stands, and the form that submits it."""
    actor = actor_of(request)
    try:
        view = queries.draft_of(code, actor=actor)
    except NotFound:  # it is in somebody else's hands, or out: what became of it
        return HttpResponseRedirect(reverse("catalogue:history", args=[code]))
    if request.method != "POST":
        return _page(request, view)
    note = written(request, "note")[:500]
    try:
        services.submit_for_review(view.version_id, note=note, actor=actor)
    except (Invalid, Conflict) as error:
        status = status_in_place(error)
        return _page(request, view, text_for(error), status)
    messages.success(request, _("已提交审核，由另一个人批准后发布。"))
    return HttpResponseRedirect(reverse(f"catalogue:{'bundles' if view.is_bundle else 'items'}"))


def _draft_page(
    request: HttpRequest, code: str, *, problem: str = "", status: int = 200
) -> HttpResponse:
    view = queries.draft_of(code, actor=actor_of(request))
    return _page(request, view, problem, status)


@verb(_draft_page, "catalogue:draft", editors)
def drop(request: HttpRequest, actor: Actor, code: str) -> tuple[Text, str]:
    """Throw the draft away."""
    view = queries.draft_of(code, actor=actor)
    stands = services.drop_draft(code=code, reason=written(request, "reason"), actor=actor)
    if stands:
        return _("已放弃草稿，经过还在。"), reverse("catalogue:history", args=[code])
    return _("已放弃草稿。"), reverse(f"catalogue:{'bundles' if view.is_bundle else 'items'}")


def _page(request: HttpRequest, view: Draft, problem: str = "", status: int = 200) -> HttpResponse:
    found = remarks.remarks(view)
    context = {
        "view": view,
        "section": {"name": "", "label": _("提交审核")},
        "tabs": remarks.tabs(view, ""),
        "found": found,
        "blocking": sum(each.tone == "bad" for each in found),
        "labels": {name: each.label for name, each in sections_of(view).items()},
        "problem": problem,
        "note": request.POST.get("note", ""),
    }
    return render(request, "catalogue/editor/submit.html", context, status=status)
