"""What is to be laid into lockers, what lies there, and how a citizen finds it."""

from collections.abc import Collection as Collected
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q

from onevisit.accounts.rules import Actor, Permission
from onevisit.cases.access import visible_with
from onevisit.cases.models import Application, Case, Evidence, Lodged
from onevisit.cases.queries.paging import ListPage, uuid_or_first, with_one_of
from onevisit.cases.queries.papers import results_elsewhere
from onevisit.cases.queries.posting import WaitingLine, waiting_line
from onevisit.cases.rules.lifecycle import ApplicationState, CaseState
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.delivery.errors import lockers as errors
from onevisit.delivery.queries import lockers
from onevisit.delivery.rules.lockers import HOLDING, StayInfo, StayState
from onevisit.kernel import masks

MOST = 100
MOST_DOORS = 1_000
"""More than a point has."""


@dataclass(frozen=True, slots=True)
class ToLayIn(WaitingLine):
    """One for the locker beside the clerk. `papers_due`: the paper is still on its way."""

    papers_due: bool


@dataclass(frozen=True, slots=True)
class StayLine:
    """What lies behind a door, and whose it is."""

    stay: StayInfo
    application_id: UUID
    number: str
    offer_name: str
    applicant: str
    organisation: str
    papers: tuple[tuple[str, str], ...]  # name and number of each result


def to_lay_in(*, actor: Actor, after: str = "", limit: int = MOST) -> ListPage[ToLayIn]:
    """What was chosen to be fetched from the locker at the actor's office and is ready, the oldest
    first, of a page by how soon it must be had; four queries, six where papers travel.
    """
    if actor.service_point_id is None:
        return ListPage((), None)
    lodged = Lodged.objects.filter(case=OuterRef("pk"), live=True)
    waiting = visible_with(actor, Permission.CASES_HAND_OUT).filter(
        ~Exists(lodged), state=CaseState.ISSUED, result__revoked_at__isnull=True
    )
    parts = Prefetch(
        "cases", queryset=Case.objects.prefetch_related("lodged", "kept_papers").order_by("id")
    )
    pending = Prefetch("evidence", queryset=Evidence.objects.filter(original_pending=True))
    rows = with_one_of(waiting).filter(
        state=ApplicationState.SUBMITTED,
        collection=Collection.LOCKER,
        collection_point=actor.service_point_id,
        id__gt=uuid_or_first(after),
    )
    whole = rows.select_related("applicant", "organisation").prefetch_related(parts, pending)
    found = list(whole.order_by("id")[: limit + 1])
    ready = {row: _ready(row) for row in found[:limit]}
    travelling = [row.id for row, cases in ready.items() if any(c.kept_papers.all() for c in cases)]
    away = results_elsewhere(travelling, actor.service_point_id) if travelling else frozenset()
    listed = [
        ToLayIn(**waiting_line(row, cases), papers_due=bool(away & {case.id for case in cases}))
        for row, cases in ready.items()
    ]
    more = str(found[limit - 1].id) if len(found) > limit else None
    return ListPage(tuple(sorted(listed, key=lambda e: e.delivery_due or date.max)), more)


def _ready(row: Application) -> list[Case]:
    """What of it is issued and lies in no locker."""
    issued = [case for case in row.cases.all() if case.state == CaseState.ISSUED]
    return [case for case in issued if not any(each.live for each in case.lodged.all())]


def stays_here(
    *,
    actor: Actor,
    states: Collected[StayState] = HOLDING,
    after: str = "",
    limit: int = MOST_DOORS,
) -> ListPage[StayLine]:
    """What lies in the lockers at the actor's office in these states, by door; four queries."""
    if actor.service_point_id is None:
        return ListPage((), None)
    rows = Lodged.objects.filter(
        case__in=visible_with(actor, Permission.CASES_HAND_OUT),
        stay__locker__point=actor.service_point_id,
        stay__state__in=[str(each) for each in states],
    )
    device, _blank, door = after.rpartition(" ")
    if device:
        further = Q(stay__locker__device=device, stay__door__gt=door)
        rows = rows.filter(further | Q(stay__locker__device__gt=device))
    doors = ("stay__locker__device", "stay__door", "stay_id")
    found = list(rows.order_by(*doors).values_list(*doors).distinct()[: limit + 1])
    lines = {line.stay.id: line for line in _lines([each for *_, each in found[:limit]])}
    more = " ".join(found[limit - 1][:2]) if len(found) > limit else None
    return ListPage(tuple(lines[each] for *_, each in found[:limit]), more)


def stay_line(*, stay_id: UUID, actor: Actor) -> StayLine:
    """What lies behind one door. Raises NotFound `delivery.no_such_stay`, also elsewhere."""
    visible = visible_with(actor, Permission.CASES_HAND_OUT).filter(lodged__stay=stay_id)
    found = _lines([stay_id], within=set(visible.values_list("id", flat=True)))
    if not found or found[0].stay.locker.point_id != actor.service_point_id:
        raise errors.no_such_stay()
    return found[0]


def stays_of(application_id: UUID) -> tuple[StayLine, ...]:
    """What of one application lies or lay in lockers, the newest first; nobody's rights are asked.
    At most three queries.
    """
    rows = Lodged.objects.filter(case__application_id=application_id)
    ids = set(rows.values_list("stay_id", flat=True))
    return tuple(sorted(_lines(ids), key=lambda each: each.stay.number, reverse=True))


def lodged_cases(case_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the cases whose result lies in a locker now; one query."""
    rows = Lodged.objects.filter(case__in=list(case_ids), live=True)
    return frozenset(rows.values_list("case_id", flat=True))


def _lines(stay_ids: Iterable[UUID], within: set[UUID] | None = None) -> list[StayLine]:
    """With their cases; `within`: only stays with one of these cases."""
    wanted = set(stay_ids)
    if not wanted:
        return []
    found = lockers.stays(wanted)
    inside: dict[UUID, list[Case]] = {}
    rows = Lodged.objects.filter(stay_id__in=wanted).select_related(
        "case__result", "case__application__applicant", "case__application__organisation"
    )
    for row in rows.order_by("stay_id", "case_id"):
        inside.setdefault(row.stay_id, []).append(row.case)
    return [
        _line(found[each], cases)
        for each, cases in inside.items()
        if within is None or {case.id for case in cases} & within
    ]


def _line(stay: StayInfo, cases: list[Case]) -> StayLine:
    application = cases[0].application
    organisation = application.organisation
    return StayLine(
        stay=stay,
        application_id=application.id,
        number=application.number or "",
        offer_name=application.offer_name,
        applicant=masks.mask_name(application.applicant.name),
        organisation=organisation.name if organisation else "",
        papers=tuple((case.result.name, case.result.number) for case in cases),
    )
