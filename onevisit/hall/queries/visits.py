"""Reads of the ledger of visits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from onevisit.cases import queries as cases
from onevisit.cases.rules.events import ContactKind
from onevisit.hall.models import Contact
from onevisit.hall.rules.visits import MergeRule, Seen, sides, visits
from onevisit.kernel.clock import local_date
from onevisit.projects.rules.trips import Stood, Undertaking


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One contact as pages show it; `visit` is the number of the visit it belongs to, from 1;
    0: nobody had to go anywhere for it.
    """

    at: datetime
    kind: ContactKind
    service_point_id: UUID
    place: str
    window: str
    visit: int


@dataclass(frozen=True, slots=True)
class VisitCount:
    """The counted visits of an application, and every contact they were counted from, in order of
    time. Each party of a contract makes its own: `parties` are those of persons who agreed at a
    window, and `count` is the most that one side made.

    `unrecorded`: somebody must have come and no contact is on record. Then `count` says nothing: it
    is not a visit of nobody.
    """

    count: int
    contacts: tuple[ContactLine, ...] = ()
    parties: Mapping[UUID, int] = field(default_factory=dict)
    unrecorded: bool = False


def merge_rules() -> tuple[MergeRule, ...]:
    """The dated rules of `settings.VISIT_MERGE_MINUTES`."""
    return tuple(
        MergeRule(date.fromisoformat(since), timedelta(minutes=minutes))
        for since, minutes in settings.VISIT_MERGE_MINUTES
    )


def visits_of(application_id: UUID) -> VisitCount:
    """The counted visits of one application; one query, two where no contact is on record."""
    return visits_of_many([application_id])[application_id]


def visits_of_many(application_ids: Iterable[UUID]) -> Mapping[UUID, VisitCount]:
    """The counted visits of several applications, none left out; one query, two where some have no
    contact on record.
    """
    wanted = list(application_ids)
    rows: dict[UUID, list[Contact]] = {each: [] for each in wanted}
    found = Contact.objects.filter(application_id__in=wanted).select_related("service_point")
    for row in found.order_by("at", "id"):
        rows[row.application_id].append(row)
    rules = merge_rules()
    silent = [application_id for application_id, held in rows.items() if not held]
    came = cases.who_must_have_come(silent) if silent else frozenset()
    return {
        application_id: _counted(held, rules)
        if held
        else VisitCount(0, unrecorded=application_id in came)
        for application_id, held in rows.items()
    }


def trips_of(undertakings: Mapping[UUID, Undertaking]) -> Mapping[UUID, int]:
    """The visits that the applicant's side made for several applications together, and to have them
    begun at a window, by the id of what they belong to; one query.
    """
    belongs = {each: key for key, all_of in undertakings.items() for each in all_of.application_ids}
    seen = {key: _registering(all_of.registered) for key, all_of in undertakings.items()}
    for row in Contact.objects.filter(application_id__in=belongs):
        seen[belongs[row.application_id]].append(_seen(row))
    rules = merge_rules()
    return {key: sides(visits(each, rules))[0] for key, each in seen.items()}


def _registering(stood: Stood | None) -> list[Seen]:
    if stood is None:
        return []
    day = local_date(stood.at)
    return [Seen(stood.person_id, stood.service_point_id, stood.at, day, ContactKind.PROJECT)]


def _seen(row: Contact) -> Seen:
    return Seen(
        row.person_id,
        row.service_point_id,
        row.at,
        local_date(row.at),
        ContactKind(row.kind),
        row.ticket_id,
    )


def _counted(rows: list[Contact], rules: tuple[MergeRule, ...]) -> VisitCount:
    seen = {row.id: _seen(row) for row in rows}
    made = visits(seen.values(), rules)
    number = {contact: n for n, visit in enumerate(made, start=1) for contact in visit.contacts}
    most, parties = sides(made)
    return VisitCount(
        most,
        tuple(
            ContactLine(
                row.at,
                ContactKind(row.kind),
                row.service_point_id,
                row.service_point.name,
                row.window,
                number.get(seen[row.id], 0),
            )
            for row in rows
        ),
        parties,
    )
