"""Who calls: a program asks what its token is good for, and whom a clerk has before them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import StringConstraints

from onevisit.accounts import services
from onevisit.accounts.bearer import actor, caller_of, needs, repeatable
from onevisit.accounts.errors import no_such_person, token_needed
from onevisit.accounts.rules import PersonSummary
from onevisit.accounts.rules.tokens import ApiScope
from onevisit.ui.api.schemas import Given

router = Router(tags=["token"])


class Me(Schema):
    """The token and its owner. `person` is a citizen's, `service_point` where a clerk sits."""

    prefix: str
    scopes: list[str]
    expires_at: datetime
    user: UUID
    name: str
    person: UUID | None
    service_point: UUID | None
    assurance: int


@router.get("/me", response=Me, url_name="me", **needs())
def me(request: HttpRequest) -> dict[str, Any]:
    """What the token is good for."""
    caller = caller_of(request)
    if caller is None:
        raise token_needed()
    return {
        "prefix": caller.prefix,
        "scopes": sorted(caller.scopes),
        "expires_at": caller.expires_at,
        "user": caller.actor.user_id,
        "name": caller.actor.name,
        "person": caller.actor.person_id,
        "service_point": caller.actor.service_point_id,
        "assurance": int(caller.actor.assurance),
    }


class LookUp(Given):
    """The number of a resident's identity card, as the person shows it."""

    id_number: Annotated[str, StringConstraints(min_length=15, max_length=30)]


class Person(Schema):
    """A registered person, masked."""

    id: UUID
    name: str
    masked_id_number: str
    masked_phone: str


@router.post(
    "/lookups/people", response=Person, url_name="find-person", **needs(ApiScope.PEOPLE_REGISTER)
)
@repeatable
def find_person(request: HttpRequest, given: LookUp) -> PersonSummary:
    """The person with this number, for a clerk's system; the look-up is logged."""
    found = services.find_person_by_id_number(given.id_number, actor=actor(request))
    if found is None:
        raise no_such_person()
    return found
