"""Lists: 「我的办件」, the desk of a department, the out-window. Keyset pages, nothing is ever
counted.
"""

from collections.abc import Collection as Several
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import DateField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from onevisit.accounts.rules import Actor, Permission
from onevisit.cases.access import applications_visible_to, own_applications, visible_with
from onevisit.cases.models import Application, Case, Evidence, Extension, Proposal, Task
from onevisit.cases.queries.deputies import absent_for
from onevisit.cases.queries.deputies import mine as mine_of
from onevisit.cases.queries.posting import live_parcels
from onevisit.cases.rules.lifecycle import SETTLED, ApplicationState, CaseState
from onevisit.cases.rules.pre_review import PreReview
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.delivery.rules import TRAVELLING, ParcelInfo
from onevisit.kernel import clock, masks
from onevisit.kernel.calendar import DayUnit, WorkingCalendar
from onevisit.kernel.ids import parse_id
from onevisit.kernel.queries import load_calendar

Row = TypeVar("Row")

_NEVER = date(9999, 12, 31)
"""Sorts what has no due day after everything that has one."""


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Row]):
    """One page; `after` fetches the next, None at the end."""

    rows: tuple[Row, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class PartLine:
    """A case in one line of its application."""

    id: UUID
    name: str
    state: CaseState
    pre_review: PreReview = PreReview.NONE


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """An application in 「我的办件」. `to_collect` counts results that wait at the window;
    `address_due`: they came back, and the applicant is asked where to.
    """

    id: UUID
    number: str
    state: str
    offer_code: str
    offer_name: str
    organisation: str
    channel: str
    created_at: datetime
    saved_at: datetime
    submitted_at: datetime | None
    ended_at: datetime | None
    promised_on: date | None
    provisional: bool
    cases: tuple[PartLine, ...]
    collection: str = ""
    address_due: bool = False

    @property
    def by_courier(self) -> bool:
        """Whether the results are sent."""
        return self.collection == Collection.COURIER

    @property
    def to_collect(self) -> int:
        """How many results wait at the window."""
        if self.by_courier:
            return 0
        return sum(case.state is CaseState.ISSUED for case in self.cases)

    @property
    def settled(self) -> int:
        """How many cases have been decided or ended."""
        return sum(case.state in SETTLED for case in self.cases)


def my_applications(
    *,
    actor: Actor,
    after: str | None = None,
    limit: int = 20,
    states: Several[ApplicationState] = (),
) -> ListPage[ApplicationLine]:
    """The applications of a person and of the organisations they act for, newest first; only those
    in `states` where some are given.
    """
    rows = own_applications(actor).exclude(state=ApplicationState.DISCARDED)
    if states:
        rows = rows.filter(state__in=list(states))
    return _applications(rows, after, limit)


def look_up(
    *,
    actor: Actor,
    number: str = "",
    person_id: UUID | None = None,
    name: str = "",
    limit: int = 20,
) -> tuple[ApplicationLine, ...]:
    """Applications by number (of the application or of a case), by applicant, or by the whole name
    of a person or an organisation, as far as visible.
    """
    rows = applications_visible_to(actor).exclude(state=ApplicationState.DISCARDED)
    wanted = Q(pk__in=[])
    if number:
        wanted |= Q(number=number) | Q(cases__number=number)
    if person_id is not None:
        wanted |= Q(applicant_id=person_id)
    if name:
        wanted |= Q(applicant__name=name) | Q(organisation__name=name)
    return _applications(rows.filter(wanted).distinct(), None, limit).rows


def _applications(
    rows: QuerySet[Application], after: str | None, limit: int
) -> ListPage[ApplicationLine]:
    """Ids sort by time of birth, so the id alone is the key."""
    if after:
        rows = rows.filter(id__lt=uuid_or_first(after))
    parts = Prefetch("cases", queryset=Case.objects.order_by("id"))
    found = list(
        rows.select_related("organisation").prefetch_related(parts).order_by("-id")[: limit + 1]
    )
    lines = tuple(_application(row) for row in found[:limit])
    return ListPage(lines, str(lines[-1].id) if len(found) > limit else None)


def _application(row: Application) -> ApplicationLine:
    organisation = row.organisation
    return ApplicationLine(
        id=row.id,
        number=row.number or "",
        state=row.state,
        offer_code=row.offer_code,
        offer_name=row.offer_name,
        organisation=organisation.name if organisation else "",
        channel=row.channel,
        created_at=row.created_at,
        saved_at=row.saved_at,
        submitted_at=row.submitted_at,
        ended_at=row.ended_at,
        promised_on=row.promised_on,
        provisional=row.promise_provisional,
        cases=tuple(
            PartLine(c.id, c.name, CaseState(c.state), PreReview(c.pre_review))
            for c in row.cases.all()
        ),
        collection=row.collection,
        address_due=row.collection == Collection.COURIER
        and row.destination_id is None
        and row.state == ApplicationState.SUBMITTED,
    )


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A case on a desk. `due` is of the intake clock before acceptance, else of the promise.

    `asked`: a longer limit waits for approval; `proposed`: a decision waits for the second signer;
    `standing_in`: claimed by somebody away for whom the actor stands in.
    `left` in days of the item's own unit until `due`, negative when overdue; None when no day is
    known (paused, or the item promises nothing).
    """

    id: UUID
    number: str
    name: str
    offer_name: str
    application_number: str
    applicant: str
    state: CaseState
    due: date | None
    left: int | None
    paused: bool
    suspended_until: date | None
    provisional: bool
    submitted_at: datetime
    claimed_by: str
    claimed_by_me: bool
    tasks: tuple[str, ...]
    asked: bool = False
    proposed: bool = False
    standing_in: bool = False
    pre_review: PreReview = PreReview.NONE


def desk(
    *,
    actor: Actor,
    after: str | None = None,
    limit: int = 50,
    mine: bool = False,
    only: str = "",
) -> ListPage[DeskLine]:
    """The open cases of the actor's departments by time left; without a due day, or paused, last.

    `mine` (or `only` "mine"): those the actor, or somebody absent for the actor, has claimed;
    `only` "free": claimed by nobody, "intake": to be accepted, "paused": standing still, "two":
    waiting for a second person. Four queries.
    """
    rows = visible_with(actor, Permission.CASES_REVIEW).filter(
        ended_at__isnull=True, decided_at__isnull=True
    )
    rows = rows.annotate(by=_sorted_by(), **_waiting_for_two())
    rows = rows.filter(_only("mine" if mine else only, actor))
    if after:
        day, last = day_and_id(after)
        rows = rows.filter(Q(by__gt=day) | Q(by=day, id__gt=last))
    found = list(
        rows.order_by("by", "id")
        .values(*_DESK, applicant=F("application__applicant__name"))
        .annotate(organisation=F("application__organisation__name"))[: limit + 1]
    )
    open_steps = _open_steps([row["id"] for row in found])
    calendar = load_calendar()
    absent = absent_for(actor)
    lines = tuple(
        replace(
            _desk_line(row, actor, open_steps, calendar),
            standing_in=(row["claimed_by_id"], row["department_id"]) in absent,
        )
        for row in found[:limit]
    )
    end = found[limit - 1] if len(found) > limit else None
    return ListPage(lines, f"{end['by']:%Y-%m-%d}_{end['id']}" if end else None)


_DESK = (
    "id",
    "number",
    "name",
    "state",
    "by",
    "asked",
    "proposed",
    "pre_review",
    "intake_due",
    "promised_due",
    "paused",
    "suspended_until",
    "provisional",
    "submitted_at",
    "claimed_by_id",
    "department_id",
    "claimed_by__display_name",
    "part",
    "application__number",
    "application__offer_name",
    "application__item_version_id",
    "application__bundle_version_id",
    "application__pins",
)


def _only(show: str, actor: Actor) -> Q:
    """What a desk shows when it does not show all."""
    if show == "mine":
        return mine_of(actor)
    return {
        "free": Q(claimed_by__isnull=True),
        "intake": Q(state=CaseState.SUBMITTED),
        "paused": Q(paused=True),
        "two": Q(asked=True) | Q(proposed=True),
    }.get(show, Q())


def _waiting_for_two() -> dict[str, Exists]:
    in_time = Q(case__legal_due__isnull=True) | Q(case__legal_due__gte=clock.today())
    return {
        "asked": Exists(Extension.objects.filter(in_time, case=OuterRef("pk"), state="asked")),
        "proposed": Exists(Proposal.objects.filter(case=OuterRef("pk"), state="open")),
    }


def _sorted_by() -> Coalesce:
    """The day that counts now, never for what stands still."""
    due = Choice(
        When(paused=True, then=Value(None)),
        When(state=CaseState.SUBMITTED, then=F("intake_due")),
        default=F("promised_due"),
        output_field=DateField(),
    )
    return Coalesce(due, Value(_NEVER), output_field=DateField())


def _open_steps(case_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = Task.objects.filter(case_id__in=case_ids, state="open").order_by("opened_at", "id")
    for case_id, name in rows.values_list("case_id", "name"):
        found.setdefault(case_id, []).append(name)
    return found


def _desk_line(
    row: dict[str, Any],
    actor: Actor,
    open_steps: dict[UUID, list[str]],
    calendar: WorkingCalendar,
) -> DeskLine:
    due = None if row["by"] == _NEVER else row["by"]
    left = None
    if due is not None:
        left = calendar.days_between(clock.today(), due, _unit_of(row))
    return DeskLine(
        id=row["id"],
        number=row["number"],
        name=row["name"],
        offer_name=row["application__offer_name"],
        application_number=row["application__number"],
        applicant=row["organisation"] or masks.mask_name(row["applicant"]),
        state=CaseState(row["state"]),
        due=due,
        left=left,
        paused=row["paused"],
        suspended_until=row["suspended_until"],
        provisional=row["provisional"],
        submitted_at=row["submitted_at"],
        claimed_by=row["claimed_by__display_name"] or "",
        claimed_by_me=row["claimed_by_id"] is not None and row["claimed_by_id"] == actor.user_id,
        tasks=tuple(open_steps.get(row["id"], ())),
        asked=row["asked"],
        proposed=row["proposed"],
        pre_review=PreReview(row["pre_review"]),
    )


def _unit_of(row: dict[str, Any]) -> DayUnit:
    """What the limits of the case are counted in; no query once the offer is in memory."""
    offer = catalogue.offer_of(
        item_version_id=row["application__item_version_id"],
        bundle_version_id=row["application__bundle_version_id"],
        pins=row["application__pins"],
    )
    return offer.offer.part(row["part"]).item.regime.unit


@dataclass(frozen=True, slots=True)
class OutCase:
    """A result that waits to be handed over."""

    id: UUID
    number: str
    name: str
    department: str
    result: str
    delivery_due: date | None
    parcel: str = ""  # the state of the parcel it lies in

    @property
    def travelling(self) -> bool:
        """Whether it is with the courier, so that nobody can give it out."""
        return self.parcel in TRAVELLING


@dataclass(frozen=True, slots=True)
class OutLine:
    """An application with results to hand out.

    `running` parts are not decided yet: who collects now would have to come again for them.
    `originals_due`: originals must be seen before anything is handed over (一次核验).
    """

    application_id: UUID
    number: str
    offer_name: str
    applicant_id: UUID
    applicant: str
    organisation_id: UUID | None
    organisation: str
    cases: tuple[OutCase, ...]
    running: tuple[str, ...]
    originals_due: bool
    by_courier: bool = False


def out_window(
    *,
    actor: Actor,
    person_id: UUID | None = None,
    number: str = "",
    after: str = "",
    limit: int = 50,
) -> tuple[OutLine, ...]:
    """What can be handed out now, oldest first: what is to be collected at the place where the
    actor sits, or all of one person or of one number. What is to be sent, or collected elsewhere,
    is listed only for who asks: the person may come for it all the same.

    An actor without a place is shown that of every place. `after` is the application of the last
    line of the page before. At most six queries. Without CASES_HAND_OUT nothing is found.
    """
    waiting = visible_with(actor, Permission.CASES_HAND_OUT).filter(
        state=CaseState.ISSUED, result__revoked_at__isnull=True
    )
    rows = Application.objects.filter(id__in=waiting.values("application_id"))
    if person_id is None and not number:
        rows = rows.exclude(collection=Collection.COURIER)
        if actor.service_point_id is not None:
            here = Q(collection_point=actor.service_point_id) | Q(collection_point=None)
            rows = rows.filter(here)
    if person_id is not None:
        rows = rows.filter(applicant_id=person_id)
    if after:
        rows = rows.filter(id__gt=uuid_or_first(after))
    if number:
        rows = rows.filter(Q(number=number) | Q(cases__number=number)).distinct()
    parts = Prefetch(
        "cases", queryset=Case.objects.select_related("department", "result").order_by("id")
    )
    pending = Prefetch("evidence", queryset=Evidence.objects.filter(original_pending=True))
    found = rows.select_related("applicant", "organisation").prefetch_related(parts, pending)
    listed = list(found.order_by("id")[:limit])
    sent = [
        case.id
        for row in listed
        if row.collection == Collection.COURIER
        for case in row.cases.all()
    ]
    parcels = live_parcels(sent) if sent else {}
    return tuple(_out_line(row, parcels) for row in listed)


def _out_line(row: Application, parcels: Mapping[UUID, ParcelInfo]) -> OutLine:
    organisation, cases = row.organisation, list(row.cases.all())
    return OutLine(
        application_id=row.id,
        number=row.number or "",
        offer_name=row.offer_name,
        applicant_id=row.applicant_id,
        applicant=masks.mask_name(row.applicant.name),
        organisation_id=row.organisation_id,
        organisation=organisation.name if organisation else "",
        cases=tuple(
            OutCase(
                case.id,
                case.number,
                case.name,
                case.department.name,
                case.result.number,
                case.delivery_due,
                parcels[case.id].state if case.id in parcels else "",
            )
            for case in cases
            if case.state == CaseState.ISSUED and case.result.revoked_at is None
        ),
        running=tuple(case.name for case in cases if CaseState(case.state) not in SETTLED),
        originals_due=bool(row.evidence.all()),
        by_courier=row.collection == Collection.COURIER,
    )


def day_and_id(text: str) -> tuple[date, UUID]:
    """The last row of a list by days, from a URL; nonsense is as good as the beginning."""
    day, _, last = text.partition("_")
    return clock.parse_day(day) or date.min, uuid_or_first(last)


def uuid_or_first(text: str) -> UUID:
    """A key from a URL; nonsense is as good as the beginning."""
    return parse_id(text) or UUID(int=0)
