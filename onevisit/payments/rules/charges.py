"""What one item charges on a day in one situation, and how that comes about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from onevisit.catalogue.rules.definition import Fee, ItemDefinition
from onevisit.catalogue.rules.fees import rates_on
from onevisit.kernel.money import Fen
from onevisit.payments.rules.taxes import Facts, Reckoned, taxes_of


class ChargeKind(StrEnum):
    """What is charged."""

    FEE = "fee"  # 行政事业性收费
    TAX = "tax"


@dataclass(frozen=True, slots=True)
class Charge:
    """One line to be paid. `full` is what it would be without an exemption, `amount` what is to be
    paid, None where an officer must find it out (核定). `how` is the derivation as plain data, see
    `web/telling`. `owed_by` is the side that owes it by law, "" for the applicant.
    """

    key: str
    kind: ChargeKind
    name: str
    full: Fen
    amount: Fen | None
    how: dict[str, Any] = field(default_factory=dict)
    basis: str = ""
    owed_by: str = ""
    exempt: str = ""
    exempt_basis: str = ""


def charges_of(item: ItemDefinition, facts: Facts, day: date) -> tuple[Charge, ...]:
    """The fees of the item that can be counted, then the taxes that belong to it."""
    fees = (_fee(fee, facts, day) for fee in item.fees)
    taxes = (_tax(each) for each in taxes_of(item.catalogue_code, facts, day))
    return (*(each for each in fees if each is not None), *taxes)


def charges_money(item: ItemDefinition) -> bool:
    """Whether anything may be charged for it here, in whatever situation."""
    counted = any(rate.amount is not None for fee in item.fees for rate in fee.rates)
    return counted or taxes_of.known(item.catalogue_code)


def _fee(fee: Fee, facts: Facts, day: date) -> Charge | None:
    rate = next(
        (each for each in rates_on(fee, day) if each.amount is not None and each.when(facts)), None
    )
    if rate is None or rate.amount is None:
        return None
    count = _count(fee.quantity, facts)
    full = rate.amount * count
    if not full:
        return None
    free = next((each for each in fee.exemptions if each.when(facts)), None)
    how = {"count": count, "unit": rate.unit, "each": rate.amount, "since": rate.since}
    return Charge(
        key=fee.name,
        kind=ChargeKind.FEE,
        name=fee.name,
        full=full,
        amount=0 if free else full,
        how=how,
        basis=fee.basis,
        exempt=free.reason if free else "",
        exempt_basis=(free.basis or fee.reduction) if free else "",
    )


def _count(key: str, facts: Mapping[str, Any]) -> int:
    """How many units; an answer that is no whole number is none."""
    if not key:
        return 1
    value = facts.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return 0
    return int(value) if value > 0 and value == int(value) else 0


def _tax(found: Reckoned) -> Charge:
    return Charge(
        key=found.tax,
        kind=ChargeKind.TAX,
        name=found.name,
        full=found.full,
        amount=found.amount,
        how=found.how,
        basis=found.basis,
        owed_by=found.owed_by,
        exempt=found.exempt,
        exempt_basis=found.basis if found.exempt else "",
    )
