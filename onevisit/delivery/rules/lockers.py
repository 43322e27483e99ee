"""智能柜: where a result in a locker is and what may happen to it; codes and sizes. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from onevisit.delivery.errors import lockers as errors

CODE_DIGITS = 6
MOST_TRIES = 5
"""Wrong codes in a row; then this code opens nothing any more, and another is asked for."""

MOST_DOORS, LONGEST_NAME, LONGEST_WHERE, MOST_DAYS = 200, 40, 100, 30


class StayState(StrEnum):
    """Where what was laid into a locker is."""

    RESERVED = "reserved"  # the door is open for the clerk
    LAID = "laid"  # waits for its code
    COLLECTED = "collected"
    OVERDUE = "overdue"  # not fetched in time: no code opens it, the clerk takes it back
    TAKEN_BACK = "taken_back"  # at the window again
    RELEASED = "released"  # was never laid in


class StayMark(StrEnum):
    """What happens to it."""

    RESERVE = "reserve"
    LAY = "lay"
    RELEASE = "release"
    COLLECT = "collect"
    EXPIRE = "expire"
    TAKE_BACK = "take_back"


_S, _M = StayState, StayMark
MOVES: dict[tuple[StayState | None, StayMark], StayState] = {
    (None, _M.RESERVE): _S.RESERVED,
    (_S.RESERVED, _M.LAY): _S.LAID,
    (_S.RESERVED, _M.RELEASE): _S.RELEASED,
    (_S.LAID, _M.COLLECT): _S.COLLECTED,
    (_S.LAID, _M.EXPIRE): _S.OVERDUE,
    (_S.LAID, _M.TAKE_BACK): _S.TAKEN_BACK,
    (_S.OVERDUE, _M.TAKE_BACK): _S.TAKEN_BACK,
}

HOLDING: frozenset[StayState] = frozenset({_S.RESERVED, _S.LAID, _S.OVERDUE})
"""Its door is taken."""


class Size(StrEnum):
    """How large a door is."""

    SMALL = "s"  # 一本证
    MEDIUM = "m"  # A4
    LARGE = "l"  # a box of files


class Answer(StrEnum):
    """What a locker is told about a code."""

    OPEN = "open"
    WRONG = "wrong"
    SPENT = "spent"  # too many wrong ones
    OVER = "over"  # its time is over
    NOTHING = "nothing"  # nothing lies behind that door


class News(StrEnum):
    """What a locker tells of itself."""

    CODE = "code"  # somebody typed one: may this door open?
    OPENED = "opened"  # it was opened by its code and closed again
    NOT_COLLECTED = "not_collected"  # its time is over and it was not opened


def moved(state: StayState | None, mark: StayMark) -> StayState:
    """Where it is after `mark`. Raises Conflict `delivery.stay_moved_on`."""
    after = MOVES.get((state, mark))
    if after is None:
        raise errors.stay_moved_on()
    return after


def code_from(keyed: str) -> str:
    """The digits of a keyed hash (hexadecimal) that are typed at the door."""
    return f"{int(keyed[:12], 16) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def typed_code(text: str) -> str:
    """What was typed, without blanks."""
    return re.sub(r"\s", "", text)[:20]


@dataclass(frozen=True, slots=True)
class Door:
    """One door of a locker."""

    number: str
    size: Size


_DOOR = re.compile(r"[A-Z]{0,2}\d{1,3}")


def read_doors(text: str) -> tuple[Door, ...]:
    """Doors as they are written down: ``A01 s, A02 m``. Raises Invalid `delivery.bad_doors`."""
    found = [each.split() for each in re.split(r"[,，、;；\n]+", text) if each.strip()]
    doors = []
    for each in found:
        number, size = each[0].upper(), each[1].lower() if len(each) == 2 else ""
        if not _DOOR.fullmatch(number) or size not in set(Size):
            raise errors.bad_doors(" ".join(each))
        doors.append(Door(number, Size(size)))
    if not doors or len(doors) > MOST_DOORS or len({d.number for d in doors}) < len(doors):
        raise errors.bad_doors("")
    return tuple(doors)


def written_doors(doors: Iterable[Door]) -> str:
    """As `read_doors` reads them."""
    return ", ".join(f"{each.number} {each.size}" for each in doors)


@dataclass(frozen=True, slots=True)
class LockerInfo:
    """A locker as other rooms know it; `hours` says in words when one gets to it."""

    id: UUID
    name: str
    device: str
    point_id: UUID
    point: str
    address: str
    region: str
    where: str
    hours: str
    keep_days: int
    doors: tuple[Door, ...]
    free: tuple[Door, ...]


@dataclass(frozen=True, slots=True)
class CodeSent:
    """For whom the newest code is, and the phone they are registered with (masked, "" for none);
    `by`: who had asked for it in their name, "" for themself and for the first.
    """

    name: str
    phone: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class StayInfo:
    """Something in a locker as other rooms know it. `code` is "" where none opens it now; `until`
    when its time is over; `sent`: None where it was laid in before that was written down.
    """

    id: UUID
    number: str
    state: StayState
    locker: LockerInfo
    door: str
    pieces: int
    laid_at: datetime | None
    laid_by: str
    until: datetime | None
    ended_at: datetime | None
    ended_by: str
    tries_left: int
    issue: int
    code: str
    sent: CodeSent | None
