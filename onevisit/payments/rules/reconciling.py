"""对账: the provider's file of a day, line by line beside what we hold."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from onevisit.kernel.money import Fen, parse_yuan
from onevisit.payments import errors

HEAD = ("kind", "number", "reference", "amount", "at")
"""The columns of the file; the last line is `total`, with the number of lines and both sums."""


class Kind(StrEnum):
    """What differs."""

    ONLY_THEIRS = "only_theirs"  # they took or gave money we know nothing of
    ONLY_OURS = "only_ours"  # we count money that they do not have
    AMOUNT = "amount"


class Direction(StrEnum):
    """Which way the money went."""

    PAY = "pay"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of money, by the number both sides know."""

    direction: Direction
    number: str
    amount: Fen


@dataclass(frozen=True, slots=True)
class Found:
    """One difference; None: that side has no such line."""

    kind: Kind
    number: str
    ours: Fen | None
    theirs: Fen | None


def read_file(content: bytes) -> tuple[Entry, ...]:
    """The lines of a provider's file. The last line must say how many there are and what they come
    to: a file cut short is no file. Raises Invalid `payments.bad_statement` with the line.
    """
    try:
        table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        raise errors.bad_statement(1) from None
    if not table or tuple(table[0]) != HEAD:
        raise errors.bad_statement(1)
    found = tuple(_entry(row, at) for at, row in enumerate(table[1:-1], 2))
    said = ["total", str(len(found)), *(_sum(found, each) for each in Direction)]
    if len(table) < 2 or table[-1] != said or len({e.number for e in found}) != len(found):
        raise errors.bad_statement(len(table))
    return found


def _entry(row: list[str], at: int) -> Entry:
    amount = parse_yuan(row[3]) if len(row) == len(HEAD) else None
    if amount is None or row[0] not in set(Direction) or not row[1]:
        raise errors.bad_statement(at)
    return Entry(Direction(row[0]), row[1], amount)


def _sum(found: Iterable[Entry], direction: Direction) -> str:
    total = total_of(found, direction)
    return f"{total // 100}.{total % 100:02d}"


def total_of(found: Iterable[Entry], direction: Direction) -> Fen:
    """What went that way."""
    return sum(each.amount for each in found if each.direction is direction)


def compare(ours: Iterable[Entry], theirs: Iterable[Entry]) -> tuple[Found, ...]:
    """What is not the same on both sides, in the order of numbers."""
    held = {each.number: each for each in ours}
    told = {each.number: each for each in theirs}
    found = []
    for number in sorted(held.keys() | told.keys()):
        mine, other = held.get(number), told.get(number)
        if mine is None and other is not None:
            found.append(Found(Kind.ONLY_THEIRS, number, None, other.amount))
        elif other is None and mine is not None:
            found.append(Found(Kind.ONLY_OURS, number, mine.amount, None))
        elif mine != other and mine is not None and other is not None:
            found.append(Found(Kind.AMOUNT, number, mine.amount, other.amount))
    return tuple(found)
