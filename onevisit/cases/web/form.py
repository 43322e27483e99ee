"""Filling in the one form: kept by itself while somebody types, checked when they go on."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from onevisit.accounts.queries import actor_of
from onevisit.cases import services
from onevisit.cases.queries.drafts import DraftView
from onevisit.cases.web.doors import applicants
from onevisit.cases.web.form_page import Settled, form_page, settled
from onevisit.cases.web.overview import draft_or_receipt
from onevisit.cases.web.posted import given
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.kernel.errors import Conflict
from onevisit.ui.formatting import local_time
from onevisit.ui.posted import text_of

_MINE = "mine:"
"""Prefix of what was typed here into a field that was changed elsewhere, until somebody decides."""


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@applicants
def form(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The form; a save by itself is answered with what has to be settled, if anything."""
    draft = draft_or_receipt(request, application_id)
    if isinstance(draft, HttpResponse):
        return draft
    if draft.open_questions:
        return redirect("cases:questions", draft.id)
    if request.method != "POST":
        return _page(request, draft, strict=request.GET.get("check") == "1")
    if request.headers.get("HX-Request") == "true":
        return _autosave(request, draft)
    return _save(request, draft)


def _page(
    request: HttpRequest,
    draft: DraftView,
    *,
    strict: bool = False,
    conflicts: Sequence[Settled] = (),
) -> HttpResponse:
    page = form_page(draft, strict=strict, conflicts=conflicts)
    status = 409 if conflicts else 422 if request.method == "POST" else 200
    return render(request, "cases/form.html", {"draft": draft, "p": page}, status=status)


def _autosave(request: HttpRequest, draft: DraftView) -> HttpResponse:
    """What could be kept is kept; the page stays as it is but for the box of conflicts."""
    values = _values(request, draft)
    conflicts = _keep(request, draft, values)
    return render(request, "cases/partials/conflicts.html", {"conflicts": conflicts})


def _save(request: HttpRequest, draft: DraftView) -> HttpResponse:
    """Keep the form as it was sent, then go where the button leads."""
    choice = text_of(request, "choose")
    whose, _colon, chosen = choice.partition(":")
    values = {
        key: value
        for key, value in _values(request, draft).items()
        if f"{_MINE}{key}" not in request.POST and key != chosen
    }
    waiting = _waiting(request, draft, without=chosen)
    if whose == "mine":
        _take_mine(request, draft, chosen)
    conflicts = [*waiting, *_keep(request, draft, values)]
    fresh = draft_or_receipt(request, draft.id)
    if isinstance(fresh, HttpResponse):
        return fresh
    if conflicts:
        return _page(request, fresh, conflicts=conflicts)
    return _onward(request, fresh)


def _onward(request: HttpRequest, draft: DraftView) -> HttpResponse:
    if text_of(request, "do") == "next":
        if draft.problems:
            return _page(request, draft, strict=True)
        return redirect("cases:draft" if draft.missing else "cases:sign", draft.id)
    at = {"at": local_time(draft.saved_at)}
    messages.success(request, _("已保存（%(at)s），换手机、去窗口都能接着办。") % at)
    return redirect("cases:form", draft.id)


def _values(request: HttpRequest, draft: DraftView) -> dict[str, object]:
    """What was posted of the fields of this form."""
    return {
        line.field.key: given(request.POST, line.field.key, line.field.kind)
        for group in draft.groups
        for line in group.fields
        if line.field.key in request.POST
    }


def _keep(request: HttpRequest, draft: DraftView, values: Mapping[str, object]) -> list[Settled]:
    """Bring what was typed into the draft; returns what both sides changed."""
    try:
        services.save_form(
            application_id=draft.id,
            values=values,
            actor=actor_of(request),
            page=text_of(request, "page"),
        )
    except Conflict as conflict:
        fields = conflict.facts.get("fields")
        if not isinstance(fields, list):
            raise
        fresh = draft_or_receipt(request, draft.id)
        held = draft if isinstance(fresh, HttpResponse) else fresh
        return [
            settled(line, values[line.field.key])
            for group in held.groups
            for line in group.fields
            if line.field.key in fields
        ]
    return []


def _waiting(request: HttpRequest, draft: DraftView, *, without: str) -> list[Settled]:
    """Conflicts shown before that nobody has settled yet."""
    return [
        settled(line, given(request.POST, _MINE + line.field.key, VarKind.MULTI))
        for group in draft.groups
        for line in group.fields
        if _MINE + line.field.key in request.POST and line.field.key != without
    ]


def _take_mine(request: HttpRequest, draft: DraftView, key: str) -> None:
    """The applicant decided for what they typed here: it wins."""
    for group in draft.groups:
        for line in group.fields:
            if line.field.key == key:
                value = given(request.POST, _MINE + key, line.field.kind)
                services.save_form(
                    application_id=draft.id, values={key: value}, actor=actor_of(request)
                )
