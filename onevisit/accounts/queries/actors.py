"""From a login or a request to the actor who acts."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from onevisit.accounts.models import User
from onevisit.accounts.queries.authorities import authority_for
from onevisit.accounts.queries.logins import user_by_username
from onevisit.accounts.queries.mandates import mandate_for
from onevisit.accounts.queries.people import represents
from onevisit.accounts.rules import (
    ANONYMOUS,
    Acting,
    Actor,
    AssuranceLevel,
    GrantFact,
    MandateLine,
    Met,
    Permission,
    Scope,
    UserKind,
)
from onevisit.kernel import clock, rows
from onevisit.kernel.errors import NotFound
from onevisit.kernel.ids import parse_id

ACTING_FOR = "acting_for"
"""The session key under which the organisation stands that a person chose to act for."""

STANDING_IN = "standing_in"
"""The session key under which the authority stands that somebody works under, with where a helper
met the person and since when (`services.begin_helping`, `services.begin_acting`).
"""


@dataclass(frozen=True, slots=True)
class StandingIn:
    """What a session holds of the authority its owner works under."""

    authority_id: UUID
    met: Met
    since: datetime


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


def helper_for(user: User, chosen: StandingIn) -> Actor | None:
    """The helper in the name of who gave them this authority; None when it does not hold (any
    more), or the helper is none (any more). One query beside those of the helper's own.
    """
    own = actor_for(user)
    if own.user_id is None or not own.may(Permission.PEOPLE_HELP):
        return None
    try:
        line = authority_for(chosen.authority_id, own.user_id)
    except NotFound:
        return None
    return replace(
        own,
        person_id=line.principal_id,
        assurance=AssuranceLevel.REAL_NAME,
        grants=(),
        acting=Acting(
            authority_id=line.id,
            number=line.number,
            principal_name=line.principal_name,
            offers=frozenset(line.offers),
            until=line.until,
            met=chosen.met,
            since=chosen.since,
        ),
    )


def agent_for(user: User, chosen: StandingIn) -> Actor | None:
    """A citizen in the name of who gave them a mandate, or of whom they guard; None when it does
    not hold (any more). One query beside those of their own.
    """
    own = actor_for(user)
    if own.person_id is None:
        return None
    try:
        line = mandate_for(chosen.authority_id, own.person_id)
    except NotFound:
        return None
    return acting_under(own, line, chosen.since)


def acting_under(own: Actor, line: MandateLine, since: datetime) -> Actor:
    """The same person, under what they hold. For an organisation they stay the person who comes;
    how surely they are known is their own.
    """
    return replace(
        own,
        person_id=line.principal_id or own.person_id,
        organisation_id=line.organisation_id,
        acting=Acting(
            authority_id=line.id,
            number=line.number,
            principal_name=line.giver,
            offers=frozenset(line.offers),
            until=line.until,
            met=Met.ABSENT,
            since=since,
            basis=line.basis,
            deeds=frozenset(line.deeds),
            organisation_id=line.organisation_id,
            application_id=line.application_id,
            agent_id=own.person_id,
        ),
    )


def stand_in_for(user: User, chosen: StandingIn) -> Actor | None:
    """Who a login is under the authority its session holds; None when that does not hold."""
    found = agent_for if user.kind == UserKind.CITIZEN.value else helper_for
    return found(user, chosen)


def own_actor(request: HttpRequest) -> Actor:
    """Who asks, in their own name: for the pages of helpers, and of one's own mandates."""
    user = getattr(request, "user", None)
    actor = actor_of(request)
    return actor_for(user) if actor.acting is not None and user is not None else actor


def standing_in(request: HttpRequest) -> StandingIn | None:
    """What the session says of the authority worked under, whether it holds or not."""
    try:
        kept = request.session[STANDING_IN]
        key = parse_id(kept["authority"])
        met, since = Met(kept["met"]), datetime.fromisoformat(kept["since"])
    except (AttributeError, KeyError, ValueError, TypeError):
        return None
    return StandingIn(key, met, since) if key is not None else None


def actor_of(request: HttpRequest) -> Actor:
    """Who asks; worked out once per request, nobody's for a guest. Whoever took up another's name
    is their hand for as long as the authority holds.
    """
    known = getattr(request, "_onevisit_actor", None)
    if isinstance(known, Actor):
        return known
    user = getattr(request, "user", None)
    actor = ANONYMOUS
    if isinstance(user, User) or getattr(user, "is_authenticated", False):
        chosen = standing_in(request)
        found = stand_in_for(user, chosen) if chosen is not None else None  # type: ignore[arg-type]
        actor = found or actor_for(user, acting_for=_chosen(request))  # type: ignore[arg-type]
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
    return organisation_id if represents(person_id, organisation_id) else None


def _chosen(request: HttpRequest) -> UUID | None:
    try:
        return UUID(str(request.session[ACTING_FOR]))
    except (AttributeError, KeyError, ValueError):
        return None
