"""「请我同意的」: what others asked somebody to agree to, read, answered and followed."""

from collections.abc import Callable, Mapping
from typing import BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onevisit.accounts.guards import citizen_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor
from onevisit.cases import queries, services
from onevisit.cases.errors import consent_unread
from onevisit.cases.queries.parties import PartyView
from onevisit.cases.web.form_page import field_view
from onevisit.cases.web.papers import ACCEPT
from onevisit.cases.web.parties import words_of
from onevisit.cases.web.posted import given
from onevisit.cases.web.wordings import VALUES
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.ui.posted import text_of, uuid_of, written
from onevisit.ui.wordings import status_in_place, text_for
from onevisit.vault.rules import ObjectContent


@require_safe
@never_cache
@citizen_required
def consents(request: HttpRequest) -> HttpResponse:
    """All of them, newest first."""
    found = queries.invitations_for(actor=actor_of(request))
    context = {
        "rows": [(row, *words_of(row.standing, own=True)) for row in found],
        "trail": [(_("请我同意的"), "")],
    }
    return render(request, "cases/consents.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@never_cache
@citizen_required
def consent(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """What is asked of them, on one page; each answer is one small form."""
    actor = actor_of(request)
    view = queries.party_view(invitation_id=invitation_id, actor=actor)
    if request.method != "POST":
        return _page(request, view)
    doing = DOINGS.get(text_of(request, "do"))
    if doing is None:
        raise Invalid("cases.unknown_action")
    try:
        messages.success(request, doing(request, view, actor))
    except (Invalid, Conflict, Refused) as error:
        fresh = queries.party_view(invitation_id=invitation_id, actor=actor)
        return _page(request, fresh, error)
    return redirect("cases:consent", invitation_id)


def _agree(request: HttpRequest, view: PartyView, actor: Actor) -> str:
    if request.POST.get("agreed") != "1":
        raise consent_unread()
    services.agree(invitation_id=view.id, shown_digest=text_of(request, "digest"), actor=actor)
    return _("您已经同意并签名。办到哪一步，在这一页就能看到。")


def _decline(request: HttpRequest, view: PartyView, actor: Actor) -> str:
    services.decline(invitation_id=view.id, reason=written(request, "reason"), actor=actor)
    return _("已经告诉申请人您不同意。")


def _withdraw(_request: HttpRequest, view: PartyView, actor: Actor) -> str:
    services.withdraw_consent(invitation_id=view.id, actor=actor)
    return _("同意已撤回，申请人现在不能提交。")


def _fill(request: HttpRequest, view: PartyView, actor: Actor) -> str:
    values = {
        line.field.key: given(request.POST, line.field.key, line.field.kind)
        for line in view.fills
        if line.field.key in request.POST
    }
    services.fill_as_party(invitation_id=view.id, values=values, actor=actor)
    return _("已保存。")


def _remove(request: HttpRequest, view: PartyView, actor: Actor) -> str:
    evidence_id = uuid_of(request, "evidence")
    if evidence_id is not None:
        services.remove_as_party(invitation_id=view.id, evidence_id=evidence_id, actor=actor)
    return _("已撤下。")


DOINGS: Mapping[str, Callable[[HttpRequest, PartyView, Actor], str]] = {
    "agree": _agree,
    "decline": _decline,
    "withdraw": _withdraw,
    "fill": _fill,
    "remove": _remove,
}


def _page(request: HttpRequest, view: PartyView, error: DomainError | None = None) -> HttpResponse:
    words, tag = words_of(view.standing, own=True)
    at = {"cases.consent_unread": "agreed", "cases.reason_needed": "reason"}
    context = {
        "view": view,
        "standing": words,
        "tag": tag,
        "cases": [(case, VALUES[case.state]) for case in view.cases],
        "fields": [field_view(line, "", "") for line in view.fills],
        "errors": [(at.get(error.code, "answer"), text_for(error))] if error else [],
        "accept": ACCEPT,
        "typed": written(request, "reason") if error else "",
        "trail": [(_("请我同意的"), reverse("cases:consents")), (view.offer_name, "")],
    }
    status = status_in_place(error)
    return render(request, "cases/consent.html", context, status=status)


@require_POST
@never_cache
@citizen_required
def send(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Papers that are theirs to hand in."""
    queries.party_view(invitation_id=invitation_id, actor=actor_of(request))
    uploads = request.FILES.getlist("file")
    try:
        if not uploads:
            raise Invalid("vault.empty")
        for upload in uploads:
            services.attach_as_party(
                invitation_id=invitation_id,
                material=text_of(request, "material"),
                upload=cast(BinaryIO, upload.file),
                name=upload.name or "",
                actor=actor_of(request),
            )
        messages.success(request, _("已传上。"))
    except (Invalid, Conflict) as error:
        messages.error(request, text_for(error))
    return redirect("cases:consent", invitation_id)


@require_safe
@never_cache
@citizen_required
def paper(request: HttpRequest, invitation_id: UUID, evidence_id: UUID) -> HttpResponse:
    """A paper they are shown."""
    return _file(
        services.paper_for_party(
            invitation_id=invitation_id, evidence_id=evidence_id, actor=actor_of(request)
        )
    )


@require_safe
@never_cache
@citizen_required
def result(request: HttpRequest, invitation_id: UUID, case_id: UUID) -> HttpResponse:
    """A result that is theirs too."""
    try:
        content = services.result_for_party(
            invitation_id=invitation_id, case_id=case_id, actor=actor_of(request)
        )
    except Conflict as error:
        raise NotFound("cases.no_result") from error
    return _file(content)


def _file(content: ObjectContent) -> HttpResponse:
    response = HttpResponse(content.content)
    for name, value in content.headers(inline=True).items():
        response[name] = value
    return response
