"""承诺义务: what was promised instead of shown, and what becomes of it after the grant (clock G).

An obligation begins with the grant and outlives the closing of the case. It is checked within its
limit. What was not kept is ordered to be put right by a day; only when that day is over may a
revocation be proposed, and it is decided only after the holder was heard and the day until which
they may speak is over (行政许可法 arts. 7, 69; 国办发〔2020〕42 号).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from onevisit.kernel.errors import Conflict


class ObligationState(StrEnum):
    """Where an obligation stands."""

    OPEN = "open"  # 待核查
    KEPT = "kept"  # 核查属实
    ORDERED = "ordered"  # 责令限期改正
    PUT_RIGHT = "put_right"  # 已改正
    HEARING = "hearing"  # 拟撤销, 听取陈述申辩
    HEARD = "heard"
    REVOKED = "revoked"  # 撤销、撤回、注销
    DROPPED = "dropped"  # 听取以后不再处理


class Ground(StrEnum):
    """Why a granted case is looked at again: what was promised, or what the authority found of its
    own motion 依职权.
    """

    COMMITMENT = "commitment"  # 告知承诺
    FOUND = "found"  # 监督检查发现: to be put right first (行政许可法 arts. 68, 69)
    UNLAWFUL = "unlawful"  # it should not have been granted: 撤销 (art. 69)
    CHANGED = "changed"  # the law or the facts changed, the public needs it: 撤回 (art. 8)
    CEASED = "ceased"  # it lapsed, the holder is no more: 注销 (art. 70)


class Check(StrEnum):
    """What can be recorded of an obligation."""

    CONFIRM = "confirm"
    ORDER = "order"
    PUT_RIGHT = "put_right"
    CALL_HEARING = "call_hearing"
    HEAR = "hear"
    REVOKE = "revoke"
    DROP = "drop"
    RECOUNT = "recount"  # by itself: a notice of working days moved the day


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table. `names_day`: it sets the next limit; `head`: the decider's act;
    `words`: what was found, told or heard is written down; `overdue`: only after the limit is over;
    `system`: nobody's act.
    """

    before: ObligationState
    check: Check
    after: ObligationState
    names_day: bool = False
    head: bool = False
    words: bool = True
    overdue: bool = False
    system: bool = False


_S, _C = ObligationState, Check
STEPS: tuple[Step, ...] = (
    Step(_S.OPEN, _C.CONFIRM, _S.KEPT, words=False),
    Step(_S.OPEN, _C.ORDER, _S.ORDERED, names_day=True),
    Step(_S.OPEN, _C.RECOUNT, _S.OPEN, names_day=True, words=False, system=True),
    Step(_S.ORDERED, _C.PUT_RIGHT, _S.PUT_RIGHT, words=False),
    Step(_S.ORDERED, _C.CALL_HEARING, _S.HEARING, names_day=True, head=True, overdue=True),
    Step(_S.HEARING, _C.HEAR, _S.HEARD, head=True),
    Step(_S.HEARD, _C.REVOKE, _S.REVOKED, head=True, overdue=True),
    Step(_S.HEARD, _C.PUT_RIGHT, _S.PUT_RIGHT, words=False),
    Step(_S.HEARD, _C.DROP, _S.DROPPED, head=True),
)
TABLE: dict[tuple[ObligationState, Check], Step] = {(s.before, s.check): s for s in STEPS}

ENDED: frozenset[ObligationState] = frozenset({_S.KEPT, _S.PUT_RIGHT, _S.REVOKED, _S.DROPPED})
"""States in which nothing more is to be checked."""

ANSWERABLE: frozenset[ObligationState] = frozenset({_S.ORDERED, _S.HEARING})
"""States in which it is the applicant's turn."""

BROKEN: frozenset[ObligationState] = frozenset({_S.ORDERED, _S.HEARING, _S.HEARD, _S.REVOKED})
"""Who broke a commitment and has not put it right commits themselves to nothing more."""


BEGINNING: Mapping[Ground, Check] = {
    Ground.FOUND: _C.ORDER,
    Ground.UNLAWFUL: _C.CALL_HEARING,
    Ground.CHANGED: _C.CALL_HEARING,
    Ground.CEASED: _C.CALL_HEARING,
}
"""How the authority begins of its own motion; nothing is taken before the holder was heard."""

_MENDABLE = frozenset({Ground.COMMITMENT, Ground.FOUND})


def fits(step: Step, ground: Ground) -> bool:
    """Whether a row is for this ground: only what can be mended is put right, and what was promised
    is not dropped.
    """
    if step.check is Check.PUT_RIGHT:
        return ground in _MENDABLE
    return step.check is not Check.DROP or ground is not Ground.COMMITMENT


def step_of(state: ObligationState, check: Check) -> Step:
    """The row of somebody's act; raises Conflict `cases.check_not_possible` when there is none."""
    row = TABLE.get((state, check))
    if row is None or row.system:
        raise Conflict("cases.check_not_possible", state=str(state))
    return row
