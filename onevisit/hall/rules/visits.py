"""How contacts merge into visits (design/visits.md, Counted visits). Pure.

Contacts of one person for one application at one place, each within the threshold of the one before
or under the same ticket, are one visit: the person did not leave in between. Being sent home ends a
visit: who comes back has come twice. Whom a helper visits at home has gone nowhere.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from onevisit.cases.rules.events import NO_TRIP, ContactKind


@dataclass(frozen=True, slots=True)
class MergeRule:
    """The threshold in force from the day `since` on."""

    since: date
    within: timedelta


@dataclass(frozen=True, slots=True)
class Seen:
    """One contact as the merge reads it; `day` in Shanghai decides which rule holds, `ticket_id` is
    the number under which they were called, None where nobody drew one.
    """

    person_id: UUID
    place_id: UUID
    at: datetime
    day: date
    kind: ContactKind
    ticket_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One physical trip: the contacts of one sitting at one place, in order of time."""

    contacts: tuple[Seen, ...]

    @property
    def place_id(self) -> UUID:
        """Where it was."""
        return self.contacts[0].place_id

    @property
    def began_at(self) -> datetime:
        """When the first contact was."""
        return self.contacts[0].at


def within_on(rules: Iterable[MergeRule], day: date) -> timedelta:
    """The threshold of that day; none (nothing merges) before the first rule."""
    held = [rule for rule in rules if rule.since <= day]
    return max(held, key=lambda rule: rule.since).within if held else timedelta(0)


def visits(contacts: Iterable[Seen], rules: Sequence[MergeRule]) -> tuple[Visit, ...]:
    """The visits these contacts of one application make, by their beginning."""
    sittings: list[list[Seen]] = []
    last: dict[tuple[UUID, UUID], list[Seen]] = {}
    for contact in sorted((each for each in contacts if each.kind not in NO_TRIP), key=_order):
        key = (contact.person_id, contact.place_id)
        sitting = last.get(key)
        if sitting is None or not _same_sitting(sitting[-1], contact, rules):
            sitting = last[key] = []
            sittings.append(sitting)
        sitting.append(contact)
    return tuple(Visit(tuple(sitting)) for sitting in sittings)


def sides(made: Iterable[Visit]) -> tuple[int, dict[UUID, int]]:
    """The most visits that one side of a contract made, and those of each other party by person:
    who agreed at a window is a party of their own, everybody else is on the applicant's side.
    """
    trips = list(made)
    other = {c.person_id for v in trips for c in v.contacts if c.kind is ContactKind.CONSENT}
    whose = Counter(visit.contacts[0].person_id for visit in trips)
    parties = {person: whose[person] for person in other}
    return max([len(trips) - sum(parties.values()), *parties.values()]), parties


def _order(contact: Seen) -> tuple[datetime, bool, str, str, str]:
    """By time; of two at one instant the one that ends a visit comes last."""
    home = contact.kind is ContactKind.SENT_HOME
    who, where, ticket = contact.person_id, contact.place_id, contact.ticket_id or ""
    return contact.at, home, str(who), str(where), str(ticket)


def _same_sitting(before: Seen, after: Seen, rules: Sequence[MergeRule]) -> bool:
    if before.kind is ContactKind.SENT_HOME:
        return False
    if after.ticket_id is not None and after.ticket_id == before.ticket_id:
        return True
    return after.at - before.at <= within_on(rules, after.day)
