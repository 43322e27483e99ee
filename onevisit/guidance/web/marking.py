"""Which pieces of a name match what was typed, for the eye."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A run of characters, marked or not."""

    text: str
    marked: bool


def marked(name: str, typed: str) -> list[Piece]:
    """`name` cut where it shares runs of at least two characters (or the one typed) with `typed`.

    The longest run from the left wins. Blanks and width don't matter; pinyin marks nothing.
    """
    wanted = [_folded(word) for word in typed.split()]
    folded = _folded(name)
    if len(folded) != len(name) or not any(wanted):
        return [Piece(name, marked=False)]
    least = min(2, max(map(len, wanted)))
    pieces: list[Piece] = []
    place = plain = 0
    while place < len(name):
        length = _longest(folded, place, wanted)
        if length < least:
            place += 1
            continue
        if plain < place:
            pieces.append(Piece(name[plain:place], marked=False))
        pieces.append(Piece(name[place : place + length], marked=True))
        place = plain = place + length
    if plain < len(name):
        pieces.append(Piece(name[plain:], marked=False))
    return pieces


def _longest(text: str, start: int, wanted: list[str]) -> int:
    """How many characters from `start` stand together in some word."""
    length = 0
    while start + length < len(text) and any(
        text[start : start + length + 1] in word for word in wanted
    ):
        length += 1
    return length


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
