"""Yearly notices, what one would move, and what one has moved."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Prefetch

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.cases.errors.calendar import no_such_notice
from onevisit.cases.models import (
    Application,
    CalendarNotice,
    Case,
    CaseEvent,
    Recount,
    RecountedLimit,
)
from onevisit.cases.queries.pinning import happenings, pinned
from onevisit.cases.rules.fold import limits_from
from onevisit.cases.rules.recounting import Lateness, Recounted, recounted
from onevisit.kernel import clock
from onevisit.kernel.calendar import WorkingCalendar, YearNotice
from onevisit.kernel.notices import Feast, to_notice
from onevisit.kernel.queries import (
    calendar_with,
    load_calendar,
    published_notices,
    published_years,
)
from onevisit.kernel.two_people import WrittenLine, line_of

SHOWN = 200
"""So many moved limits are listed; all are counted."""
_AT_ONCE = 200

REACHING = """
SELECT application_id FROM cases_case WHERE ended_at IS NULL AND (provisional
    OR greatest(intake_due, legal_due, promised_due, delivery_due, lapses_on) >= %(first)s)
"""
"""Applications of cases that run with a limit that is provisional, or lies on or after the first
day that changed: what was counted up to an earlier day is not touched by a later year.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine(WrittenLine):
    """A notice as it was entered, and what became of it."""

    year: int
    number: str
    dated: date
    revision: int | None
    feasts: tuple[Feast, ...]
    notice: YearNotice


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year by whose notice days are counted; the day of the notice is not known of old ones."""

    year: int
    source: str
    published_on: date | None
    notice: YearNotice


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One limit that moves or moved. `clock`: a letter of ClockKind, or G: a commitment."""

    case_id: UUID
    number: str
    name: str
    department: str
    clock: str
    was: date
    became: date
    lateness: Lateness


@dataclass(frozen=True, slots=True)
class Report:
    """What a notice moves or moved: `moved` limits of `cases`, `firm` more stay on their day and
    are provisional no more; `lines` are the first of those that move, those that change being late
    before all. `finished_at` None: the job is at it, or it is a trial.
    """

    moved: int
    firm: int
    cases: int
    becomes_late: int
    no_longer_late: int
    by_clock: tuple[tuple[str, int], ...]
    lines: tuple[MovedLine, ...]
    finished_at: datetime | None = None
    left: int = 0

    @property
    def more(self) -> int:
        """How many are counted and not listed."""
        return self.moved - len(self.lines)


def feasts_of(row: CalendarNotice) -> tuple[Feast, ...]:
    """The feasts of a notice as they were entered."""
    day = date.fromisoformat
    return tuple(
        Feast(f["name"], day(f["since"]), day(f["until"]), tuple(day(d) for d in f["makeup"]))
        for f in row.feasts
    )


def notice_of(row: CalendarNotice) -> YearNotice:
    """Its days."""
    return to_notice(row.year, feasts_of(row))


def calendar_notices(*, actor: Actor) -> tuple[NoticeLine, ...]:
    """All that were entered, the newest first. Raises Refused `accounts.not_permitted`."""
    require(actor, Permission.CALENDAR_PUBLISH)
    return tuple(_line(row, actor) for row in CalendarNotice.objects.order_by("-written_at", "-id"))


def calendar_notice(*, notice_id: UUID, actor: Actor) -> NoticeLine:
    """One of them. Raises Refused `accounts.not_permitted`, NotFound `cases.no_such_notice`."""
    require(actor, Permission.CALENDAR_PUBLISH)
    row = CalendarNotice.objects.filter(id=notice_id).first()
    if row is None:
        raise no_such_notice()
    return _line(row, actor)


def _line(row: CalendarNotice, actor: Actor) -> NoticeLine:
    return NoticeLine(
        **line_of(row, actor),
        year=row.year,
        number=row.number,
        dated=row.dated,
        revision=row.revision,
        feasts=feasts_of(row),
        notice=notice_of(row),
    )


def calendar_years(*, actor: Actor) -> tuple[YearLine, ...]:
    """The years that are entered, the newest first. Raises Refused `accounts.not_permitted`."""
    require(actor, Permission.CALENDAR_PUBLISH)
    notices = {each.year: each for each in published_notices()}
    return tuple(
        YearLine(year, source, on, notices[year]) for year, source, on in published_years()
    )


def trial(*, notice: YearNotice, actor: Actor) -> Report:
    """What confirming a notice would move, if it were done now; nothing is written.

    Raises Refused `accounts.not_permitted`, ValueError if a year between is missing.
    """
    require(actor, Permission.CALENDAR_PUBLISH)
    old, new, today = load_calendar(), calendar_with(notice), clock.today()
    lines: list[MovedLine] = []
    firm = 0
    for application in _reaching(date(notice.year, 1, 1)):
        for case, each in _changes(application, old, new):
            if each.moved:
                lines.append(_moved(case, each.kind, each.was, each.became, each.lateness(today)))
            else:
                firm += each.firm
    return _report(lines, firm)


def _changes(
    application: Application, old: WorkingCalendar, new: WorkingCalendar
) -> Iterator[tuple[Case, Recounted]]:
    for case in application.cases.all():
        if case.ended_at is None:
            item = pinned(application).offer.part(case.part).item
            limits = limits_from(item.regime, case.promise_days, case.ordered_days)
            for each in recounted(happenings(case.events.all()), limits, old, new):
                yield case, each


def _moved(case: Case, kind: str, was: date, became: date, late: Lateness) -> MovedLine:
    department = case.department.short_name
    return MovedLine(case.id, case.number, case.name, department, kind, was, became, late)


def _reaching(first: date) -> Iterator[Application]:
    """Applications with limits that the notice may touch, with their cases and events."""
    with connection.cursor() as cursor:
        cursor.execute(REACHING, {"first": first})
        ids = sorted({row[0] for row in cursor.fetchall()})
    for start in range(0, len(ids), _AT_ONCE):
        yield from Application.objects.filter(
            id__in=ids[start : start + _AT_ONCE]
        ).prefetch_related(
            "cases__department",
            Prefetch("cases__events", queryset=CaseEvent.objects.order_by("seq")),
        )


def _report(lines: Iterable[MovedLine], firm: int) -> Report:
    found = sorted(lines, key=lambda e: (e.lateness is Lateness.SAME, e.became, e.number, e.clock))
    late = Counter(each.lateness for each in found)
    return Report(
        moved=len(found),
        firm=firm,
        cases=len({each.case_id for each in found}),
        becomes_late=late[Lateness.BECOMES],
        no_longer_late=late[Lateness.NO_LONGER],
        by_clock=tuple(sorted(Counter(each.clock for each in found).items())),
        lines=tuple(found[:SHOWN]),
    )


def recount_report(*, revision: int, actor: Actor) -> Report | None:
    """What a revision has moved so far; None for one that ordered nothing.

    Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CALENDAR_PUBLISH)
    run = Recount.objects.filter(revision=revision).first()
    if run is None:
        return None
    rows = RecountedLimit.objects.filter(recount=run)
    moved = rows.exclude(was=F("became"))
    late = dict(moved.values_list("lateness").annotate(n=Count("id")).order_by())
    listed = moved.select_related("case__department").order_by("-lateness", "became", "id")
    return Report(
        moved=moved.count(),
        firm=rows.filter(was=F("became")).count(),
        cases=moved.values("case_id").distinct().count(),
        becomes_late=late.get("becomes", 0),
        no_longer_late=late.get("no_longer", 0),
        by_clock=tuple(moved.values_list("clock").annotate(n=Count("id")).order_by("clock")),
        lines=tuple(
            _moved(each.case, each.clock, each.was, each.became, Lateness(each.lateness))
            for each in listed[:SHOWN]
        ),
        finished_at=run.finished_at,
        left=len(run.left),
    )
