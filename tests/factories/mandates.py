"""Mandates of agents and guardianships, given and taken up through the services."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.rules import Actor, Deed, GuardianPaper, MandateDraft, Met, WardDraft
from onevisit.kernel import clock
from tests.factories.helping import _id


def draft(
    giver: Actor,
    agent: Actor,
    *,
    offers: Iterable[str] = (),
    deeds: Iterable[Deed] = (),
    organisation: UUID | None = None,
    application: UUID | None = None,
    days: int = 30,
) -> MandateDraft:
    """What the giver agrees to."""
    named = accounts.own_person(_id(agent.person_id))
    today = clock.today()
    return MandateDraft(
        named.name,
        named.id_number,
        today,
        today + timedelta(days=days),
        None if organisation else giver.person_id,
        organisation,
        tuple(offers),
        tuple(deeds),
        application,
    )


def given(clerk: Actor, giver: Actor, agent: Actor, **wanted: object) -> UUID:
    """One said at a window and taken by the agent on their own account."""
    read = draft(giver, agent, **wanted)  # type: ignore[arg-type]
    authority_id = people.record_mandate(
        read, seen=True, agent_there=False, by_id=_id(giver.person_id), actor=clerk
    )
    people.accept_mandate(authority_id=authority_id, agreed=True, actor=agent)
    return authority_id


def ward(clerk: Actor, guardian: Actor, child: UUID, until: date | None = None) -> UUID:
    """A guardianship recorded at a window."""
    wanted = WardDraft(_id(guardian.person_id), child, GuardianPaper.RULING, "（2026）1 号", until)
    return people.record_guardian(wanted, seen=True, actor=clerk)


def standing_in(agent: Actor, authority_id: UUID) -> Actor:
    """The agent under it, as a request makes them."""
    people.begin_acting(authority_id=authority_id, actor=agent)
    found = again(agent, authority_id)
    assert found is not None
    return found


def again(agent: Actor, authority_id: UUID) -> Actor | None:
    """The same at the next request; None when it does not hold any more."""
    chosen = accounts.StandingIn(authority_id, Met.ABSENT, clock.now())
    return accounts.agent_for(accounts.user_by_id(_id(agent.user_id)), chosen)
