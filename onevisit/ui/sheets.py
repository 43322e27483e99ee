"""Printed sheets: a title beside a QR code and blocks of words below one another, as PDF/A.

A page of any room says what stands on the sheet; how it looks is settled once, in
`print/sheet.typ`. Tagged throughout (PDF/UA), so that it is read aloud in order.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.utils.translation import get_language, gettext

from onevisit.ui import typesetting

GETA: Final = "〓"
"""What printers set for a character they do not have."""

_MOST_MISSING: Final = 12
_TEMPLATE: Final = Path(__file__).with_name("print") / "sheet.typ"


@dataclass(frozen=True)
class Heading:
    """A heading; level 2 for a section, 3 inside one."""

    text: str
    level: int = 2
    kind: str = "heading"


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    quiet: bool = False
    kind: str = "text"


@dataclass(frozen=True)
class Line:
    """What is said under one label."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """Labels and what is said under each."""

    rows: tuple[Line, ...]
    narrow: bool = False
    kind: str = "rows"


@dataclass(frozen=True)
class Listed:
    """Points below one another."""

    items: tuple[str, ...]
    kind: str = "list"


@dataclass(frozen=True)
class TickPaper:
    """A paper to lay ready, with a box to tick."""

    name: str
    note: str = ""
    tag: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Papers:
    """Papers to lay ready."""

    papers: tuple[TickPaper, ...]
    kind: str = "papers"


@dataclass(frozen=True)
class Spared:
    """What is seen to already, in two columns."""

    items: tuple[TickPaper, ...]
    kind: str = "spared"


@dataclass(frozen=True)
class Table:
    """A table; `widths` are shares of the sheet."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    kind: str = "table"


@dataclass(frozen=True)
class Sum:
    """One figure: before (maybe nothing), after, unit."""

    label: str
    before: str
    after: str
    unit: str


@dataclass(frozen=True)
class Sums:
    """Figures in a row."""

    sums: tuple[Sum, ...]
    kind: str = "sums"


@dataclass(frozen=True)
class Note:
    """A few words on a coloured ground; `tone` "wait" asks for attention."""

    text: str
    tone: str = ""
    kind: str = "note"


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG, its size in its own units (pixels), with what it shows in words."""

    svg: str
    alt: str
    width: float
    height: float
    kind: str = "picture"


@dataclass(frozen=True)
class Choice:
    """One option of a field, chosen or not."""

    label: str
    on: bool = False


@dataclass(frozen=True)
class Blank:
    """One field of a form: to be filled in by hand, or filled in with `value`."""

    label: str
    note: str = ""
    value: str = ""
    unit: str = ""
    required: bool = True
    tall: bool = False
    options: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Fields:
    """Fields of a form below one another."""

    fields: tuple[Blank, ...]
    kind: str = "fields"


@dataclass(frozen=True)
class Signature:
    """Where one signs."""

    text: str
    kind: str = "signature"


Block = (
    Heading
    | Text
    | Rows
    | Listed
    | Papers
    | Spared
    | Table
    | Sums
    | Note
    | Picture
    | Fields
    | Signature
)


@dataclass(frozen=True)
class Sheet:
    """A document: `office` stands in the head, `what` it is beside it, `foot` at the bottom.

    `address` becomes the QR code beside the title; empty for none. `mark` lies across the page.
    """

    title: str
    office: str
    what: str
    foot: str
    blocks: Sequence[Block]
    dated: date
    subtitle: str = ""
    address: str = ""
    address_note: str = ""
    mark: str = ""
    language: str = field(default_factory=lambda: (get_language() or "zh")[:2])

    @property
    def digest(self) -> str:
        """Names the sheet: equal for equal ones."""
        return sha256(_drawn(self).encode()).hexdigest()


def print_sheet(sheet: Sheet, *, keep: bool = True) -> bytes:
    """The sheet as PDF/A-2a and PDF/UA-1; the same sheet gives the same bytes.

    The newest are kept in memory, unless `keep` is False (it says something of a person). Raises
    typesetting.Unprintable where more than a dozen kinds of characters are not in the font.
    """
    return (_kept if keep else _set)(_drawn(sheet), sheet.dated)


def _drawn(sheet: Sheet) -> str:
    return json.dumps(_facts(sheet), ensure_ascii=False)


def _set(drawn: str, dated: date) -> bytes:
    text = drawn
    for _turn in range(_MOST_MISSING):
        try:
            return _once(text, dated)
        except typesetting.Unprintable as missing:
            # A guide with a geta mark is of more use than none; letters are stricter.
            text = text.translate(dict.fromkeys(map(ord, missing.characters), GETA))
    return _once(text, dated)


def _once(drawn: str, dated: date) -> bytes:
    return typesetting.typeset(
        _TEMPLATE, {"sheet": drawn}, dated=dated, standards=typesetting.ACCESSIBLE
    )


_kept = lru_cache(maxsize=64)(_set)


def _facts(sheet: Sheet) -> object:
    return typesetting.without_controls(
        {
            "title": sheet.title,
            "subtitle": sheet.subtitle,
            "office": sheet.office,
            "kind": sheet.what,
            "foot": sheet.foot,
            "lang": sheet.language,
            "mark": sheet.mark,
            "dated": sheet.dated.isoformat(),
            "qr": typesetting.qr(sheet.address) if sheet.address else "",
            "qr_note": sheet.address_note,
            "pages": gettext("第 {n} 页，共 {all} 页"),
            "blocks": [asdict(each) for each in sheet.blocks],
        }
    )
