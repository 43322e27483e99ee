"""From a login or a request to the actor who acts."""

from uuid import UUID

from django.http import HttpRequest

from onevisit.accounts.models import Representation, User, current
from onevisit.accounts.queries.logins import user_by_username
from onevisit.accounts.rules import (
    ANONYMOUS,
    Actor,
    AssuranceLevel,
    GrantFact,
    Scope,
    UserKind,
)
from onevisit.kernel import clock, rows

ACTING_FOR = "acting_for"
"""The session key under which the organisation stands that a person chose to act for."""


# Every request asks these.
_LEVELS = "SELECT assurance_level FROM accounts_identity WHERE user_id = %s"
_GRANTS = (
    "SELECT role, department_id, region_id FROM accounts_grant WHERE user_id = %s"
    " AND valid_from <= %s AND (valid_until IS NULL OR valid_until > %s) ORDER BY id"
)


def actor_for(user: User, *, acting_for: UUID | None = None) -> Actor:
    """The actor behind a login: one query, two when acting for an organisation.

    An organisation the person has no current right to act for is left out silently: the right may
    have ended since it was chosen.
    """
    if not user.is_active:
        return ANONYMOUS
    staff = user.kind != UserKind.CITIZEN.value
    return Actor(
        user_id=user.id,
        name=user.display_name,
        person_id=user.person_id,
        assurance=AssuranceLevel.NONE if staff else _assurance(user),
        grants=_grants(user) if staff else (),
        service_point_id=user.service_point_id,
        window=user.window,
        organisation_id=_represented(user.person_id, acting_for),
    )


def actor_of(request: HttpRequest) -> Actor:
    """Who asks; worked out once per request, nobody's for a guest."""
    known = getattr(request, "_onevisit_actor", None)
    if isinstance(known, Actor):
        return known
    user = getattr(request, "user", None)
    actor = ANONYMOUS
    if isinstance(user, User) or getattr(user, "is_authenticated", False):
        actor = actor_for(user, acting_for=_chosen(request))  # type: ignore[arg-type]
    request._onevisit_actor = actor  # type: ignore[attr-defined]
    return actor


def actor_by_username(username: str) -> Actor:
    """The actor of a login, for commands. Raises NotFound `accounts.no_such_user`."""
    return actor_for(user_by_username(username))


def _grants(user: User) -> tuple[GrantFact, ...]:
    now = clock.now()
    return tuple(
        GrantFact(role, Scope(department_id, region))
        for role, department_id, region in rows.values(_GRANTS, [user.id, now, now])
    )


def _assurance(user: User) -> AssuranceLevel:
    return AssuranceLevel(max(rows.column(_LEVELS, [user.id]), default=0))


def _represented(person_id: UUID | None, organisation_id: UUID | None) -> UUID | None:
    if person_id is None or organisation_id is None:
        return None
    held = Representation.objects.filter(
        current(), person_id=person_id, organisation_id=organisation_id
    )
    return organisation_id if held.exists() else None


def _chosen(request: HttpRequest) -> UUID | None:
    try:
        return UUID(str(request.session[ACTING_FOR]))
    except (AttributeError, KeyError, ValueError):
        return None
