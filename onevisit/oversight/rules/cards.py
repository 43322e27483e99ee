"""黄牌、红牌: a mark on a case whose clock comes near its end, or is past it.

A card is shown by rule, once for each case and kind. The department that holds a red card may
contest it within a dated limit; who supervises upholds it or takes it back, and is never the one
who contested. A card moves no clock: a case that was late stays late, whoever is to blame.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onevisit.oversight.errors import card_not_possible


class CardKind(StrEnum):
    """Which clock, and how far: the yellow ones first."""

    INTAKE_NEAR = "intake_near"  # A ends soon and nobody answered
    PROMISE_NEAR = "promise_near"  # C2 ends soon and nothing is decided
    SUSPENSION_OVER = "suspension_over"  # E: a special procedure past its expected end
    DEEMED_ACCEPTED = "deemed_accepted"  # A ran out in silence
    PROMISE_OVER = "promise_over"  # C2 is over
    LEGAL_OVER = "legal_over"  # C1 is over
    NOT_CHECKED = "not_checked"  # G: a commitment nobody checked


YELLOW: frozenset[CardKind] = frozenset(
    {CardKind.INTAKE_NEAR, CardKind.PROMISE_NEAR, CardKind.SUSPENSION_OVER}
)
"""Warnings. All others are red."""


class CardState(StrEnum):
    """Where a card stands."""

    SHOWN = "shown"
    CONTESTED = "contested"  # 异议待核
    UPHELD = "upheld"  # 维持
    WITHDRAWN = "withdrawn"  # 撤销: counts for nothing any more


class CardAct(StrEnum):
    """What can happen to a card."""

    SHOW = "show"  # by itself
    CONTEST = "contest"
    UPHOLD = "uphold"
    WITHDRAW = "withdraw"


class CardDoer(StrEnum):
    """Whose act it is."""

    DEPARTMENT = "department"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class CardStep:
    """One row of the table; `red`: only a red card."""

    before: CardState
    act: CardAct
    after: CardState
    doer: CardDoer
    red: bool = False


_S, _A, _D = CardState, CardAct, CardDoer
STEPS: tuple[CardStep, ...] = (
    CardStep(_S.SHOWN, _A.CONTEST, _S.CONTESTED, _D.DEPARTMENT, red=True),
    CardStep(_S.CONTESTED, _A.UPHOLD, _S.UPHELD, _D.SUPERVISOR),
    CardStep(_S.CONTESTED, _A.WITHDRAW, _S.WITHDRAWN, _D.SUPERVISOR),
)
TABLE: dict[tuple[CardState, CardAct], CardStep] = {(s.before, s.act): s for s in STEPS}


@dataclass(frozen=True, slots=True)
class CardRule:
    """From the day `since` on: how many working days before its end a clock makes a yellow card,
    and within how many after it was shown a red one may be contested.
    """

    since: date
    near: int
    contest: int


def step_of(state: CardState, act: CardAct, *, red: bool) -> CardStep:
    """The row; raises Conflict `oversight.card_not_possible` when there is none."""
    row = TABLE.get((state, act))
    if row is None or (row.red and not red):
        raise card_not_possible()
    return row


def steps_open(
    state: CardState, doers: Iterable[CardDoer], *, red: bool, in_time: bool
) -> tuple[CardStep, ...]:
    """What these may do now; `in_time`: it may still be contested."""
    known = set(doers)
    return tuple(
        step
        for step in STEPS
        if step.before is state
        and step.doer in known
        and (red or not step.red)
        and (in_time or step.act is not _A.CONTEST)
    )
