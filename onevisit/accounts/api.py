"""Who calls: a program asks what its token is good for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from onevisit.accounts.bearer import caller_of, needs
from onevisit.accounts.errors import token_needed

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
