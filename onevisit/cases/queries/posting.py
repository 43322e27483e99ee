"""What is to be sent, and what is on its way: the courier's list of the out-window."""

from collections.abc import Collection as Several
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import DateField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from onevisit.accounts.rules import Actor, Permission, Scope
from onevisit.cases.access import visible_with
from onevisit.cases.models import Application, Case, Evidence, Posted
from onevisit.cases.queries.paging import ListPage, day_and_id, uuid_or_first
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.lifecycle import SETTLED, CaseState
from onevisit.cases.rules.submission import collections_of
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.delivery import queries as delivery
from onevisit.delivery.errors import no_such_parcel
from onevisit.delivery.queries.lockers import locker_points
from onevisit.delivery.rules import LIVE, ParcelInfo, ParcelState
from onevisit.kernel import masks

MOST = 100
"""Lines of a list."""


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """An application with results that wait to be had. `running` parts are not decided yet: better
    once later than twice. `originals_due`: originals must be seen first.
    """

    application_id: UUID
    number: str
    offer_name: str
    applicant: str
    organisation: str
    names: tuple[str, ...]
    delivery_due: date | None
    running: tuple[str, ...]
    originals_due: bool


@dataclass(frozen=True, slots=True)
class ToSendLine(WaitingLine):
    """One to be packed. `address_due`: nobody has said where to, or a parcel came back."""

    applicant_id: UUID
    address_due: bool
    came_back: bool

    @property
    def ready(self) -> bool:
        """Whether it can be packed now without a second parcel later."""
        return not (self.running or self.originals_due or self.address_due)


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """A parcel with what lies in it and whose it is."""

    parcel: ParcelInfo
    application_id: UUID
    number: str
    offer_name: str
    applicant_id: UUID
    applicant: str
    organisation: str
    papers: tuple[tuple[str, str], ...]  # name and number of each result
    delivery_due: date | None


def to_send(*, actor: Actor, after: str | None = None, limit: int = MOST) -> ListPage[ToSendLine]:
    """Applications whose results are to be sent, by how soon the first of each must arrive; five
    queries. They are read by their first result, in the order of an index (`case_to_hand_over`).
    """
    posted = Posted.objects.filter(case=OuterRef("pk"), live=True)
    waiting = visible_with(actor, Permission.CASES_HAND_OUT).filter(
        ~Exists(posted),
        state=CaseState.ISSUED,
        application__collection=Collection.COURIER,
    )
    days = waiting.filter(~Exists(_sooner(waiting)))
    if after:
        days = days.filter(_later_than(*day_and_id(after)))
    soonest = days.order_by(F("delivery_due").asc(nulls_last=True), "id")
    found = list(soonest.values_list("application_id", "delivery_due", "id")[: limit + 1])
    parts = Prefetch("cases", queryset=Case.objects.prefetch_related("posted").order_by("id"))
    pending = Prefetch("evidence", queryset=Evidence.objects.filter(original_pending=True))
    whole = Application.objects.select_related("applicant", "organisation")
    rows = whole.prefetch_related(parts, pending).in_bulk([key for key, _, _ in found[:limit]])
    _, due, last = found[limit - 1] if len(found) > limit else (None, None, None)
    return ListPage(
        tuple(_to_send(rows[key]) for key, _, _ in found[:limit]),
        f"{due or date.max:%Y-%m-%d}_{last}" if last else None,
    )


def _sooner(waiting: QuerySet[Case]) -> QuerySet[Case]:
    """Those of the same application that must arrive before a case; without a day comes last."""
    due = Coalesce(OuterRef("delivery_due"), Value(date.max), output_field=DateField())
    others = waiting.filter(application=OuterRef("application")).annotate(
        by=Coalesce("delivery_due", Value(date.max), output_field=DateField())
    )
    return others.filter(Q(by__lt=due) | Q(by=due, id__lt=OuterRef("pk")))


def _later_than(day: date, last: UUID) -> Q:
    """What stands after that line of the list."""
    without = Q(delivery_due=None, id__gt=last) if day == date.max else Q(delivery_due=None)
    return Q(delivery_due__gt=day) | Q(delivery_due=day, id__gt=last) | without


def _to_send(row: Application) -> ToSendLine:
    issued = [case for case in row.cases.all() if case.state == CaseState.ISSUED]
    ready = [case for case in issued if not any(each.live for each in case.posted.all())]
    return ToSendLine(
        **waiting_line(row, ready),
        applicant_id=row.applicant_id,
        address_due=row.destination_id is None,
        came_back=any(each for case in ready for each in case.posted.all()),
    )


def waiting_line(row: Application, ready: Several[Case]) -> dict[str, Any]:
    """What a `WaitingLine` says, of the results in it that are `ready`; its cases, and the papers
    whose originals are due, were fetched with it.
    """
    return {
        "application_id": row.id,
        "number": row.number or "",
        "offer_name": row.offer_name,
        "applicant": masks.mask_name(row.applicant.name),
        "organisation": row.organisation.name if row.organisation else "",
        "names": tuple(case.name for case in ready),
        "delivery_due": min((c.delivery_due for c in ready if c.delivery_due), default=None),
        "running": tuple(c.name for c in row.cases.all() if CaseState(c.state) not in SETTLED),
        "originals_due": bool(row.evidence.all()),
    }


def parcels_at(
    *, actor: Actor, states: Several[ParcelState], after: str | None = None, limit: int = MOST
) -> ListPage[ParcelLine]:
    """Parcels in these states, the oldest first; five queries. Those that have not ended are read
    by an index of their own (`parcel_open`).
    """
    visible = visible_with(actor, Permission.CASES_HAND_OUT)
    posted = Posted.objects.filter(
        case__in=visible, parcel__state__in=[str(state) for state in states]
    )
    if LIVE.issuperset(states):
        posted = posted.filter(parcel__ended_at=None)
    if after:
        posted = posted.filter(parcel_id__gt=uuid_or_first(after))
    ids = posted.order_by("parcel_id").values_list("parcel_id", flat=True).distinct()
    found = list(ids[: limit + 1])
    more = str(found[limit - 1]) if len(found) > limit else None
    return ListPage(_lines(found[:limit]), more)


def parcel_of(*, parcel_id: UUID, actor: Actor) -> ParcelLine:
    """One parcel. Raises NotFound `delivery.no_such_parcel`, also outside the actor's scope."""
    found = _lines([parcel_id])
    if not found or not actor.may(Permission.CASES_HAND_OUT, Scope(None, found[0].parcel.region)):
        raise no_such_parcel()
    return found[0]


def parcels_of(application_id: UUID) -> tuple[ParcelLine, ...]:
    """All parcels of one application, the newest first; nobody's rights are asked."""
    ids = Posted.objects.filter(case__application_id=application_id).values_list(
        "parcel_id", flat=True
    )
    return tuple(reversed(_lines(sorted(set(ids)))))


def may_choose(application_id: UUID) -> bool:
    """Whether how the results are had can be chosen anew: handed in, on paper, none in a parcel or
    a locker now.
    """
    rows = Application.objects.filter(id=application_id, state="submitted")
    rows = rows.exclude(collection=Collection.ONLINE).exclude(cases__posted__live=True)
    return rows.exclude(cases__lodged__live=True).exists()


def offered_again(application_id: UUID) -> tuple[str, ...]:
    """The ways in which results on paper may be had after all, the window always among them; two
    queries.
    """
    application = Application.objects.get(id=application_id)
    found = set(collections_of(pinned(application).offer, application.answers))
    if Collection.LOCKER in found and not locker_points():
        found.discard(Collection.LOCKER)
    wanted = {*found, str(Collection.WINDOW)} - {str(Collection.ONLINE)}
    return tuple(str(each) for each in Collection if str(each) in wanted)


def live_parcels(case_ids: Iterable[UUID]) -> dict[UUID, ParcelInfo]:
    """The parcel each of these cases lies in now, where there is one; at most three queries."""
    rows = dict(
        Posted.objects.filter(case__in=list(case_ids), live=True).values_list(
            "case_id", "parcel_id"
        )
    )
    if not rows:
        return {}
    found = delivery.parcels(rows.values())
    return {case: found[parcel] for case, parcel in rows.items() if found[parcel].state in LIVE}


_INSIDE = (
    "parcel_id",
    "case__result__name",
    "case__result__number",
    "case__delivery_due",
    "case__application_id",
    "case__application__number",
    "case__application__offer_name",
    "case__application__applicant_id",
    "case__application__applicant__name",
    "case__application__organisation__name",
)
"""What a line says of a result in a parcel: no more is read of its case and application."""


def _lines(parcel_ids: list[UUID]) -> tuple[ParcelLine, ...]:
    if not parcel_ids:
        return ()
    found = delivery.parcels(parcel_ids)
    inside: dict[UUID, list[tuple[Any, ...]]] = {}
    rows = Posted.objects.filter(parcel_id__in=parcel_ids).order_by("parcel_id", "case_id")
    for parcel_id, *row in rows.values_list(*_INSIDE):
        inside.setdefault(parcel_id, []).append(tuple(row))
    return tuple(_line(found[each], inside[each]) for each in parcel_ids if each in inside)


def _line(parcel: ParcelInfo, cases: list[tuple[Any, ...]]) -> ParcelLine:
    application, number, offer, applicant, name, organisation = cases[0][3:]
    return ParcelLine(
        parcel=parcel,
        application_id=application,
        number=number or "",
        offer_name=offer,
        applicant_id=applicant,
        applicant=masks.mask_name(name),
        organisation=organisation or "",
        papers=tuple((each[0], each[1]) for each in cases),
        delivery_due=min((due for _, _, due, *_ in cases if due), default=None),
    )
