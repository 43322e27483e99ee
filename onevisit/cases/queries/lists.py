"""Lists: 「我的办件」, what a search finds, the out-window. Keyset pages, nothing is ever
counted.
"""

from collections.abc import Collection as Several
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from onevisit.accounts.rules import Actor, Held, Permission
from onevisit.cases.access import applications_visible_to, own_condition, visible_with
from onevisit.cases.models import Application, Case, Evidence
from onevisit.cases.queries.lodging import lodged_cases
from onevisit.cases.queries.paging import ListPage, uuid_or_first, with_one_of
from onevisit.cases.queries.posting import live_parcels
from onevisit.cases.rules.lifecycle import SETTLED, ApplicationState, CaseState
from onevisit.cases.rules.pre_review import PreReview
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.delivery.rules import TRAVELLING, ParcelInfo
from onevisit.kernel import masks, rows

_THROWN_AWAY = ApplicationState.DISCARDED
_NEWEST = UUID(int=2**128 - 1)
_LISTED = rows.Joined(Application, "organisation")
_PARTS = (
    "SELECT c.application_id, c.id, c.name, c.state, c.pre_review, r.revoked_at IS NOT NULL"
    " FROM cases_case c LEFT JOIN cases_result r ON r.case_id = c.id"
    " WHERE c.application_id = ANY(%s)"
    " AND NOT EXISTS (SELECT FROM cases_case s WHERE s.follows_id = c.id) ORDER BY c.id"
)


@dataclass(frozen=True, slots=True)
class PartLine:
    """A case in one line of its application. `revoked`: its result is worth nothing any more."""

    id: UUID
    name: str
    state: CaseState
    pre_review: PreReview = PreReview.NONE
    revoked: bool = False

    @property
    def standing(self) -> CaseState:
        """Where the applicant stands with it: what was revoked after it was delivered is gone."""
        gone = self.revoked and self.state is not CaseState.OVERTURNED
        return CaseState.REVOKED if gone else self.state


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
    def by_locker(self) -> bool:
        """Whether the results are fetched from a locker."""
        return self.collection == Collection.LOCKER

    @property
    def to_collect(self) -> int:
        """How many results wait at the window."""
        if self.by_courier or self.by_locker:
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
    held: Held | None = None,
) -> ListPage[ApplicationLine]:
    """The applications of a person and of the organisations they act for (`held` where the page
    knows them), newest first; only those in `states` where some are given.
    """
    if actor.person_id is None:
        return ListPage((), None)
    own, params = own_condition(actor, held)
    wanted = states or tuple(each for each in ApplicationState if each is not _THROWN_AWAY)
    last = uuid_or_first(after) if after else _NEWEST
    found = _LISTED.fetch(
        f"{own} AND t0.state = ANY(%s) AND t0.id < %s ORDER BY t0.id DESC LIMIT %s",
        [*params, [str(each) for each in wanted], last, limit + 1],
    )
    return _page(found, limit)


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
    seen = applications_visible_to(actor).exclude(state=_THROWN_AWAY)
    ways = _ways(seen, number, person_id, name)
    if not ways:
        return ()
    newest = ways[0].union(*ways[1:]).order_by("-id")[:limit]
    found = Application.objects.filter(id__in=newest).select_related("organisation")
    return _page(list(found.order_by("-id")), limit).rows


def _ways(
    seen: QuerySet[Application], number: str, person_id: UUID | None, name: str
) -> list[QuerySet[Any, Any]]:
    """Each finds its applications by an index of its own: one condition with `OR` over several
    tables would read them all. They find keys; whole rows are read of those shown.
    """
    every, ways = seen.values("id"), []
    if number:
        numbered = Case.objects.filter(number=number).values("application_id")
        ways += [every.filter(number=number), every.filter(id__in=numbered)]
    if person_id is not None:
        ways.append(every.filter(applicant_id=person_id))
    if name:
        ways += [every.filter(applicant__name=name), every.filter(organisation__name=name)]
    return ways


def _page(found: Sequence[Application], limit: int) -> ListPage[ApplicationLine]:
    """Ids sort by time of birth, so the id alone is the key."""
    parts: dict[UUID, list[PartLine]] = {}
    for key, case, name, state, looked, revoked in _parts([row.id for row in found]):
        line = PartLine(case, name, CaseState(state), PreReview(looked), revoked)
        parts.setdefault(key, []).append(line)
    lines = tuple(_application(row, parts.get(row.id, [])) for row in found[:limit])
    return ListPage(lines, str(lines[-1].id) if len(found) > limit else None)


def _parts(ids: list[UUID]) -> list[tuple[Any, ...]]:
    return rows.values(_PARTS, [ids]) if ids else []


def _application(row: Application, parts: Sequence[PartLine]) -> ApplicationLine:
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
        cases=tuple(parts),
        collection=row.collection,
        address_due=row.collection == Collection.COURIER
        and row.destination_id is None
        and row.state == ApplicationState.SUBMITTED,
    )


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
    lodged: bool = False  # behind a door of a locker

    @property
    def travelling(self) -> bool:
        """Whether it is with the courier, so that nobody can give it out."""
        return self.parcel in TRAVELLING

    @property
    def away(self) -> bool:
        """Whether it cannot be given out over the counter now."""
        return self.travelling or self.lodged


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
    by_locker: bool = False
    offer_code: str = ""


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
    line of the page before. At most seven queries. Without CASES_HAND_OUT nothing is found.
    """
    waiting = visible_with(actor, Permission.CASES_HAND_OUT).filter(
        state=CaseState.ISSUED, result__revoked_at__isnull=True
    )
    open_ones = Q(state=ApplicationState.SUBMITTED)
    if after:
        open_ones &= Q(id__gt=uuid_or_first(after))
    first, *others = (
        way.filter(open_ones).order_by("id").values("id")[:limit]
        for way in _out_ways(waiting, actor, person_id, number)
    )
    keys = first.union(*others).order_by("id")[:limit] if others else first
    wanted = Application.objects.filter(id__in=keys)
    parts = Prefetch(
        "cases", queryset=Case.objects.select_related("department", "result").order_by("id")
    )
    pending = Prefetch("evidence", queryset=Evidence.objects.filter(original_pending=True))
    found = wanted.select_related("applicant", "organisation").prefetch_related(parts, pending)
    listed = list(found.order_by("id")[:limit])
    sent = [
        case.id
        for row in listed
        if row.collection == Collection.COURIER
        for case in row.cases.all()
    ]
    parcels = live_parcels(sent) if sent else {}
    lodged = lodged_cases(case.id for row in listed for case in row.cases.all())
    return tuple(_out_line(row, parcels, lodged) for row in listed)


def _out_ways(
    waiting: QuerySet[Case], actor: Actor, person_id: UUID | None, number: str
) -> list[QuerySet[Application]]:
    """Each finds its applications by an index of its own; see `_ways`. What is open at a point has
    one (`application_collected_at`): most points have few results among very many.
    """
    found = with_one_of(waiting)
    if person_id is not None:
        found = found.filter(applicant_id=person_id)
    if number:
        cases = Case.objects.filter(number=number).values("application_id")
        return [found.filter(number=number), found.filter(id__in=cases)]
    if person_id is not None:
        return [found]
    if actor.service_point_id is None:  # of every place: what waits is fewer than what is open
        every = Application.objects.filter(id__in=waiting.values("application_id"))
        return [every.filter(collection=Collection.WINDOW)]
    here = found.filter(collection=Collection.WINDOW)
    return [here.filter(collection_point=each) for each in (actor.service_point_id, None)]


def _out_line(
    row: Application, parcels: Mapping[UUID, ParcelInfo], lodged: frozenset[UUID]
) -> OutLine:
    organisation, cases = row.organisation, list(row.cases.all())
    return OutLine(
        application_id=row.id,
        number=row.number or "",
        offer_name=row.offer_name,
        offer_code=row.offer_code,
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
                case.id in lodged,
            )
            for case in cases
            if case.state == CaseState.ISSUED and case.result.revoked_at is None
        ),
        running=tuple(case.name for case in cases if CaseState(case.state) not in SETTLED),
        originals_due=bool(row.evidence.all()),
        by_courier=row.collection == Collection.COURIER,
        by_locker=row.collection == Collection.LOCKER,
    )
