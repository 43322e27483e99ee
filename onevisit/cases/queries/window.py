"""What a window goes on with: drafts, wherever they were begun, what was taken in today, and what
waits for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.cases.access import applications_visible_to, visible_with
from onevisit.cases.models import Application, Case
from onevisit.cases.rules.lifecycle import ApplicationState, CaseState
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.kernel import clock, masks

MOST_WAITING = 99
"""What waits is counted up to here; where there is more, the page says "more than"."""


@dataclass(frozen=True, slots=True)
class WindowLine:
    """A draft, or an application taken in; `applicant` masked, `number` empty for a draft. Of a
    draft `saved_by` and `saved_window` say what clerk worked on it last, and where; `mine`: it was
    whoever asks.
    """

    id: UUID
    number: str
    offer_code: str
    offer_name: str
    applicant_id: UUID
    applicant: str
    organisation: str
    organisation_id: UUID | None
    channel: str
    state: str
    region: str
    at: datetime
    saved_by: str = ""
    saved_window: str = ""
    mine: bool = False


def drafts_of(*, actor: Actor, person_id: UUID, limit: int = 20) -> tuple[WindowLine, ...]:
    """The drafts of somebody who stands at the window, also those begun online; one query.

    Only that they exist: to go on with one the clerk takes it up by `start_application`. Raises
    Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CASES_INTAKE)
    rows = Application.objects.filter(state=ApplicationState.DRAFT, applicant_id=person_id)
    return _in_reach(_lines(rows.order_by("-saved_at"), limit, actor), actor)


def window_drafts(*, actor: Actor, limit: int = 12) -> tuple[WindowLine, ...]:
    """What was saved at a window of this service point to go on with, at whichever window, and what
    the clerk saved elsewhere; one query.
    """
    require(actor, Permission.CASES_INTAKE)
    here = Q(saved_by_id=actor.user_id) | Q(filed_by_id=actor.user_id, saved_by=None)
    if actor.service_point_id is not None:
        here |= Q(saved_point_id=actor.service_point_id)
    rows = Application.objects.filter(here, state=ApplicationState.DRAFT, channel="window")
    return _in_reach(_lines(rows.order_by("-saved_at"), limit, actor), actor)


def taken_in_today(*, actor: Actor, limit: int = 30) -> tuple[WindowLine, ...]:
    """What the clerk's service point took in today, newest first; one query."""
    if actor.service_point_id is None:
        return ()
    begin = datetime.combine(clock.today(), time.min, tzinfo=clock.SHANGHAI)
    rows = applications_visible_to(actor).filter(
        intake_point_id=actor.service_point_id, submitted_at__gte=begin
    )
    return _lines(rows.order_by("-submitted_at"), limit)


def _in_reach(lines: tuple[WindowLine, ...], actor: Actor) -> tuple[WindowLine, ...]:
    """Those of a region where the clerk may receive; who serves a point may for every region, what
    the point's list holds is asked when they take it up.
    """
    return tuple(
        line
        for line in lines
        if actor.may(Permission.CASES_INTAKE, Scope(None, line.region))
        or actor.may(Permission.POINT_SERVE)
    )


def _lines(
    rows: QuerySet[Application], limit: int, actor: Actor | None = None
) -> tuple[WindowLine, ...]:
    found = rows.select_related("applicant", "organisation", "saved_by")[:limit]
    return tuple(
        WindowLine(
            id=row.id,
            number=row.number or "",
            offer_code=row.offer_code,
            offer_name=row.offer_name,
            applicant_id=row.applicant_id,
            applicant=masks.mask_name(row.applicant.name),
            organisation=row.organisation.name if row.organisation else "",
            organisation_id=row.organisation_id,
            channel=row.channel,
            state=row.state,
            region=row.region_id,
            at=row.submitted_at or row.saved_at,
            saved_by=row.saved_by.display_name if row.saved_by and row.saved_point_id else "",
            saved_window=row.saved_window,
            mine=actor is not None and row.saved_by_id == actor.user_id,
        )
        for row in found
    )


class WindowTask(StrEnum):
    """Why something waits for a window."""

    CORRECTED = "corrected"  # 补正已回: the correction came, it is to be accepted
    CORRECTION = "correction"  # 等补正: the applicant was told and has not come yet
    DEFERRAL = "deferral"  # 容缺到期: what was allowed to follow has not come yet
    READY = "ready"  # 证照待发: the result waits here to be collected


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """An application that waits for the window where it was taken in, or is to be collected.

    `on` is the day by which it must be done, None where none is set; `late`: that day is over.
    """

    application_id: UUID
    number: str
    offer_name: str
    applicant_id: UUID
    kind: WindowTask
    on: date | None
    today: bool
    late: bool


@dataclass(frozen=True, slots=True)
class WindowWaiting:
    """待我处理: the most urgent lines, some of each kind, and how many there are of each kind
    (`more`: at least).
    """

    lines: tuple[WaitingLine, ...]
    counts: tuple[tuple[WindowTask, int], ...]
    more: bool

    @property
    def total(self) -> int:
        """All of them, up to `MOST_WAITING`."""
        return sum(count for _kind, count in self.counts)


_COLUMNS = (
    "state",
    "lapses_on",
    "intake_due",
    "delivery_due",
    "application_id",
    "application__number",
    "application__offer_name",
    "application__applicant_id",
)


def waiting_for_window(*, actor: Actor, limit: int = 6) -> WindowWaiting:
    """What waits for the clerk's service point, the nearest day first; one query, none without a
    service point. Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CASES_INTAKE)
    if actor.service_point_id is None:
        return WindowWaiting((), (), more=False)
    seen = visible_with(actor, Permission.CASES_INTAKE)
    taken_here = seen.filter(
        application__intake_point=actor.service_point_id,
        application__state=ApplicationState.SUBMITTED,
    )
    told = taken_here.filter(lapses_on__isnull=False, ended_at__isnull=True)
    told = told.exclude(state=CaseState.SUBMITTED)
    back = taken_here.filter(state=CaseState.SUBMITTED, application__notified__gt=0)
    found = _nearest(told, back, seen.filter(_to_collect(actor.service_point_id)))
    grouped: dict[tuple[UUID, WindowTask], WaitingLine] = {}
    for row in found:
        line = _waiting(row)
        held = grouped.setdefault((line.application_id, line.kind), line)
        if _soonest(line) < _soonest(held):
            grouped[line.application_id, line.kind] = line
    lines = sorted(grouped.values(), key=_soonest)
    counts = tuple((kind, sum(line.kind is kind for line in lines)) for kind in WindowTask)
    return WindowWaiting(
        lines=_some_of_each(lines, limit),
        counts=tuple((kind, count) for kind, count in counts if count),
        more=len(found) == 2 * MOST_WAITING,
    )


def _nearest(*kinds: QuerySet[Case]) -> list[dict[str, Any]]:
    """The first of all together: each kind is read by the index that has it in this order."""
    days = ("lapses_on", "intake_due", "delivery_due")
    some = [
        rows.order_by(day, "id").values(*_COLUMNS, "id")[: 2 * MOST_WAITING]
        for rows, day in zip(kinds, days, strict=True)
    ]
    first = (F("lapses_on").asc(nulls_last=True), "delivery_due", "id")
    return list(some[0].union(*some[1:], all=True).order_by(*first)[: 2 * MOST_WAITING])


def _some_of_each(lines: list[WaitingLine], limit: int) -> tuple[WaitingLine, ...]:
    """The nearest of each kind first, so that many results do not hide one correction; then in the
    order of days.
    """
    seen: dict[WindowTask, int] = {}
    ranked = []
    for line in lines:
        seen[line.kind] = seen.get(line.kind, 0) + 1
        ranked.append((seen[line.kind], line))
    chosen = sorted(ranked, key=lambda each: each[0])[:limit]
    return tuple(sorted((line for _rank, line in chosen), key=_soonest))


def _to_collect(service_point_id: UUID) -> Q:
    """Results that lie at this service point."""
    waits = Q(state=CaseState.ISSUED, result__revoked_at__isnull=True)
    return (
        waits
        & Q(application__collection_point=service_point_id)
        & ~Q(application__collection__in=[Collection.COURIER, Collection.LOCKER])
    )


def _waiting(row: Mapping[str, Any]) -> WaitingLine:
    kind, due = _kind_and_day(row)
    today = clock.today()
    return WaitingLine(
        application_id=row["application_id"],
        number=row["application__number"],
        offer_name=row["application__offer_name"],
        applicant_id=row["application__applicant_id"],
        kind=kind,
        on=due,
        today=due == today,
        late=due is not None and due < today,
    )


def _kind_and_day(row: Mapping[str, Any]) -> tuple[WindowTask, date | None]:
    if row["state"] == CaseState.ISSUED:
        return WindowTask.READY, row["delivery_due"]
    if row["state"] == CaseState.CORRECTION_REQUESTED:
        return WindowTask.CORRECTION, row["lapses_on"]
    if row["state"] == CaseState.SUBMITTED:
        return WindowTask.CORRECTED, row["intake_due"]
    return WindowTask.DEFERRAL, row["lapses_on"]


def _soonest(line: WaitingLine) -> tuple[date, str]:
    return line.on or date.max, line.number
