"""催办: from which day a limit that runs is said to be near.

How many working days before is dated configuration, not law: the rule whose day has come last
counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onevisit.kernel.calendar import WorkingCalendar


class ReminderKind(StrEnum):
    """Which limit is near."""

    DEFERRAL = "deferral"  # what may follow has not come
    CORRECTION = "correction"  # what a notice told is not mended
    MENDING = "mending"  # drawings that are reviewed are not mended
    MENDING_DAY = "mending_day"  # the same on the last day
    CHECK = "check"  # an office has not checked a commitment
    VISIT = "visit"  # officers come to the premises the next day
    PUT_RIGHT = "put_right"  # a commitment that was not kept is to be put right


@dataclass(frozen=True, slots=True)
class RemindRule:
    """From the day `since` on, who must act is reminded `days` working days before the limit."""

    since: date
    days: int


def days_on(rules: Iterable[RemindRule], day: date) -> int | None:
    """How many working days before; None before the first rule: nobody is reminded."""
    held = [rule for rule in rules if rule.since <= day]
    return max(held, key=lambda rule: rule.since).days if held else None


def horizon(calendar: WorkingCalendar, today: date, days: int) -> date:
    """The last limit that is near today."""
    return calendar.add_working_days(today, days).day


def is_near(due: date, today: date, until: date) -> bool:
    """Whether a limit is near, and not over yet; `until` is today's horizon."""
    return today <= due <= until
