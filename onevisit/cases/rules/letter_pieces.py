"""Lists, tables and dates of letters, as pieces that are printed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from onevisit.cases.rules.composing import Piece
from onevisit.cases.rules.letter_forms import LetterForm

Facts = Mapping[str, Any]
Say = Callable[[LetterForm, Facts], "str | list[Piece]"]
"""What a placeholder says, from the facts of a letter."""


def day_words(iso: str) -> str:
    """2026-11-18 as a letter writes it."""
    if not iso:
        return ""
    day = date.fromisoformat(iso)
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def heading(words: str) -> Piece:
    """One that stands even over nothing."""
    return {**piece("heading", words), "own": True}


def piece(kind: str, words: str) -> Piece:
    """Some words in one way."""
    return {"is": kind, "runs": [{"t": words, "strong": False}]}


def listed(texts: Sequence[str]) -> list[Piece]:
    """One below the other, numbered where there are several."""
    return [{"is": "listed", "texts": list(texts)}] if texts else []


def numbered(rows: list[list[Any]]) -> list[list[Any]]:
    """With the number of each in front."""
    return [[str(n), *row] for n, row in enumerate(rows, start=1)]


def table(columns: Sequence[str], head: Sequence[str], rows: list[list[Any]]) -> list[Piece]:
    """Columns by width; nothing where there are no rows."""
    table = {"is": "table", "columns": list(columns), "head": list(head), "rows": rows}
    return [table] if rows else []
