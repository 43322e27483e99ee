"""Applications for programs: begun, filled in, signed, followed; by citizens or at a window."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router

from onevisit.accounts.bearer import actor, creating, needs
from onevisit.accounts.rules.tokens import ApiScope
from onevisit.cases import queries, services
from onevisit.cases.api.shown import Draft, draft_shown
from onevisit.ui.api.schemas import Code, Given, Values

router = Router(tags=["applications"])

FILLS_IN = needs(ApiScope.OWN_WRITE, ApiScope.CASES_INTAKE)
READS_DRAFTS = needs(ApiScope.OWN_READ, ApiScope.CASES_INTAKE)


class Begin(Given):
    """What to apply for. A citizen may act for an `organisation`; at a window (channel "window")
    the clerk names the `applicant`.
    """

    offer: Code
    answers: Values = {}
    organisation: UUID | None = None
    applicant: UUID | None = None
    channel: Literal["online", "window"] = "online"


@router.post("/applications", response={201: Draft}, url_name="begin", **FILLS_IN)
@creating
def begin(request: HttpRequest, given: Begin, response: HttpResponse) -> dict[str, Any]:
    """Begin an application, or go on with the draft there is for the same thing."""
    application_id = services.start_application(
        offer_code=given.offer,
        actor=actor(request),
        answers=given.answers or None,
        organisation_id=given.organisation,
        applicant_id=given.applicant,
        channel=given.channel,
    )
    response["Location"] = reverse("api:draft", args=[application_id])
    return draft_shown(queries.draft_view(application_id=application_id, actor=actor(request)))


@router.get(
    "/applications/{uuid:application_id}/draft", response=Draft, url_name="draft", **READS_DRAFTS
)
def draft(request: HttpRequest, application_id: UUID) -> dict[str, Any]:
    """A draft: what is still missing, and the digest that signing it as it stands would sign."""
    return draft_shown(queries.draft_view(application_id=application_id, actor=actor(request)))
