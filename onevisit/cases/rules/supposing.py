"""What if: a clock as it would stand if something happened that has not. Pure, nothing is written.

What is supposed is put behind the events as the table would write it, so that a thing that then
really happens gives exactly the clock that was shown: the rules are the same, only the story is
longer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from onevisit.cases.errors import extended_before
from onevisit.cases.errors.calendar import supposed_backwards, supposed_far
from onevisit.cases.rules.clocks import Limits
from onevisit.cases.rules.extension import extension_action
from onevisit.cases.rules.fold import Happening, fold
from onevisit.cases.rules.lifecycle import EXTENDING, Action
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.clock import SHANGHAI, local_date

FARTHEST = timedelta(days=3 * 366)
"""What is supposed lies within three years."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is supposed; each part may be left out.

    The case is paused from one day until another (until None: it stays paused; from None: what is
    paused goes on). A correction is asked for and comes. `extended` days are granted on `today`.
    Days `off` become free, days `worked` are worked.
    """

    paused_from: date | None = None
    paused_until: date | None = None
    asked_on: date | None = None
    answered_on: date | None = None
    extended: int = 0
    off: tuple[date, ...] = ()
    worked: tuple[date, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nothing is supposed at all."""
        return self == Supposed()

    @property
    def days(self) -> tuple[date, ...]:
        """Every day that is named."""
        told = (self.paused_from, self.paused_until, self.asked_on, self.answered_on)
        return (*(day for day in told if day is not None), *self.off, *self.worked)


def supposed_story(
    story: Sequence[Happening],
    limits: Limits,
    calendar: WorkingCalendar,
    supposed: Supposed,
    today: date,
) -> tuple[list[Happening], Limits]:
    """The events with what is supposed behind them, and the limits with the extension.

    Raises Invalid `cases.supposed_backwards` for days in the wrong order or before the last event,
    `cases.supposed_far`; Conflict `cases.extended_before`, `cases.not_possible_now` where the
    state of the case does not allow what is supposed (found when the clocks are read).
    """
    if any(abs(day - today) > FARTHEST for day in supposed.days):
        raise supposed_far()
    last = local_date(story[-1].effective_at)
    for first, then in (
        (supposed.paused_from, supposed.paused_until),
        (supposed.asked_on, supposed.answered_on),
    ):
        if (first or then or last) < last or (first and then and then < first):
            raise supposed_backwards()
    steps = sorted(_steps(story, limits, calendar, supposed, today), key=lambda step: step[0])
    longer = list(story)
    for day, action in steps:
        at = datetime.combine(day, time(12), SHANGHAI)
        longer.append(Happening(len(longer) + 1, action, max(at, longer[-1].effective_at)))
    if supposed.extended:
        limits = replace(limits, extension=supposed.extended)
    return longer, limits


def _steps(
    story: Sequence[Happening],
    limits: Limits,
    calendar: WorkingCalendar,
    supposed: Supposed,
    today: date,
) -> Iterator[tuple[date, Action]]:
    for day, action in (
        (supposed.paused_from, Action.SUSPEND),
        (supposed.paused_until, Action.RESUME),
        (supposed.asked_on, Action.REQUEST_CORRECTION),
        (supposed.answered_on, Action.CORRECT),
    ):
        if day is not None:
            yield day, action
    if supposed.extended:
        if any(each.action in EXTENDING for each in story):
            raise extended_before()
        yield today, extension_action(fold(story, limits, calendar).promised_due, today)
