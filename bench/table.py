"""One table of what was measured: figure, what it is held against, and whether that is kept."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

HEAD = ("what", "figure", "held against", "ratio", "verdict")


@dataclass(frozen=True, slots=True)
class Row:
    """One line; `verdict` is "within", "NOT within" or "no limit set"."""

    what: str
    figure: str
    against: str
    ratio: str
    verdict: str = "no limit set"


@dataclass(frozen=True, slots=True)
class Report:
    """What a scenario found: lines of the table, and remarks to read below it."""

    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()


def verdict(took: float, limit: float) -> str:
    """Whether a figure keeps its limit."""
    return "within" if took <= limit else "NOT within"


def lines(rows: Iterable[Row]) -> list[str]:
    """The table as Markdown whose columns also stand straight in a terminal."""
    cells = [HEAD, *((r.what, r.figure, r.against, r.ratio, r.verdict) for r in rows)]
    widths = [max(_width(row[n]) for row in cells) for n in range(len(HEAD))]
    drawn = [_line(row, widths) for row in cells]
    return [drawn[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *drawn[1:]]


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    padded = (text + " " * (w - _width(text)) for text, w in zip(row, widths, strict=True))
    return "| " + " | ".join(padded) + " |"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
