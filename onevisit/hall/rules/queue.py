"""How people wait: the states of a ticket, what may happen to it, and who comes first. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from onevisit.hall.errors import not_possible_now


class TicketState(StrEnum):
    """Where somebody with a ticket is."""

    WAITING = "waiting"
    CALLED = "called"  # a window called them; nobody has come forward yet
    SERVING = "serving"  # at the window
    DONE = "done"
    GONE = "gone"  # did not come when called, or left


class Priority(StrEnum):
    """Who is let forward (优先办理: by law or by the rules of the hall)."""

    ELDER = "elder"  # 老年人权益保障法 art. 58
    DISABLED = "disabled"  # 无障碍环境建设法 art. 42
    MILITARY = "military"  # 退役军人保障法, 优待证
    PREGNANT = "pregnant"


HEAD_START: Mapping[Priority, timedelta] = dict.fromkeys(Priority, timedelta(minutes=30))
"""By how much somebody stands as if they had come earlier: they are before everybody who came up to
that long before them, and nobody waits for ever.
"""


class TicketAct(StrEnum):
    """What may happen to a ticket."""

    CALL = "call"
    CALL_AGAIN = "call_again"
    BEGIN = "begin"
    PUT_BACK = "put_back"  # back to where they stood
    PASS_ON = "pass_on"  # noqa: S105 - to another window or for another thing
    MISS = "miss"  # 过号: called, and nobody came
    LEAVE = "leave"  # went away while waiting
    COME_BACK = "come_back"  # who was gone stands at the end of the line
    FINISH = "finish"


_WAITING, _CALLED, _SERVING, _DONE, _GONE = TicketState
_MOVES: Mapping[tuple[TicketState, TicketAct], TicketState] = {
    (_WAITING, TicketAct.CALL): _CALLED,
    (_WAITING, TicketAct.LEAVE): _GONE,
    (_CALLED, TicketAct.CALL_AGAIN): _CALLED,
    (_CALLED, TicketAct.BEGIN): _SERVING,
    (_CALLED, TicketAct.PUT_BACK): _WAITING,
    (_CALLED, TicketAct.PASS_ON): _WAITING,
    (_CALLED, TicketAct.MISS): _GONE,
    (_CALLED, TicketAct.FINISH): _DONE,
    (_SERVING, TicketAct.PUT_BACK): _WAITING,
    (_SERVING, TicketAct.PASS_ON): _WAITING,
    (_SERVING, TicketAct.FINISH): _DONE,
    (_DONE, TicketAct.PUT_BACK): _WAITING,  # it was ended by mistake
    (_GONE, TicketAct.COME_BACK): _WAITING,
}

_LETTER = "A"


def moved(state: TicketState, act: TicketAct) -> TicketState:
    """The state after `act`. Raises Conflict `hall.not_possible_now`."""
    after = _MOVES.get((state, act))
    if after is None:
        raise not_possible_now()
    return after


def stands_at(came_at: datetime, priority: str) -> datetime:
    """By which instant somebody stands in line; `priority` a `Priority` or ""."""
    return came_at - HEAD_START[Priority(priority)] if priority else came_at


def ticket_number(number: int) -> str:
    """As it is called and printed: A037."""
    return f"{_LETTER}{number:03d}"


def expected_minutes(ahead: int, seconds_each: float | None, windows: int) -> int | None:
    """How long the last of `ahead` people waits, in whole minutes; None while nobody has been
    served today and nothing is known.
    """
    if seconds_each is None:
        return None
    return max(round(ahead * seconds_each / 60 / max(windows, 1)), 1) if ahead else 0
