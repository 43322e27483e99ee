"""Papers between offices: where each one is, bags and what may happen to them. Pure.

A paper is an original somebody left with an office, or the paper of a result on its way to where it
is collected. It is always at exactly one place: with an office, in a bag, back with its owner, or
missing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from onevisit.delivery.errors import consignments as errors

LONGEST_NAME, LONGEST_NOTE = 200, 300
MOST_PAPERS = 100
"""In one bag."""


class PaperKind(StrEnum):
    """What a paper is."""

    ORIGINAL = "original"  # 原件, it goes back to its owner
    RESULT = "result"  # the paper of a result, handed out where it is collected


class Where(StrEnum):
    """Where a paper is."""

    OFFICE = "office"  # lies at a service point
    BAG = "bag"  # in a sealed bag, packed or on its way
    OWNER = "owner"  # back with, or handed out to, its owner
    MISSING = "missing"  # was not in the bag when it was opened


class BagState(StrEnum):
    """Where a bag is."""

    PACKED = "packed"  # 已封袋, at the office that sends it
    SENT = "sent"  # 在途
    RECEIVED = "received"  # 已签收, opened and checked
    UNPACKED = "unpacked"  # opened again before it left


class BagAct(StrEnum):
    """What happens to a bag."""

    PACK = "pack"
    SEND = "send"
    RECEIVE = "receive"
    UNPACK = "unpack"


_MOVES: Mapping[tuple[BagState | None, BagAct], BagState] = {
    (None, BagAct.PACK): BagState.PACKED,
    (BagState.PACKED, BagAct.SEND): BagState.SENT,
    (BagState.PACKED, BagAct.UNPACK): BagState.UNPACKED,
    (BagState.SENT, BagAct.RECEIVE): BagState.RECEIVED,
}


class CarriedBy(StrEnum):
    """Who carries a bag."""

    MESSENGER = "messenger"  # 本单位交通员
    POST = "post"  # 邮政机要、挂号


class Found(StrEnum):
    """How a paper was found when its bag was opened."""

    WHOLE = "whole"
    DAMAGED = "damaged"
    MISSING = "missing"


DIFFERENCES: frozenset[Found] = frozenset({Found.DAMAGED, Found.MISSING})


class Settled(StrEnum):
    """What became of a difference."""

    FOUND = "found"  # the missing paper turned up, at the office that reports it
    REPLACED = "replaced"  # had anew, at the cost of the office that lost or damaged it
    ACCEPTED = "accepted"  # the owner was told and takes it as it is


_ENDS: Mapping[Found, frozenset[Settled]] = {
    Found.MISSING: frozenset({Settled.FOUND, Settled.REPLACED}),
    Found.DAMAGED: frozenset({Settled.REPLACED, Settled.ACCEPTED}),
}

_SEAL = re.compile(r"[0-9A-Z-]{4,20}", re.ASCII)


def moved(state: BagState | None, act: BagAct) -> BagState:
    """Where the bag is after `act`. Raises Conflict `delivery.bag_moved_on`."""
    after = _MOVES.get((state, act))
    if after is None:
        raise errors.bag_moved_on()
    return after


def seal_number(text: str) -> str:
    """The one form of a seal's number. Raises Invalid `delivery.bad_seal`."""
    number = re.sub(r"\s", "", text).upper()
    if not _SEAL.fullmatch(number):
        raise errors.bad_seal()
    return number


def checked_found(inside: Iterable[UUID], found: Mapping[UUID, str]) -> dict[UUID, Found]:
    """How each paper of the bag was found, every one of them and no other.

    Raises Invalid `delivery.papers_unchecked`.
    """
    wanted = set(inside)
    if found.keys() != wanted or not set(found.values()) <= set(Found):
        raise errors.papers_unchecked()
    return {paper: Found(how) for paper, how in found.items()}


def checked_settlement(found: Found, how: str) -> Settled:
    """What may become of such a difference. Raises Invalid `delivery.unknown_settlement`."""
    if how not in _ENDS.get(found, frozenset()):
        raise errors.unknown_settlement()
    return Settled(how)


def settlements(found: Found) -> tuple[Settled, ...]:
    """The ways a difference may end, in order."""
    return tuple(each for each in Settled if each in _ENDS.get(found, frozenset()))


@dataclass(frozen=True, slots=True)
class TransitTerms:
    """From the day `since`: within how many working days a bag arrives."""

    since: date
    messenger_days: int
    post_days: int

    def days(self, carried_by: CarriedBy) -> int:
        """Of one way of carrying."""
        return self.messenger_days if carried_by is CarriedBy.MESSENGER else self.post_days


def transit_on(terms: Iterable[TransitTerms], day: date) -> TransitTerms:
    """The terms of that day; the earliest ones before any began."""
    known = sorted(terms, key=lambda each: each.since)
    held = [each for each in known if each.since <= day]
    return held[-1] if held else known[0]


@dataclass(frozen=True, slots=True)
class PaperInfo:
    """A paper and where it is now. `office` is that where it lies, or from which the bag went;
    `to` where the bag goes, "" otherwise.
    """

    id: UUID
    number: str
    kind: PaperKind
    name: str
    damaged: bool
    where: Where
    since: datetime
    office_id: UUID | None
    office: str
    to: str
    bag_id: UUID | None
    bag: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place where a paper was, from when on, and who put it there."""

    where: Where
    since: datetime
    office: str
    to: str
    by: str


@dataclass(frozen=True, slots=True)
class BagPaper:
    """A paper of a bag, how it was found ("" until the bag is opened) and what became of it."""

    item_id: UUID
    paper_id: UUID
    number: str
    name: str
    kind: PaperKind
    found: str
    settled: str
    settled_by: str
    settlement: str

    @property
    def open(self) -> bool:
        """Whether a difference waits to be settled."""
        return self.found in DIFFERENCES and not self.settled


@dataclass(frozen=True, slots=True)
class BagInfo:
    """A bag as the two offices see it; `late`: it should have been there by `due_on`."""

    id: UUID
    number: str
    seal: str
    state: BagState
    sender_id: UUID
    sender: str
    receiver_id: UUID
    receiver: str
    carried_by: str
    carrier: str
    packed_at: datetime
    packed_by: str
    sent_at: datetime | None
    sent_by: str
    due_on: date | None
    received_at: datetime | None
    received_by: str
    seal_whole: bool | None
    note: str
    late: bool
    papers: tuple[BagPaper, ...]

    @property
    def differences(self) -> tuple[BagPaper, ...]:
        """The papers with a difference that waits to be settled."""
        return tuple(each for each in self.papers if each.open)
