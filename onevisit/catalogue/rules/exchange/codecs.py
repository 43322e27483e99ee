"""Single cells: how a value of a definition is written into a column and read back.

A text is kept exactly as it stands, blanks and all: what is written is what comes back. What a
codec cannot read it refuses with `Unreadable`; the row goes on without that cell.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from onevisit.catalogue.rules.exchange.profiles import Profile

LONGEST_TEXT = 200_000
_YES = frozenset({"1", "是", "y", "Y", "yes", "true", "True", "支持"})
_NO = frozenset({"0", "否", "n", "N", "no", "false", "False", "不支持"})
_DATE = re.compile(r"(\d{4})[-/年]?(\d{1,2})[-/月]?(\d{1,2})日?(?:[ T].*)?", re.ASCII)


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
    """Words as they are."""

    def write(self, value: object, profile: Profile) -> str:
        """The words."""
        return str(value)

    def read(self, cell: str, profile: Profile) -> object:
        """The words; raises Unreadable when they are endless."""
        if len(cell) > LONGEST_TEXT:
            raise Unreadable(cell)
        return cell


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
    """A whole number within bounds, or nothing."""

    least: int
    most: int

    def write(self, value: object, profile: Profile) -> str:
        """Decimal digits."""
        return "" if value is None else str(value)

    def read(self, cell: str, profile: Profile) -> object:
        """Raises Unreadable for what is no number or out of bounds."""
        found = cell.strip().removesuffix(".0")
        if not found:
            return None
        if not (found.isascii() and found.isdigit() and len(found) < 9):
            raise Unreadable(found)
        if not self.least <= int(found) <= self.most:
            raise Unreadable(found)
        return int(found)


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
        match = _DATE.fullmatch(found)
        if match is None:
            raise Unreadable(found)
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            raise Unreadable(found) from None


@dataclass(frozen=True, slots=True)
class Lines:
    """Several texts, a line each."""

    def write(self, value: object, profile: Profile) -> str:
        """The lines that are not blank."""
        assert isinstance(value, tuple)
        return "\n".join(line for each in value for line in each.split("\n") if line.strip())

    def read(self, cell: str, profile: Profile) -> object:
        """Lines that are not blank."""
        return tuple(each for each in cell.split("\n") if each.strip())


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
