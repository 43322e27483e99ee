"""Where an order, a payment and a refund stand, and what may happen to them: one table each."""

from enum import StrEnum

from onevisit.kernel.money import Fen
from onevisit.payments import errors


class OrderState(StrEnum):
    """Where an order stands."""

    ASSESSING = "assessing"  # 待核定: an officer must find out an amount first
    DUE = "due"  # 待缴
    PAID = "paid"  # 已缴
    EXEMPT = "exempt"  # 免缴: nothing is to be paid
    CANCELLED = "cancelled"  # 已取消: its cases ended otherwise
    EXPIRED = "expired"  # 已过期: reckoned anew as another order
    REFUNDED = "refunded"  # 已全部退还


class OrderMark(StrEnum):
    """What happens to an order."""

    BILL = "bill"
    DEMAND = "demand"  # 缴费通知书: the payer is told what is to be paid, or no longer is
    ADD = "add"  # another case of the same application and payee
    ASSESS = "assess"
    EXEMPT = "exempt"  # an officer lets off one line
    DROP = "drop"  # a case ended otherwise: its lines fall away
    PAY = "pay"
    COLLECT = "collect"  # at the window, in cash or by card
    SURPLUS = "surplus"  # money for what was no longer due; it goes back
    REMIND = "remind"  # nobody has paid, and the day until which it stands is near
    EXPIRE = "expire"
    REFUND_ASK = "refund_ask"
    REFUND_DECLINE = "refund_decline"
    REFUND_APPROVE = "refund_approve"
    REFUND_FAIL = "refund_fail"
    REFUND = "refund"  # the money is back


OPEN: frozenset[OrderState] = frozenset({OrderState.ASSESSING, OrderState.DUE})
"""Something may still be paid on it; one of these for an application and payee."""

SETTLED: frozenset[OrderState] = frozenset(
    {OrderState.PAID, OrderState.EXEMPT, OrderState.REFUNDED}
)
"""What it was for may go on."""

DEAD: frozenset[OrderState] = frozenset({OrderState.CANCELLED, OrderState.EXPIRED})

_S, _M = OrderState, OrderMark
_ANY = tuple(_S)
MOVES: dict[tuple[OrderState | None, OrderMark], frozenset[OrderState]] = {
    (None, _M.BILL): frozenset({_S.ASSESSING, _S.DUE, _S.EXEMPT}),
    (_S.DUE, _M.DEMAND): frozenset({_S.DUE}),
    (_S.EXEMPT, _M.DEMAND): frozenset({_S.EXEMPT}),
    (_S.DUE, _M.ADD): frozenset({_S.ASSESSING, _S.DUE}),
    (_S.ASSESSING, _M.ADD): frozenset({_S.ASSESSING}),
    (_S.ASSESSING, _M.ASSESS): frozenset({_S.ASSESSING, _S.DUE, _S.EXEMPT}),
    (_S.ASSESSING, _M.EXEMPT): frozenset({_S.ASSESSING, _S.DUE, _S.EXEMPT}),
    (_S.DUE, _M.EXEMPT): frozenset({_S.DUE, _S.EXEMPT}),
    (_S.ASSESSING, _M.DROP): frozenset({_S.ASSESSING, _S.DUE, _S.EXEMPT, _S.CANCELLED}),
    (_S.DUE, _M.DROP): frozenset({_S.DUE, _S.EXEMPT, _S.CANCELLED}),
    (_S.DUE, _M.PAY): frozenset({_S.PAID}),
    (_S.DUE, _M.COLLECT): frozenset({_S.PAID}),
    (_S.DUE, _M.REMIND): frozenset({_S.DUE}),
    (_S.DUE, _M.EXPIRE): frozenset({_S.EXPIRED}),
    (_S.PAID, _M.REFUND): frozenset({_S.PAID, _S.REFUNDED}),
    **{((state, _M.SURPLUS)): frozenset({state}) for state in _ANY},
    **{
        (state, mark): frozenset({state})
        for state in _ANY
        for mark in (_M.REFUND_ASK, _M.REFUND_APPROVE, _M.REFUND_DECLINE, _M.REFUND_FAIL)
    },
    **{(state, _M.REFUND): frozenset({state}) for state in _ANY if state is not _S.PAID},
}
"""From where, by what, to which states; money that was not due any more goes back in any state."""


def moved(state: OrderState | None, mark: OrderMark, after: OrderState) -> OrderState:
    """`after`, where the table allows it. Raises Conflict `payments.not_possible_now`."""
    if after not in MOVES.get((state, mark), frozenset()):
        raise errors.not_possible_now(str(state or ""))
    return after


def state_of(amounts: list[Fen | None]) -> OrderState:
    """Where an order with these lines stands before anybody paid: None is still to be found out."""
    if not amounts:
        return OrderState.CANCELLED
    if None in amounts:
        return OrderState.ASSESSING
    return OrderState.DUE if sum(each or 0 for each in amounts) else OrderState.EXEMPT


class PaymentState(StrEnum):
    """Where one try to pay stands."""

    OPEN = "open"
    SUCCEEDED = "succeeded"
    CLOSED = "closed"  # given up, replaced, or its time ran out
    SURPLUS = "surplus"  # money came when nothing was due any more; it goes back


class PayWay(StrEnum):
    """How money comes."""

    ONLINE = "online"
    CASH = "cash"
    CARD = "card"  # POS at the window


class RefundState(StrEnum):
    """Where a refund stands."""

    ASKED = "asked"  # waits for a second person
    DECLINED = "declined"
    APPROVED = "approved"  # to be sent to the provider, or paid out at the window
    SENT = "sent"  # the provider has it
    DONE = "done"
    FAILED = "failed"


HOLDING: frozenset[RefundState] = frozenset(
    {RefundState.ASKED, RefundState.APPROVED, RefundState.SENT, RefundState.DONE}
)
"""What they ask for cannot be asked for again."""

REFUND_MOVES: dict[RefundState, frozenset[RefundState]] = {
    RefundState.ASKED: frozenset({RefundState.APPROVED, RefundState.DECLINED}),
    RefundState.APPROVED: frozenset({RefundState.SENT, RefundState.DONE, RefundState.FAILED}),
    RefundState.SENT: frozenset({RefundState.DONE, RefundState.FAILED}),
}


def refund_moved(state: RefundState, after: RefundState) -> RefundState:
    """`after`, where a refund may come to it. Raises Conflict `payments.not_possible_now`."""
    if after not in REFUND_MOVES.get(state, frozenset()):
        raise errors.not_possible_now(str(state))
    return after
