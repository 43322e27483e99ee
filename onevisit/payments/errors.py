"""Refusals of the payments room. Facts hold no personal data."""

from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused


def no_such_order() -> NotFound:
    """No such order, or not for whoever asks."""
    return NotFound("payments.no_such_order")


def no_such_payment() -> NotFound:
    """No payment of that number."""
    return NotFound("payments.no_such_payment")


def no_such_refund() -> NotFound:
    """No refund of that id, or not for whoever asks."""
    return NotFound("payments.no_such_refund")


def no_such_difference() -> NotFound:
    """No such difference."""
    return NotFound("payments.no_such_difference")


def not_possible_now(state: str) -> Conflict:
    """The order or refund has moved on."""
    return Conflict("payments.not_possible_now", state=state)


def refund_waits() -> Conflict:
    """A refund of it waits for a second person."""
    return Conflict("payments.refund_waits")


def not_due(state: str) -> Conflict:
    """There is nothing to pay on it now."""
    return Conflict("payments.not_due", state=state)


def provider_away() -> Conflict:
    """The provider does not answer; nothing was charged."""
    return Conflict("payments.provider_away")


def no_provider() -> Conflict:
    """No provider is joined; it is paid at a window."""
    return Conflict("payments.no_provider")


def bad_notice() -> Refused:
    """The notice is not signed, or not by the provider, or too old."""
    return Refused("payments.bad_notice")


def reason_needed() -> Invalid:
    """It must be said why."""
    return Invalid("payments.reason_needed", field="reason")


def bad_amount() -> Invalid:
    """Not an amount in 元."""
    return Invalid("payments.bad_amount", field="amount")


def amount_differs(total: str) -> Invalid:
    """What was counted is not what is due; the total in 元."""
    return Invalid("payments.amount_differs", field="amount", total=total)


def more_than_paid(left: str) -> Invalid:
    """More than what is left of the payment, in 元."""
    return Invalid("payments.more_than_paid", field="amount", left=left)


def unknown_way() -> Invalid:
    """Neither cash nor card."""
    return Invalid("payments.unknown_way", field="way")


def voucher_needed() -> Invalid:
    """A card payment goes by the number on the slip."""
    return Invalid("payments.voucher_needed", field="voucher")


def voucher_taken(order: str) -> Conflict:
    """Another payment already goes by this slip."""
    return Conflict("payments.voucher_taken", order=order)


def window_needed() -> Refused:
    """Money is taken at a window."""
    return Refused("payments.window_needed")


def no_such_hand() -> Refused:
    """No mandate of the payer's says that this person pays for them."""
    return Refused("payments.no_such_hand")


def hand_unnamed() -> Invalid:
    """Whoever pays for another is named."""
    return Invalid("payments.hand_unnamed", field="hand")


def not_who_brought_it() -> Refused:
    """Cash goes back to the payer, to who acts for them, or to who had brought it."""
    return Refused("payments.not_who_brought_it")


def receiver_unnamed() -> Invalid:
    """Whoever takes back what they paid for another is identified."""
    return Invalid("payments.receiver_unnamed", field="number")


def second_person_needed() -> Refused:
    """Who asked for a refund does not approve it."""
    return Refused("payments.second_person_needed")


def unknown_line() -> Invalid:
    """Not a line of this order that can be written on."""
    return Invalid("payments.unknown_line", field="line")


def bad_statement(line: int) -> Invalid:
    """The provider's file cannot be read from this line on."""
    return Invalid("payments.bad_statement", line=line)


def no_receipt() -> NotFound:
    """Nothing was paid on it, so there is no receipt."""
    return NotFound("payments.no_receipt")


def no_such_receipt() -> NotFound:
    """No receipt of that number with that check code."""
    return NotFound("payments.no_such_receipt")


def receipt_unprintable() -> Conflict:
    """A character the font does not have."""
    return Conflict("payments.receipt_unprintable")
