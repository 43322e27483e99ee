"""A letter's text with its placeholders filled: pieces that are printed one below the other.

Every word goes on as a word: nothing that was typed, and nothing that fills a placeholder, is ever
read as code of the typesetter.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from onevisit.cases.rules.letter_check import PLACEHOLDER
from onevisit.cases.rules.letter_forms import BLOCKS, SHAPES, STRONG, LetterForm, LetterText

Piece = dict[str, Any]
"""`is`: heading, line, note, label, small, listed or table; words in `runs`, `texts`, `rows`."""
Values = Mapping[str, "str | list[Piece]"]

_NOTE: Final = "※"


def composed(form: LetterForm, text: LetterText, values: Values) -> dict[str, Any]:
    """The title, and the pieces of each other section. A line is left out when a placeholder that
    fades, or a list, has nothing to say; so is a heading with nothing below it.
    """
    fades = SHAPES[form].fades
    found: dict[str, Any] = {
        section: list(_headed(_pieces(words, values, fades)))
        for section, words in text.sections.items()
        if section != "title"
    }
    found["title"] = "".join(run["t"] for run in _runs(text.title, values))
    return found


def _pieces(words: str, values: Values, fades: frozenset[str]) -> Iterator[Piece]:
    for line in filter(None, words.split("\n")):
        names = PLACEHOLDER.findall(line)
        if any(not values[name] for name in names if name in fades):
            continue
        block = values[names[0]] if names and names[0] in BLOCKS else None
        if isinstance(block, list):
            yield from block
        else:
            yield _line(line, values)


def _line(line: str, values: Values) -> Piece:
    if line.startswith("【") and line.endswith("】"):
        return {"is": "heading", "runs": _runs(line[1:-1], values)}
    if line.startswith(_NOTE):
        return {"is": "note", "runs": _runs(line.removeprefix(_NOTE), values)}
    return {"is": "line", "runs": _runs(line, values)}


def _runs(words: str, values: Values) -> list[Piece]:
    """The words in order; every second part of the split is the name of a placeholder."""
    runs = []
    for n, part in enumerate(PLACEHOLDER.split(words)):
        said = str(values[part]) if n % 2 else part
        if said:
            runs.append({"t": said, "strong": bool(n % 2) and part in STRONG})
    return runs


def _headed(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Without headings that stand over nothing."""
    waiting: Piece | None = None
    for piece in pieces:
        if piece["is"] == "heading" and not piece.get("own"):
            waiting = piece
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        yield piece
