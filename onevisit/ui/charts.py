"""Bars over working days, lines over weeks, spans against promise and law: drawn as plain SVG."""

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


_SMALL = (0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)
_STEPS = (*_SMALL, *(n * 10**zeros for zeros in range(3, 7) for n in (2, 5, 10)))
_MOST_LINES = 5
WIDE, SLIM = 560, 335
"""Widths at which charts are drawn, so that their text never shrinks on a phone."""


@dataclass(frozen=True)
class Point:
    """One point of a line: ``value`` None leaves a gap, ``few`` draws it hollow."""

    label: str
    value: float | None
    text: str
    few: bool = False


@dataclass(frozen=True)
class Mark:
    """A place on a drawing and what is written there."""

    x: float
    y: float
    text: str = ""
    kind: str = ""


@dataclass(frozen=True)
class DrawnLine:
    """A line ready to be drawn: grid, marks below, stretches without a gap, dots, the last."""

    width: int
    height: int
    left: float
    right: float
    grid: list[Mark]
    below: list[Mark]
    stretches: list[str]
    areas: list[str]
    dots: list[Mark]
    end: Mark | None


def scale(highest: float) -> tuple[float, float]:
    """The top of an axis from 0 that holds ``highest``, and the step between its lines."""
    step = next((each for each in _STEPS if highest <= each * _MOST_LINES), _STEPS[-1])
    lines = max(1, -(-int(highest * 1000) // int(step * 1000)))
    return lines * step, step


def draw_line(points: Sequence[Point], width: int = WIDE) -> DrawnLine:
    """A line over points in even steps, from 0 up."""
    height, left, right, top, foot = 230, 44.0, width - 64.0, 14.0, 202.0
    values = [point.value for point in points if point.value is not None]
    highest, step = scale(max(values, default=0) or 1)
    gap = (right - left) / max(len(points) - 1, 1)

    def place(index: int, value: float) -> tuple[float, float]:
        return round(left + gap * index, 1), round(foot - (foot - top) * value / highest, 1)

    lines = round(highest / step)
    grid = [Mark(left - 8, place(0, n * step)[1], f"{n * step:g}") for n in range(lines + 1)]
    every = max(1, -(-len(points) // (6 if width == WIDE else 4)))
    below = [
        Mark(place(n, 0)[0], foot + 21, point.label)
        for n, point in enumerate(points)
        if (len(points) - 1 - n) % every == 0
    ]
    dots = [
        Mark(*place(n, p.value), p.text, "few" if p.few else "")
        for n, p in enumerate(points)
        if p.value is not None
    ]
    runs = _runs(points)
    stretches = [" ".join(f"{x},{y}" for x, y in (place(*at) for at in run)) for run in runs]
    areas = [
        f"{place(run[0][0], 0)[0]},{foot} {line} {place(run[-1][0], 0)[0]},{foot}"
        for run, line in zip(runs, stretches, strict=True)
    ]
    end = dots[-1] if dots else None
    return DrawnLine(width, height, left, right, grid, below, stretches, areas, dots, end)


def _runs(points: Sequence[Point]) -> list[list[tuple[int, float]]]:
    """Index and value of the points that follow one another without a gap."""
    runs: list[list[tuple[int, float]]] = [[]]
    for index, point in enumerate(points):
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append((index, point.value))
    return [run for run in runs if len(run) > 1]


@dataclass(frozen=True)
class Span:
    """What took how long, against its promise and the law, all in the same unit."""

    label: str
    actual: float
    promise: float | None
    legal: float | None
    text: str

    @property
    def late(self) -> bool:
        """Longer than promised."""
        return self.promise is not None and self.actual > self.promise


@dataclass(frozen=True)
class DrawnSpan:
    """A span with its places on the axis."""

    span: Span
    y: float
    actual: float
    promise: float | None
    legal: float | None
    far: float


@dataclass(frozen=True)
class DrawnSpans:
    """Spans below one another on one axis."""

    width: int
    height: int
    grid: list[Mark]
    rows: list[DrawnSpan]


def draw_spans(spans: Sequence[Span], width: int = WIDE) -> DrawnSpans:
    """Actual, promised and legal time of several things on one axis."""
    left, right = (170.0, width - 58.0) if width == WIDE else (118.0, width - 54.0)
    values = [v for s in spans for v in (s.actual, s.promise, s.legal) if v is not None]
    highest, step = scale(max(values, default=0) or 1)

    def place(value: float) -> float:
        return round(left + (right - left) * value / highest, 1)

    def placed(value: float | None) -> float | None:
        return None if value is None else place(value)

    lines = round(highest / step)
    rows = [
        DrawnSpan(
            span,
            43.0 + 34 * n,
            place(span.actual),
            placed(span.promise),
            placed(span.legal),
            place(max(v for v in (span.actual, span.promise, span.legal) if v is not None)),
        )
        for n, span in enumerate(spans)
    ]
    grid = [Mark(place(n * step), 12, f"{n * step:g}") for n in range(lines + 1)]
    return DrawnSpans(width, 34 * len(spans) + 32, grid, rows)
