"""代收代办: what another county decides and our window only takes in: states, who acts. Pure.

Nothing is judged here: the papers are looked at for their form, sent on, and what the other county
says of them is passed to the applicant. It is no case of ours and no clock of ours runs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from onevisit.catalogue.rules.points import ErrandKind
from onevisit.hall.errors import errands as errors

LONGEST_NOTE, LONGEST_NUMBER = 300, 60


class ErrandState(StrEnum):
    """Where it is."""

    TAKEN = "taken"  # 已收下, at our window
    SENT = "sent"  # 已转交
    RECEIVED = "received"  # 对方已收到
    MORE = "more"  # 对方要补
    DONE = "done"  # 对方办结
    REFUSED = "refused"  # 对方不收或者不予


class ErrandAct(StrEnum):
    """What happens to it."""

    TAKE = "take"
    SEND = "send"
    RECEIVE = "receive"
    ASK = "ask"
    FINISH = "finish"
    REFUSE = "refuse"


_S, _A = ErrandState, ErrandAct
_MOVES: Mapping[tuple[ErrandState | None, ErrandAct], ErrandState] = {
    (None, _A.TAKE): _S.TAKEN,
    (_S.TAKEN, _A.SEND): _S.SENT,
    (_S.MORE, _A.SEND): _S.SENT,
    (_S.SENT, _A.RECEIVE): _S.RECEIVED,
    (_S.SENT, _A.REFUSE): _S.REFUSED,
    (_S.RECEIVED, _A.ASK): _S.MORE,
    (_S.RECEIVED, _A.FINISH): _S.DONE,
    (_S.RECEIVED, _A.REFUSE): _S.REFUSED,
}
ENDS: frozenset[ErrandState] = frozenset({_S.DONE, _S.REFUSED})
OURS: frozenset[ErrandAct] = frozenset({_A.TAKE, _A.SEND})
"""What the window does that took it in; everything else the other county's window does."""

SAID: frozenset[ErrandAct] = frozenset({_A.ASK, _A.FINISH, _A.REFUSE})
"""Acts that must say something to the applicant."""


def moved(state: ErrandState | None, act: ErrandAct) -> ErrandState:
    """Where it is after `act`. Raises Conflict `hall.errand_moved_on`."""
    after = _MOVES.get((state, act))
    if after is None:
        raise errors.errand_moved_on()
    return after


def possible(state: ErrandState, *, ours: bool) -> tuple[ErrandAct, ...]:
    """What may happen next at the window that took it in, or at the other one."""
    return tuple(act for act in ErrandAct if (state, act) in _MOVES and (act in OURS) is ours)


def checked_note(act: ErrandAct, note: str) -> str:
    """What is said with an act, in one line. Raises Invalid `hall.errand_words`."""
    said = " ".join(note.split())
    if len(said) > LONGEST_NOTE or (act in SAID and not said):
        raise errors.errand_words(LONGEST_NOTE)
    return said


def checked_papers(kind: ErrandKind, seen: frozenset[str]) -> tuple[str, ...]:
    """The papers of an errand, every one looked at for its form. Raises Invalid
    `hall.errand_papers` naming those that lack.
    """
    lacking = [name for name in kind.papers if name not in seen]
    if lacking:
        raise errors.errand_papers("、".join(lacking))
    return kind.papers


def outside_number(text: str) -> str:
    """The other county's own number, "" where none was given."""
    return re.sub(r"\s", "", text)[:LONGEST_NUMBER]


@dataclass(frozen=True, slots=True)
class ErrandStepInfo:
    """One thing that happened to it, and what was said."""

    act: ErrandAct
    at: datetime
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class ErrandInfo:
    """An errand as the two windows see it; `applicant` masked."""

    id: UUID
    number: str
    thing: str
    papers: tuple[str, ...]
    state: ErrandState
    taker_id: UUID
    taker: str
    target_id: UUID
    target: str
    applicant_id: UUID
    applicant: str
    outside_number: str
    taken_at: datetime
    steps: tuple[ErrandStepInfo, ...]
