"""督办: an order of the supervisor to a department about cases, and what becomes of it.

The head of the department answers with what was found and what is done about it. The supervisor
accepts, or sends it back once; what still does not answer the question, or is not answered at all
when its day is over, goes up to the head of the government, who decides. Nothing here moves a case:
an order asks, the department acts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from onevisit.kernel.calendar import WorkingCalendar
from onevisit.oversight.errors import order_not_possible


class OrderState(StrEnum):
    """Where an order stands."""

    OPEN = "open"  # 待答复
    ANSWERED = "answered"  # 已答复，待审核
    RETURNED = "returned"  # 退回重答
    ANSWERED_AGAIN = "answered_again"
    ESCALATED = "escalated"  # 已上报
    CLOSED = "closed"  # 办结
    WITHDRAWN = "withdrawn"  # 撤销督办


class OrderAct(StrEnum):
    """What can happen to an order."""

    ISSUE = "issue"
    ANSWER = "answer"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    ESCALATE = "escalate"
    DECIDE = "decide"
    WITHDRAW = "withdraw"
    REMIND = "remind"  # by itself, before the day
    RED = "red"  # by itself, after it


class Doer(StrEnum):
    """Whose act it is."""

    SUPERVISOR = "supervisor"
    HEAD = "head"
    DIRECTOR = "director"
    SYSTEM = "system"


class Source(StrEnum):
    """What an order came from."""

    RED_CARD = "red_card"
    FINDING = "finding"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class OrderStep:
    """One row of the table. `names_day`: it sets a new last day; `measure`: what is done about it
    must be said too; `overdue`: only after the day is over.
    """

    before: OrderState
    act: OrderAct
    after: OrderState
    doer: Doer
    names_day: bool = False
    measure: bool = False
    overdue: bool = False


_S, _A, _D = OrderState, OrderAct, Doer
STEPS: tuple[OrderStep, ...] = (
    OrderStep(_S.OPEN, _A.ANSWER, _S.ANSWERED, _D.HEAD, measure=True),
    OrderStep(_S.OPEN, _A.WITHDRAW, _S.WITHDRAWN, _D.SUPERVISOR),
    OrderStep(_S.OPEN, _A.ESCALATE, _S.ESCALATED, _D.SUPERVISOR, overdue=True),
    OrderStep(_S.ANSWERED, _A.ACCEPT, _S.CLOSED, _D.SUPERVISOR),
    OrderStep(_S.ANSWERED, _A.SEND_BACK, _S.RETURNED, _D.SUPERVISOR, names_day=True),
    OrderStep(_S.RETURNED, _A.ANSWER, _S.ANSWERED_AGAIN, _D.HEAD, measure=True),
    OrderStep(_S.RETURNED, _A.ESCALATE, _S.ESCALATED, _D.SUPERVISOR, overdue=True),
    OrderStep(_S.ANSWERED_AGAIN, _A.ACCEPT, _S.CLOSED, _D.SUPERVISOR),
    OrderStep(_S.ANSWERED_AGAIN, _A.ESCALATE, _S.ESCALATED, _D.SUPERVISOR),
    OrderStep(_S.ESCALATED, _A.DECIDE, _S.CLOSED, _D.DIRECTOR),
)
TABLE: dict[tuple[OrderState, OrderAct], OrderStep] = {(s.before, s.act): s for s in STEPS}

ENDED: frozenset[OrderState] = frozenset({_S.CLOSED, _S.WITHDRAWN})
WAITING: frozenset[OrderState] = frozenset({_S.OPEN, _S.RETURNED})
"""States in which the department must answer by a day."""

LONGEST_DAYS = 60
"""An order is to be answered within at most so many working days."""


@dataclass(frozen=True, slots=True)
class OrderRule:
    """From the day `since` on: in how many working days an order is answered unless it says
    otherwise, and how many before its end the head is reminded.
    """

    since: date
    days: int
    remind: int


class Dated(Protocol):
    """A rule that holds from a day on."""

    @property
    def since(self) -> date:
        """Its first day."""


R = TypeVar("R", bound=Dated)


def rule_on(rules: Iterable[R], day: date) -> R:
    """The rule in force. Raises ValueError before the first."""
    held = [rule for rule in rules if rule.since <= day]
    return max(held, key=lambda rule: rule.since)


def step_of(state: OrderState, act: OrderAct) -> OrderStep:
    """The row; raises Conflict `oversight.order_not_possible` when there is none."""
    row = TABLE.get((state, act))
    if row is None:
        raise order_not_possible()
    return row


def steps_open(state: OrderState, doers: Iterable[Doer], *, late: bool) -> tuple[OrderStep, ...]:
    """What these may do now."""
    known = set(doers)
    return tuple(
        step
        for step in STEPS
        if step.before is state and step.doer in known and (late or not step.overdue)
    )


def nudge(
    state: OrderState, due: date, today: date, calendar: WorkingCalendar, rule: OrderRule
) -> OrderAct | None:
    """What happens by itself today to an order that nobody answered: a reminder when its day is
    near, red when it is over.
    """
    if state not in WAITING:
        return None
    if today > due:
        return OrderAct.RED
    near = calendar.add_working_days(today, rule.remind).day
    return OrderAct.REMIND if due <= near else None
