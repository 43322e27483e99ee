"""Single cells: how a value of a definition is written into a column and read back.

A text is kept exactly as it stands, blanks and all, but for the marks of web pages, which neither
go out nor come in: what is written is what comes back. What a
codec cannot read it refuses with `Unreadable`; the row goes on without that cell.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from onevisit.catalogue.rules.exchange.markup import plain
from onevisit.catalogue.rules.exchange.profiles import Profile

LONGEST_TEXT = 200_000
_YES = frozenset({"1", "是", "y", "Y", "yes", "true", "True", "支持", "收费"})
_NO = frozenset({"0", "否", "n", "N", "no", "false", "False", "不支持", "不收费"})
_DATE = re.compile(
    r"(\d{4})(?:(\d{2})(\d{2})|([-/.年])(\d{1,2})(?:\4|月)(\d{1,2})日?)(?:[ T].*)?", re.ASCII
)
_SERIAL = re.compile(r"[34567]\d{4}", re.ASCII)
_SERIAL_FROM = date(1899, 12, 30)
"""A spreadsheet shows a day as its number where the cell was not told that it is one."""
_NUMBER = re.compile(
    r"(\d{1,8})(?:\.0*)? *(?:次|份|天|日|工作日|自然日|个工作日|个自然日)?", re.ASCII
)
_NOTHING = frozenset({"", "无", "-", "—", "/"})
_NOTHING_NAMED = _NOTHING - {""} | {"没有", "暂无", "不需要", "无需", "无需提供", "无需材料"}
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\ufeff]+")


class Unreadable(Exception):
    """A cell that says nothing we know; `found` is what stands there."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found[:40]


class Codec(Protocol):
    """Both ways. `read` is never asked about an empty cell unless `empty` is given a meaning."""

    def write(self, value: object, profile: Profile) -> str:
        """The cell."""

    def read(self, cell: str, profile: Profile) -> object:
        """The value. Raises Unreadable."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are, without the marks of a web page."""

    def write(self, value: object, profile: Profile) -> str:
        """The words."""
        return plain(str(value))

    def read(self, cell: str, profile: Profile) -> object:
        """The words; raises Unreadable when they are endless."""
        if len(cell) > LONGEST_TEXT:
            raise Unreadable(cell)
        return plain(cell)


@dataclass(frozen=True, slots=True)
class Name:
    """Words on one line: blanks around them and what nobody sees come with copying, not by will."""

    def write(self, value: object, profile: Profile) -> str:
        """The words."""
        return named(str(value))

    def read(self, cell: str, profile: Profile) -> object:
        """The words; raises Unreadable when they are endless."""
        return named(str(Text().read(cell, profile)))


def named(text: str) -> str:
    """A name without what is around it."""
    return _UNSEEN.sub(" ", plain(text)).strip()


def named_nothing(text: str) -> bool:
    """Whether a name says that there is nothing: a row for it would be asked of everybody."""
    return named(text) in _NOTHING_NAMED


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes, no, or not said."""

    def write(self, value: object, profile: Profile) -> str:
        """``1``, ``0`` or nothing."""
        return "" if value is None else "1" if value else "0"

    def read(self, cell: str, profile: Profile) -> object:
        """Raises Unreadable for anything but yes, no and nothing."""
        found = cell.strip()
        if not found:
            return None
        if found not in _YES and found not in _NO:
            raise Unreadable(found)
        return found in _YES


@dataclass(frozen=True, slots=True)
class Coded:
    """One value of a code set."""

    code_set: str
    kind: type[StrEnum]

    def write(self, value: object, profile: Profile) -> str:
        """Their number."""
        return "" if value is None else profile.out(self.code_set, str(value))

    def read(self, cell: str, profile: Profile) -> object:
        """Raises Unreadable for a number that is not in the set."""
        found = cell.strip()
        if not found:
            return None
        ours = profile.into(self.code_set, found)
        if ours is None:
            raise Unreadable(found)
        return self.kind(ours)


@dataclass(frozen=True, slots=True)
class Many:
    """Several values of a code set with any mark between."""

    code_set: str
    kind: type[StrEnum]

    def write(self, value: object, profile: Profile) -> str:
        """Their numbers with commas between."""
        assert isinstance(value, tuple)
        return ",".join(profile.out(self.code_set, str(each)) for each in value)

    def read(self, cell: str, profile: Profile) -> object:
        """Each once, in order. Raises Unreadable when one of them is not in the set."""
        one = Coded(self.code_set, self.kind)
        found = (one.read(each, profile) for each in re.split(r"[,，;；、^|\s]+", cell.strip()))
        return tuple(dict.fromkeys(each for each in found if each is not None))


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number within bounds, or nothing; officers write 5个工作日, 1次 and 无 as well."""

    least: int
    most: int

    def write(self, value: object, profile: Profile) -> str:
        """Decimal digits."""
        return "" if value is None else str(value)

    def read(self, cell: str, profile: Profile) -> object:
        """Raises Unreadable for what is no number or out of bounds."""
        found = unicodedata.normalize("NFKC", cell).strip()
        if found in _NOTHING:
            return None
        match = _NUMBER.fullmatch(found)
        if match is None or not self.least <= int(match[1]) <= self.most:
            raise Unreadable(found)
        return int(match[1])


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    def write(self, value: object, profile: Profile) -> str:
        """ISO 8601."""
        return value.isoformat() if isinstance(value, date) else ""

    def read(self, cell: str, profile: Profile) -> object:
        """Raises Unreadable for what is no date; a time of day is let go."""
        found = cell.strip()
        if not found:
            return None
        if _SERIAL.fullmatch(found):
            return _SERIAL_FROM + timedelta(days=int(found))
        match = _DATE.fullmatch(found)
        if match is None:
            raise Unreadable(found)
        try:
            return date(int(match[1]), int(match[2] or match[5]), int(match[3] or match[6]))
        except ValueError:
            raise Unreadable(found) from None


@dataclass(frozen=True, slots=True)
class Lines:
    """Several texts, a line each."""

    def write(self, value: object, profile: Profile) -> str:
        """The lines that are not blank."""
        assert isinstance(value, tuple)
        return "\n".join(line for each in value for line in _lines(each))

    def read(self, cell: str, profile: Profile) -> object:
        """Lines that are not blank."""
        return tuple(_lines(cell))


def _lines(text: str) -> list[str]:
    return [each for each in plain(text).split("\n") if each.strip()]


def joined(values: Sequence[str]) -> str:
    """Short texts in one cell, a line each; ``-`` keeps the place of one that is empty."""
    if not any(values):
        return ""
    return "\n".join(each.replace("\n", " ") or "-" for each in values)


def parted(cell: str) -> list[str]:
    """What `joined` wrote."""
    return ["" if each == "-" else each for each in cell.split("\n")] if cell else []


def moment(at: datetime) -> str:
    """A time as the tables write it; `at` is local."""
    return at.strftime("%Y-%m-%d %H:%M:%S")
