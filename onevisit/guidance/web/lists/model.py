"""What every public list gives: lines for a page, rows for a spreadsheet."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.functional import Promise

from onevisit.kernel.sheets import Cell

Text = str | Promise
PAGE = 30


@dataclass(frozen=True)
class Wanted:
    """Which part of a list: words in the name, one department, and after which code."""

    words: str = ""
    department_id: UUID | None = None
    after: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a page: `key` is where the next page goes on."""

    key: str
    name: str
    url: str
    notes: list[str] = field(default_factory=list)
    figure: str = ""
    under: str = ""
    good: bool = False


Names = Mapping[UUID, str]


@dataclass(frozen=True)
class Kind:
    """One list. `lines` gives one more than a page where the list goes on; `rows` the whole."""

    slug: str
    name: Text
    about: Text
    note: Text
    departments: Callable[[], Mapping[UUID, int]]
    lines: Callable[[Wanted, Names], list[Line]]
    heads: Callable[[], list[str]]
    rows: Callable[[Wanted, Names], Iterator[Sequence[Cell]]]
