"""Mandates for programs of those who give and take them: the same services as the pages.

A program asks for the code that goes to its owner's own phone, and sends what was read back with
it: the code signs that and nothing else.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.bearer import actor, creating, repeatable
from onevisit.accounts.errors import not_citizen, only_themselves
from onevisit.accounts.rules import (
    Actor,
    AuthorityEnd,
    AuthorityWay,
    Basis,
    Deed,
    GuardianPaper,
    MandateDraft,
    MandateLine,
    MandateState,
    RepresentationRole,
)
from onevisit.cases import queries
from onevisit.cases.api.scopes import OWN_LISTS, OWN_SIGNS
from onevisit.cases.queries.entrusting import known_offers, summary
from onevisit.ui.api.schemas import Code, Given, Word
from onevisit.ui.site import site

router = Router(tags=["mandates"])


class Mandate(Schema):
    """One mandate or guardianship. `giver` lets `holder` act; no `offers`, no `deeds`: all of
    them. `side`: whether the caller gives it, holds it, or is asked to take it.
    """

    id: UUID
    number: str
    basis: Basis
    side: Literal["given", "held", "asked"]
    giver: str
    holder: str
    masked_agent_number: str
    organisation: UUID | None
    offers: list[str]
    deeds: list[Deed]
    application: UUID | None
    begins: date
    until: date
    way: AuthorityWay
    paper: GuardianPaper | None
    law: str
    state: MandateState
    ended_why: AuthorityEnd | None


class Mandates(Schema):
    """What one gave, holds and was asked to take; what holds first."""

    items: list[Mandate]


class MandateWanted(Given):
    """Whom one lets act, for what, which steps, from when until when, both days included; for an
    organisation that one represents by law, or for one application alone.
    """

    agent_name: Word
    agent_number: Annotated[str, StringConstraints(min_length=15, max_length=30)]
    begins: date
    until: date
    organisation: UUID | None = None
    offers: Annotated[list[Code], Field(max_length=200)] = []
    deeds: Annotated[list[Deed], Field(max_length=len(Deed))] = []
    application: UUID | None = None


class MandateSigned(MandateWanted):
    """The same again, with the request that was answered and the code that came to one's phone."""

    request: UUID
    code: Annotated[str, StringConstraints(min_length=1, max_length=32)]


class MandateAsked(Schema):
    """Send `request` back with the code; `says` is what the message said."""

    request: UUID
    says: str


class Agreed(Given):
    """That one read it and agrees."""

    agreed: bool


@router.get("/mandates", response=Mandates, url_name="mandates", **OWN_LISTS)
def mandates(request: HttpRequest) -> dict[str, Any]:
    """What one gave, in one's own name and for organisations one represents by law, and what one
    holds or is asked to take.
    """
    return {"items": list(_all(actor(request)))}


@router.post("/mandates/requests", response=MandateAsked, url_name="mandate-request", **OWN_SIGNS)
@repeatable
def ask_mandate(request: HttpRequest, given: MandateWanted) -> dict[str, Any]:
    """Ask for the code that signs this mandate; it goes to the phone one left before."""
    who = actor(request)
    draft = _draft(given, who)
    says = summary(draft)
    asked = people.ask_giver(
        draft, scope=says, site=str(site().name), address=_address(request), actor=who
    )
    return {"request": asked.code_id, "says": says}


@router.post("/mandates/signatures", response={201: Mandate}, url_name="mandate-sign", **OWN_SIGNS)
@creating
def sign_mandate(request: HttpRequest, given: MandateSigned) -> Status[dict[str, Any]]:
    """Sign it with the code; it holds once the agent has taken it."""
    who = actor(request)
    asked = people.MandateAsked(given.request, people.checked_mandate(_draft(given, who)))
    made = people.sign_mandate(asked, code=given.code, address=_address(request), actor=who)
    return Status(201, _one(made, who))


@router.post(
    "/mandates/{mandate_id}/accept", response=Mandate, url_name="mandate-accept", **OWN_SIGNS
)
@repeatable
def accept_mandate(request: HttpRequest, mandate_id: UUID, given: Agreed) -> dict[str, Any]:
    """Take what one was asked to."""
    who = actor(request)
    people.accept_mandate(authority_id=mandate_id, agreed=given.agreed, actor=who)
    return _one(mandate_id, who)


@router.post(
    "/mandates/{mandate_id}/decline", response=Mandate, url_name="mandate-decline", **OWN_SIGNS
)
@repeatable
def decline_mandate(request: HttpRequest, mandate_id: UUID) -> dict[str, Any]:
    """Do not take it."""
    who = actor(request)
    people.decline_mandate(authority_id=mandate_id, actor=who)
    return _one(mandate_id, who)


@router.post("/mandates/{mandate_id}/end", response=Mandate, url_name="mandate-end", **OWN_SIGNS)
@repeatable
def end_mandate(request: HttpRequest, mandate_id: UUID) -> dict[str, Any]:
    """Take it back, or lay it down, from this instant; what was done under it stays."""
    who = actor(request)
    line = accounts.mandate_shown(mandate_id, _own(who))
    ending = people.renounce_mandate if line.agent_id == who.person_id else people.withdraw_mandate
    ending(authority_id=mandate_id, actor=who)
    return _one(mandate_id, who)


def _own(who: Actor) -> UUID:
    if who.person_id is None:
        raise not_citizen()
    if who.acting is not None:
        raise only_themselves()
    return who.person_id


def _draft(given: MandateWanted, who: Actor) -> MandateDraft:
    """Raises as the services do, and NotFound `cases.no_such_application` for another's."""
    person_id, firm = _own(who), given.organisation
    if given.application is not None:
        queries.require_own(given.application, firm, who)
    return MandateDraft(
        given.agent_name,
        given.agent_number,
        given.begins,
        given.until,
        None if firm else person_id,
        firm,
        known_offers(given.offers, firm=firm is not None),
        tuple(given.deeds),
        given.application,
    )


def _all(who: Actor) -> Iterator[dict[str, Any]]:
    person_id = _own(who)
    held = accounts.received_by(person_id)
    firms = accounts.organisations_of(person_id)
    by_law = RepresentationRole.LEGAL_REPRESENTATIVE
    given = [*accounts.given_by_person(person_id)]
    for firm in {each.organisation.id for each in firms if each.role is by_law}:
        given += accounts.given_by_organisation(firm)
    for line in {each.id: each for each in (*held, *given)}.values():
        yield _shown(line, person_id)


def _one(mandate_id: UUID, who: Actor) -> dict[str, Any]:
    person_id = _own(who)
    return _shown(accounts.mandate_shown(mandate_id, person_id), person_id)


def _shown(line: MandateLine, person_id: UUID) -> dict[str, Any]:
    firm = line.organisation_id
    gave = accounts.is_legal_representative(person_id, firm) if firm else None
    return {
        **{name: getattr(line, name) for name in _SAME},
        "side": _side(line, person_id, gave or line.principal_id == person_id),
        "organisation": line.organisation_id,
        "application": line.application_id,
    }


def _side(line: MandateLine, person_id: UUID, gave: bool) -> str:
    if line.agent_id == person_id:
        return "held"
    return "given" if gave else "asked"


_SAME = (
    *("id", "number", "basis", "giver", "holder", "masked_agent_number", "offers", "deeds"),
    *("begins", "until", "way", "paper", "law", "state", "ended_why"),
)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
