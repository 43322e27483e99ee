"""Writes of the payments room, by noun."""

from onevisit.payments.services.billing import Bill, bill, drop
from onevisit.payments.services.comparing import (
    ask_again,
    compare_days,
    compare_file,
    settle_difference,
)
from onevisit.payments.services.demanding import tell_payer
from onevisit.payments.services.desk import assess, collect, exempt
from onevisit.payments.services.paying import Answer, ask_provider, open_payment, take_notice
from onevisit.payments.services.receipts import (
    receipt,
    receipt_specimen,
    receipts_of,
    verify_receipt,
)
from onevisit.payments.services.refunding import answer_refund, ask_refund, pay_out
from onevisit.payments.services.sweeping import Swept, sweep

__all__ = [
    "Answer",
    "Bill",
    "Swept",
    "answer_refund",
    "ask_again",
    "ask_provider",
    "ask_refund",
    "assess",
    "bill",
    "collect",
    "compare_days",
    "compare_file",
    "drop",
    "exempt",
    "open_payment",
    "pay_out",
    "receipt",
    "receipt_specimen",
    "receipts_of",
    "settle_difference",
    "sweep",
    "take_notice",
    "tell_payer",
    "verify_receipt",
]
