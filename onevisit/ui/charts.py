"""Bars over working days: who works when, and what decides the end."""

from collections.abc import Sequence
from dataclasses import dataclass

_DOT_PERCENT = 5.0


@dataclass(frozen=True)
class Bar:
    """One piece of work: ``start`` and ``days`` in working days from the submission.

    ``text`` is what the row says at its end (``5 个工作日``), ``note`` who does it. ``critical``
    marks work that any delay of would delay the whole.
    """

    label: str
    note: str
    start: int
    days: int
    text: str
    critical: bool = False


@dataclass(frozen=True)
class DrawnBar:
    """A bar with its place in per cent of the whole."""

    bar: Bar
    x: str
    width: str
    kind: str


def draw(bars: Sequence[Bar]) -> list[DrawnBar]:
    """Where each bar lies; work done at once is a dot, and nothing sticks out on the right."""
    end = max((bar.start + bar.days for bar in bars), default=0) or 1
    return [_drawn(bar, end) for bar in bars]


def _drawn(bar: Bar, end: int) -> DrawnBar:
    width = max(100 * bar.days / end, _DOT_PERCENT)
    x = min(100 * bar.start / end, 100 - width)
    kind = "zero" if bar.days == 0 else "crit" if bar.critical else ""
    return DrawnBar(bar, f"{x:.2f}%", f"{width:.2f}%", kind)
