"""The clocks of a case as a pure function of its events, the regime and the working calendar.

A limit of n days ends on the n-th counted day after the day of the event that started it
(行政许可法 art. 82: days are working days; the day of the event itself does not count). While a
clock is paused, no day counts that lies after the day of the pause up to and including the day of
the resumption. The explanation replays every day and says why it counted or not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from onevisit.cases.rules.lifecycle import (
    TABLE,
    WAITING_FOR_DRAWINGS,
    WAITING_FOR_MONEY,
    Action,
    CaseState,
    ClockKind,
    Effect,
)
from onevisit.kernel.calendar import DayKind, DayUnit, WorkingCalendar


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """What the clocks read of an event: what happened on which day (Asia/Shanghai).

    `limit_on` is the day named by the event itself: the expected end of a suspension, or the day by
    which deferred materials or mended drawings must come.
    """

    before: CaseState | None
    action: Action
    on: date
    limit_on: date | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits in force for one case, in days of `unit`; None = no such limit."""

    unit: DayUnit
    intake: int
    legal: int | None
    promised: int | None
    delivery: int
    correction: int = 30
    deems: bool = True
    """Whether silence past the intake limit is acceptance (行政许可法 art. 32)."""
    extension: int = 0
    """Days by which the legal limit may be extended once (行政许可法 art. 42)."""

    def of(self, kind: ClockKind) -> int | None:
        """The limit of that clock; suspension, deferral and mending have none, they name their
        day.
        """
        return {
            ClockKind.INTAKE: self.intake,
            ClockKind.CORRECTION: self.correction,
            ClockKind.LEGAL: self.legal,
            ClockKind.PROMISED: self.promised,
            ClockKind.DELIVERY: self.delivery,
        }.get(kind)


class Hold(StrEnum):
    """Why a clock stands still."""

    PROCEDURE = "procedure"  # 特别程序 (行政许可法 art. 45)
    FEE = "fee"  # the applicant has not paid what is asked for: the office can do nothing
    MENDING = "mending"  # the applicant mends drawings; told with everything that is to be changed


@dataclass(frozen=True, slots=True)
class Pause:
    """Days after `since` up to and including `until` do not count; `until` None = still paused.
    Pauses of a clock never overlap: where a second reason joins the first, one ends and the next
    begins, `holds` says for which reasons.
    """

    since: date
    until: date | None
    holds: tuple[Hold, ...] = (Hold.PROCEDURE,)

    def covers(self, day: date) -> bool:
        """Whether `day` is kept from counting by this pause."""
        return self.since < day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock as the events leave it. `limit` in days of `unit`, of which `extended` were added
    on `extended_on`; `stopped_on` None while it runs.
    """

    kind: ClockKind
    unit: DayUnit
    started_on: date
    limit: int | None
    pauses: tuple[Pause, ...] = ()
    stopped_on: date | None = None
    fixed_due: date | None = None
    extended: int = 0
    extended_on: date | None = None

    @property
    def paused(self) -> bool:
        """True while a pause is open and the clock was not stopped."""
        return self.stopped_on is None and any(p.until is None for p in self.pauses)


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock read on a day. `used` counted days so far; `left` may be negative when overdue.

    `due` is None for a clock without limit and for one that is paused with days left: nobody can
    know it.
    """

    clock: Clock
    used: int
    left: int | None
    due: date | None
    provisional: bool

    @property
    def overdue(self) -> bool:
        """True when more days have been used than the limit allows."""
        return self.left is not None and self.left < 0


def clocks(events: Sequence[ClockEvent], limits: Limits) -> dict[ClockKind, Clock]:
    """The clocks that `events`, in order, have started, paused and stopped."""
    running: dict[ClockKind, Clock] = {}
    for event in events:
        for kind, effect in TABLE[(event.before, event.action)].effects:
            if effect in (Effect.END, Effect.MOVE) and not _runs(running.get(kind)):
                continue
            running[kind] = _apply(running.get(kind), kind, effect, event, limits)
    return running


_NAMED_DAY = frozenset({ClockKind.SUSPENSION, ClockKind.DEFERRAL, ClockKind.MENDING})
"""Clocks whose last day stands in the event that starts them, or in one that moves it."""


def _runs(clock: Clock | None) -> bool:
    return clock is not None and clock.stopped_on is None


def _apply(
    clock: Clock | None, kind: ClockKind, effect: Effect, event: ClockEvent, limits: Limits
) -> Clock:
    if effect is Effect.START or clock is None:
        fixed = event.limit_on if kind in _NAMED_DAY else None
        return Clock(kind, limits.unit, event.on, limits.of(kind), fixed_due=fixed)
    if effect is Effect.MOVE:
        named = [day for day in (clock.fixed_due, event.limit_on) if day is not None]
        return replace(clock, fixed_due=max(named, default=None))
    if effect is Effect.EXTEND:
        return _extended(clock, event.on, limits.extension)
    held = _holds(clock.pauses, effect, event.action)
    stopped = event.on if effect in (Effect.STOP, Effect.END) else clock.stopped_on
    return replace(clock, pauses=_paused(clock.pauses, held, event.on), stopped_on=stopped)


def _holds(pauses: tuple[Pause, ...], effect: Effect, action: Action) -> tuple[Hold, ...]:
    """For which reasons the clock stands still from here on; a clock that stops is held by none."""
    if effect not in (Effect.PAUSE, Effect.RESUME):
        return ()
    reason = _REASONS.get(action, Hold.PROCEDURE)
    open_now = pauses[-1].holds if pauses and pauses[-1].until is None else ()
    others = tuple(each for each in open_now if each is not reason)
    return (*others, reason) if effect is Effect.PAUSE else others


_REASONS = {
    **dict.fromkeys(WAITING_FOR_MONEY, Hold.FEE),
    **dict.fromkeys(WAITING_FOR_DRAWINGS, Hold.MENDING),
}


def _paused(pauses: tuple[Pause, ...], holds: tuple[Hold, ...], on: date) -> tuple[Pause, ...]:
    """The open pause ends, and where something still holds the clock the next begins."""
    if pauses and pauses[-1].until is None:
        pauses = (*pauses[:-1], replace(pauses[-1], until=on))
    return (*pauses, Pause(on, None, holds)) if holds else pauses


def _extended(clock: Clock, on: date, days: int) -> Clock:
    """The clock with a longer limit; one without a limit has nothing to extend."""
    if clock.limit is None:
        return clock
    return replace(clock, limit=clock.limit + days, extended=clock.extended + days, extended_on=on)


def _span(calendar: WorkingCalendar, after: date, until: date, unit: DayUnit) -> int:
    """Counted days in (after, until], 0 when the span is empty."""
    return max(0, calendar.days_between(after, until, unit))


def used_days(clock: Clock, calendar: WorkingCalendar, on: date) -> int:
    """Days the clock has counted up to and including `on` (or the day it stopped, if earlier)."""
    end = on if clock.stopped_on is None else min(on, clock.stopped_on)
    counted = _span(calendar, clock.started_on, end, clock.unit)
    for pause in clock.pauses:
        until = end if pause.until is None else min(pause.until, end)
        counted -= _span(calendar, max(pause.since, clock.started_on), until, clock.unit)
    return counted


def due_day(clock: Clock, calendar: WorkingCalendar) -> tuple[date | None, bool]:
    """The day the limit ends and whether that is provisional; (None, False) if it cannot be known.

    A pause that began only after the limit had run out does not hide that it ran out.
    """
    if clock.fixed_due is not None:
        return clock.fixed_due, False
    if clock.limit is None:
        return None, False
    left, start = clock.limit, clock.started_on
    for pause in clock.pauses:
        before = _span(calendar, start, pause.since, clock.unit)
        if before >= left:
            break
        if pause.until is None:
            return None, False
        left -= before
        start = pause.until
    due = calendar.add_days(start, left, clock.unit).day
    return due, _is_provisional(clock, calendar, due)


def _is_provisional(clock: Clock, calendar: WorkingCalendar, due: date) -> bool:
    """Whether a day of an unpublished year was counted, in any stretch between the pauses."""
    if clock.unit is DayUnit.NATURAL or due == clock.started_on:
        return False
    return calendar.is_provisional(clock.started_on + timedelta(days=1)) or calendar.is_provisional(
        due
    )


def read(clock: Clock, calendar: WorkingCalendar, on: date) -> Reading:
    """The clock as it stands at the end of the day `on`."""
    used = used_days(clock, calendar, on)
    due, provisional = due_day(clock, calendar)
    left = None if clock.limit is None else clock.limit - used
    return Reading(clock, used, left, due, provisional)


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the explanation: `ordinal` is the running number of a counted day, else None.

    `why` is the calendar's reason; `hold` why the day did not count though it would have, None
    where nothing held the clock.
    """

    day: date
    counted: bool
    why: DayKind
    hold: Hold | None
    ordinal: int | None
    name: str

    @property
    def paused(self) -> bool:
        """Whether the day would have counted but for a pause."""
        return self.hold is not None


def explain(clock: Clock, calendar: WorkingCalendar, until: date) -> tuple[DayLine, ...]:
    """Every day from the start of the clock to `until` (or its stop), counted or not, and why.

    The number of counted lines equals `used_days(clock, calendar, until)`.
    """
    end = until if clock.stopped_on is None else min(until, clock.stopped_on)
    lines, ordinal = [], 0
    for note in calendar.explain(clock.started_on, end, clock.unit):
        hold = _hold_on(clock, note.day) if note.counted else None
        counted = note.counted and hold is None
        ordinal += counted
        lines.append(
            DayLine(note.day, counted, note.why, hold, ordinal if counted else None, note.name)
        )
    return tuple(lines)


def waits_for_money(actions: Iterable[Action]) -> bool:
    """Whether the last that was heard of money is that it is waited for."""
    return _last_of(actions, WAITING_FOR_MONEY) is Action.FEE_ASKED


def waits_for_drawings(actions: Iterable[Action]) -> bool:
    """Whether the last that was heard of mended drawings is that they are waited for."""
    return _last_of(actions, WAITING_FOR_DRAWINGS) is Action.MEND_ASKED


def _last_of(actions: Iterable[Action], some: frozenset[Action]) -> Action | None:
    return next((each for each in reversed(list(actions)) if each in some), None)


def _hold_on(clock: Clock, day: date) -> Hold | None:
    """The first reason for which the clock stood still on a day."""
    return next((pause.holds[0] for pause in clock.pauses if pause.covers(day)), None)
