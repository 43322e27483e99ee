"""缴费票据: what a receipt says, as plain facts, and what whoever verifies one learns."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from onevisit.accounts.rules.pauses import PauseRule
from onevisit.kernel.money import Fen, in_words, plain, yuan
from onevisit.payments.rules.charges import ChargeKind

WRONG_CODES = PauseRule(
    "payments.verify", 20, timedelta(minutes=1), timedelta(minutes=30), forget=timedelta(hours=1)
)
"""Receipts that nobody gave, asked for from one network address."""

SPECIMEN_SUM: Fen = 1000
"""Of a receipt that nobody gave."""

PREFIX = "PJ"
"""What the number of every receipt begins with."""

FEES, TAXES = "非税收入统一票据（电子）", "税收缴款凭证（电子）"
"""What stands on top: of what an office charges (财政电子票据), of what the tax office does."""


Words = tuple[list[dict[str, Any]], str]
"""What stands below the table, as pieces that are printed, and by which text."""
Tell = Callable[[UUID, Mapping[str, Any]], Words]
_tells: dict[str, Tell] = {}


def register_receipt_words(tell: Tell) -> None:
    """Let a room above word what stands below the table of a payee's receipts; the form itself is
    fixed (财政票据管理办法, art. 10). The last to register is asked.
    """
    _tells["receipts"] = tell


def receipt_words(payee: UUID, facts: Mapping[str, Any]) -> Words:
    """The words of a receipt with these facts; none where no room above knows."""
    tell = _tells.get("receipts")
    return tell(payee, facts) if tell else ([], "")


@dataclass(frozen=True, slots=True)
class Charged:
    """One line as it was charged; `how` is its derivation."""

    case_name: str
    kind: str
    name: str
    amount: Fen
    how: Mapping[str, Any]
    exempt: str


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Money that went back of what the receipt is for; `to`: into whose hand, where it was cash."""

    number: str
    amount: Fen
    on: date
    to: str


@dataclass(frozen=True, slots=True)
class VerifiedReceipt:
    """A receipt that was given. `payer` is masked where it is a person."""

    number: str
    title: str
    payee: str
    payer: str
    offer_name: str
    paid_on: date
    amount: Fen
    refunded: Fen


def is_receipt(number: str) -> bool:
    """Whether a number typed from paper is that of a receipt."""
    return number.strip().upper().startswith(PREFIX)


def title_of(kinds: Iterable[str]) -> str:
    """What it is called: a payee charges fees or taxes."""
    return TAXES if set(kinds) == {ChargeKind.TAX} else FEES


def receipt_facts(
    lines: Iterable[Charged], refunds: Iterable[GivenBack], paid: Fen
) -> dict[str, object]:
    """The table, the sum in figures and in words, and what went back of it."""
    charged, back = list(lines), list(refunds)
    given_back = sum(each.amount for each in back)
    return {
        "title": title_of(each.kind for each in charged),
        "lines": [
            {
                "name": each.name,
                "of": each.case_name,
                "counted": _counted(each),
                "amount": plain(each.amount),
            }
            for each in charged
        ],
        "total": plain(paid),
        "words": in_words(paid),
        "refunds": [
            {
                "number": each.number,
                "amount": plain(each.amount),
                "on": each.on.isoformat(),
                "to": each.to,
            }
            for each in back
        ],
        "mark": "已全部退还" if given_back == paid else "已部分退还" if back else "",
        "left": plain(paid - given_back),
    }


def _counted(line: Charged) -> str:
    """The standard, or the tax base and the rate; "" for what an officer found out."""
    how = line.how
    if line.exempt:
        return f"免收：{line.exempt}"
    if "each" in how:
        return f"{how['count']} {how.get('unit') or '件'} × {yuan(how['each'])} 元"
    if "rate" in how:
        return f"计税依据 {yuan(how['base'])} 元，税率 {how['rate'] / 100:g}%"
    return ""
