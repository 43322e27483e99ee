"""Boxes that wait for one another, laid out in levels and drawn as plain SVG.

Down the page where little happens side by side, so that it fits a phone; to the right where much
does, and in rows where that would be wider than the page. Every line of text is broken here: SVG
does not wrap.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

TITLE, NOTE = 15.0, 12.5
"""Sizes of the text in pixels."""

_LINE = 1.35
_PAD = 11.0
_GAP, _APART = 34.0, 14.0
_MOST_ABREAST = 2


@dataclass(frozen=True)
class Node:
    """One box: a title, lines below it, what it comes after. `tone` is "you", "come" or "office";
    `strong` draws a heavy border, `dashed` one that says it may fall away.
    """

    key: str
    title: str
    notes: tuple[str, ...]
    after: tuple[str, ...]
    level: int
    tone: str = "office"
    strong: bool = False
    dashed: bool = False
    waits: str = ""
    """After what, in words: said where lines between boxes do not show it."""


@dataclass(frozen=True)
class Words:
    """One line of text at its place."""

    x: float
    y: float
    text: str
    title: bool


@dataclass(frozen=True)
class Drawn:
    """A box at its place."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    words: tuple[Words, ...]


@dataclass(frozen=True)
class Flowchart:
    """Boxes and the lines between them (SVG paths), on a sheet of this size."""

    width: float
    height: float
    boxes: tuple[Drawn, ...]
    lines: tuple[str, ...]


def draw_flow(nodes: Sequence[Node]) -> Flowchart:
    """The drawing of `nodes`; every `after` names one of them, on a lower level."""
    columns: dict[int, list[str]] = {}
    by_key = {node.key: node for node in nodes}
    chains = _chains(by_key)
    for node in nodes:
        columns.setdefault(node.level, []).append(node.key)
    for bends in chains.values():
        for level, bend in bends:
            columns[level].append(bend)
    abreast = max((len(each) for each in columns.values()), default=1)
    down = abreast <= _MOST_ABREAST
    width = {1: 300.0, 2: 210.0}.get(abreast, 156.0) if down else 156.0
    return _Layout(by_key, columns, chains, down, width).drawing()


_SPINE, _INDENT = 9.0, 26.0
SLIM, BROAD = 300.0, 640.0
"""Widths of a sheet for a phone and for the column of a page."""


def draw_stack(nodes: Sequence[Node], *, sheet: float = SLIM, abreast: int = 1) -> Flowchart:
    """The same on a sheet of this width: level under level on one line, what is done side by side
    close together, at most `abreast` boxes in a row. Each box says in words what it comes after.
    """
    room = sheet - _INDENT - 2
    boxes: list[Drawn] = []
    ticks: list[str] = []
    spots: list[float] = []
    y = 2.0
    for row, begins, wide in _rows(nodes, abreast):
        y += _APART if boxes and begins else 0.0
        width = (room - 8 * (wide - 1)) / wide
        said = [replace(node, notes=(*node.notes, *filter(None, [node.waits]))) for node in row]
        lines = [_texts(node, width) for node in said]
        height = max(map(_height, lines))
        for at, node in enumerate(row):
            boxes.append(_placed(node, _INDENT + at * (width + 8), y, width, height, lines[at]))
        spots.append(y + height / 2)
        ticks.append(f"M{_SPINE} {_short(spots[-1])}H{_INDENT}")
        y += height + 8
    if len(spots) > 1:
        ticks.append(f"M{_SPINE} {_short(spots[0])}V{_short(spots[-1])}")
    return Flowchart(sheet, _short(y - 6), tuple(boxes), tuple(ticks))


def _rows(nodes: Sequence[Node], abreast: int) -> Iterator[tuple[list[Node], bool, int]]:
    """The boxes row by row, whether a level begins, and how many columns the level has."""
    for _level, found in groupby(sorted(nodes, key=lambda n: n.level), key=lambda n: n.level):
        level = list(found)
        wide = min(abreast, len(level))
        for at in range(0, len(level), wide):
            yield level[at : at + wide], at == 0, wide


def _placed(
    node: Node, x: float, y: float, width: float, height: float, lines: Sequence[tuple[str, bool]]
) -> Drawn:
    """A box with its text in the middle."""
    words, at = [], y + (height - _height(lines)) / 2 + _PAD
    for text, is_title in lines:
        size = TITLE if is_title else NOTE
        words.append(Words(_short(x + width / 2), _short(at + size), text, is_title))
        at += size * _LINE
    return Drawn(node, _short(x), _short(y), _short(width), _short(height), tuple(words))


Chains = dict[tuple[str, str], list[tuple[int, str]]]


def _chains(nodes: Mapping[str, Node]) -> Chains:
    """For each line, the places it passes on the levels between its ends."""
    return {
        (before, node.key): [
            (level, f"{before}>{node.key}@{level}")
            for level in range(nodes[before].level + 1, node.level)
        ]
        for node in nodes.values()
        for before in node.after
    }


class _Layout:
    """Places of boxes and bends; "along" is the way the process goes, "across" the other."""

    def __init__(
        self,
        nodes: Mapping[str, Node],
        columns: Mapping[int, list[str]],
        chains: Chains,
        down: bool,
        width: float,
    ) -> None:
        self.nodes, self.columns, self.chains = nodes, columns, chains
        self.down, self.width = down, width
        self.texts = {key: _texts(node, width) for key, node in nodes.items()}
        self.heights = {key: _height(lines) for key, lines in self.texts.items()}
        self.spots: dict[str, tuple[float, float, float, float]] = {}

    def drawing(self) -> Flowchart:
        """Everything in its place."""
        widest = max((self._breadth(keys) for keys in self.columns.values()), default=0.0)
        along = 2.0
        for level in sorted(self.columns):
            keys = self.columns[level]
            depth = max((self._depth(key) for key in keys), default=0.0)
            # Down the page in the middle; to the right from the top, where a phone begins.
            across = 2.0 + ((widest - self._breadth(keys)) / 2 if self.down else 0.0)
            for key in keys:
                self._put(key, along, across, depth)
                across += self._extent(key) + _APART
            along += depth + _GAP
        length, breadth = along - _GAP + 2, widest + 4
        size = (breadth, length) if self.down else (length, breadth)
        boxes = tuple(self._box(key) for key in self.nodes)
        lines = tuple(self._line(*ends) for ends in self.chains)
        return Flowchart(round(size[0], 1), round(size[1], 1), boxes, lines)

    def _extent(self, key: str) -> float:
        if key not in self.nodes:
            return 10.0
        return self.width if self.down else self.heights[key]

    def _depth(self, key: str) -> float:
        if key not in self.nodes:
            return 0.0
        return self.heights[key] if self.down else self.width

    def _breadth(self, keys: Sequence[str]) -> float:
        return sum(self._extent(key) for key in keys) + _APART * (len(keys) - 1)

    def _put(self, key: str, along: float, across: float, depth: float) -> None:
        extent = self._extent(key)
        # Boxes of one level are equally deep, so that the lines out of them begin together.
        x, y = (across, along) if self.down else (along, across)
        w, h = (extent, depth) if self.down else (depth, extent)
        self.spots[key] = (x, y, w, h)

    def _box(self, key: str) -> Drawn:
        return _placed(self.nodes[key], *self.spots[key], self.texts[key])

    def _line(self, start: str, end: str) -> str:
        """A line of right angles from box to box, through its bends."""
        stops = [start, *(bend for _level, bend in self.chains[start, end]), end]
        path = ""
        for before, after in pairwise(stops):
            (x1, y1), (x2, y2) = self._foot(before), self._head(after)
            path += f"M{_short(x1)} {_short(y1)}" if not path else f"L{_short(x1)} {_short(y1)}"
            if self.down:
                middle = y2 - _GAP / 2
                path += f"V{_short(middle)}H{_short(x2)}V{_short(y2)}"
            else:
                middle = x2 - _GAP / 2
                path += f"H{_short(middle)}V{_short(y2)}H{_short(x2)}"
        return path + self._tip(*self._head(end))

    def _tip(self, x: float, y: float) -> str:
        """The two strokes of an arrow head."""
        back = [(-4, -5), (4, -5)] if self.down else [(-5, -4), (-5, 4)]
        (x1, y1), (x2, y2) = ((_short(x + dx), _short(y + dy)) for dx, dy in back)
        return f"M{x1} {y1}L{_short(x)} {_short(y)}L{x2} {y2}"

    def _foot(self, key: str) -> tuple[float, float]:
        x, y, w, h = self.spots[key]
        return (x + w / 2, y + h) if self.down else (x + w, y + h / 2)

    def _head(self, key: str) -> tuple[float, float]:
        x, y, w, h = self.spots[key]
        return (x + w / 2, y) if self.down else (x, y + h / 2)


def _short(number: float) -> float:
    return round(number, 1)


def _texts(node: Node, width: float) -> list[tuple[str, bool]]:
    room = width - 2 * _PAD
    title = [(line, True) for line in wrapped(node.title, room / TITLE)]
    notes = [(line, False) for note in node.notes for line in wrapped(note, room / NOTE)]
    return [*title, *notes]


def _height(lines: Sequence[tuple[str, bool]]) -> float:
    return 2 * _PAD + sum((TITLE if title else NOTE) * _LINE for _text, title in lines)


def wrapped(text: str, room: float) -> list[str]:
    """The text in lines of at most `room` em; words of Latin letters stay whole where they fit."""
    lines, line, used = [], "", 0.0
    for piece in _pieces(text):
        size = _ems(piece)
        if used and used + size > room:
            lines.append(line.strip())
            line, used = "", 0.0
        line, used = line + (piece if line else piece.lstrip()), used + size
    lines.append(line.strip())
    return [each for each in lines if each]


_CLOSING = "，。：；！？、）》”…"


def _pieces(text: str) -> list[str]:
    """Where a line may break: around Han characters, after blanks, never before a closing mark."""
    pieces: list[str] = []
    joins = False
    for each in text:
        wide = _em(each) == 1.0
        if pieces and (each in _CLOSING or each == " " or (not wide and joins)):
            pieces[-1] += each
        else:
            pieces.append(each)
        joins = not wide and each != " "
    return pieces


def _ems(text: str) -> float:
    return sum(_em(each) for each in text)


def _em(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.56
