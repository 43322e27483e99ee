"""Check everything, sign, hand in: once, however often the button is pressed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onevisit.accounts.queries import actor_of
from onevisit.cases import services
from onevisit.cases.errors import (
    changed_since_shown,
    collection_point_needed,
    promise_needed,
)
from onevisit.cases.errors.lodging import locker_needed
from onevisit.cases.queries.drafts import DraftView
from onevisit.cases.web.doors import applicants
from onevisit.cases.web.overview import draft_or_receipt, to_receipt
from onevisit.cases.web.posted import address_of
from onevisit.cases.web.sign_page import sign_page
from onevisit.delivery.queries import terms
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.ui.posted import ADDRESS_FIELDS, number_of, text_of, uuid_of
from onevisit.ui.wordings import status_in_place, text_for

PLACE_FIELDS = {"window": "point", "locker": "locker"}
"""The field that says where, by how the results are had."""


@require_http_methods(["GET", "POST"])
@applicants
def sign(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """核对并签名. What is incomplete leads back to what is missing."""
    draft = draft_or_receipt(request, application_id)
    if isinstance(draft, HttpResponse):
        return draft
    if not draft.ready or draft.barred:
        messages.warning(request, _("还差几样，补齐后就能签名提交。"))
        return redirect("cases:draft", draft.id)
    if request.method != "POST":
        return _page(request, draft)
    try:
        _sign(request, draft)
    except (Invalid, Conflict, Refused, NotFound) as error:
        return _refused(request, application_id, error)
    return to_receipt(request, application_id)


def _sign(request: HttpRequest, draft: DraftView) -> None:
    """Keep how the results are to be had, then sign exactly what was shown.

    Raises as `services.submit` and `services.choose_collection`.
    """
    actor, digest = actor_of(request), text_of(request, "digest")
    if digest != draft.digest:
        raise changed_since_shown()
    if request.POST.get("promise") != "1":
        raise promise_needed()
    version = number_of(request, "version") or draft.version
    wanted = text_of(request, "collection") or draft.collection
    place = PLACE_FIELDS.get(wanted)
    point = uuid_of(request, place) if place else None
    address = address_of(request) if wanted == "courier" else None
    if address or (wanted, point) != (draft.collection, draft.collection_point_id):
        services.choose_collection(
            application_id=draft.id,
            collection=wanted,
            service_point_id=point,
            actor=actor,
            address=address,
        )
        digest = _digest_after_choice(request, draft)
    services.submit(
        application_id=draft.id,
        actor=actor,
        signed_digest=digest,
        version=version,
        commitments=request.POST.getlist("pledge"),
    )


def _digest_after_choice(request: HttpRequest, draft: DraftView) -> str:
    """What is signed once the choice on this very page is kept; nothing else may have changed."""
    fresh = draft_or_receipt(request, draft.id)
    if isinstance(fresh, HttpResponse) or fresh.version != draft.version + 1:
        raise changed_since_shown()
    return fresh.digest


def _refused(request: HttpRequest, application_id: UUID, error: DomainError) -> HttpResponse:
    """The page anew with what is wrong; the receipt if it has been handed in meanwhile."""
    draft = draft_or_receipt(request, application_id)
    if isinstance(draft, HttpResponse):
        return draft
    if not draft.ready or draft.barred:
        messages.warning(request, text_for(error))
        return redirect("cases:draft", draft.id)
    return _page(request, draft, error)


def _page(request: HttpRequest, draft: DraftView, error: DomainError | None = None) -> HttpResponse:
    stale = error is not None and error.code == changed_since_shown().code
    page = sign_page(
        draft,
        today=clock.today(),
        seen=text_of(request, "seen", 20_000) if stale else "",
        chosen=text_of(request, "collection") if error else "",
        point=text_of(request, PLACE_FIELDS.get(text_of(request, "collection"), "point"))
        if error
        else "",
        address=address_of(request) if error else None,
    )
    context = {
        "draft": draft,
        "p": page,
        "payer": terms(clock.today()).payer,
        "stale": stale,
        "errors": [] if error is None or stale else [(_field_of(error), text_for(error))],
        "promised": request.POST.get("promise") == "1" and not stale,
        "ticked": () if stale else request.POST.getlist("pledge"),
    }
    status = status_in_place(error)
    return render(request, "cases/sign.html", context, status=status)


def _field_of(error: DomainError) -> str:
    """The id of what has to be put right."""
    if error.code == promise_needed().code:
        return "promise"
    if error.code == collection_point_needed().code:
        return "point"
    if error.code == locker_needed().code:
        return "locker"
    if error.code == "cases.commitment_unread":
        return "pledges"
    return ADDRESS_FIELDS.get(getattr(error, "field", None) or "", "collection")
