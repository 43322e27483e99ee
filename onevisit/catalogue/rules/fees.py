"""Rates of fees by date: what is charged on a day, and what is settled for later."""

from collections.abc import Iterable, Iterator
from datetime import date

from onevisit.catalogue.rules.definition import Fee, FeeRate
from onevisit.kernel.conditions import Condition


def standard_on(fee: Fee, day: date) -> str:
    """What is charged that day: the newest rates that have begun, else the standard without
    dates.
    """
    return "；".join(map(told, rates_on(fee, day))) or fee.standard


def rates_on(fee: Fee, day: date) -> tuple[FeeRate, ...]:
    """The rates that hold that day: all that began on the newest day not after it."""
    begun = [rate for rate in fee.rates if rate.since <= day.isoformat()]
    newest = max((rate.since for rate in begun), default="")
    return tuple(rate for rate in begun if rate.since == newest)


def fee_conditions(fees: Iterable[Fee]) -> Iterator[Condition]:
    """What decides how much is charged."""
    for fee in fees:
        yield from (rate.when for rate in fee.rates)
        yield from (free.when for free in fee.exemptions)


def rates_after(fee: Fee, day: date) -> tuple[FeeRate, ...]:
    """Rates that begin later, the next one first."""
    ahead = (rate for rate in fee.rates if rate.since > day.isoformat())
    return tuple(sorted(ahead, key=lambda rate: rate.since))


def told(rate: FeeRate) -> str:
    """The amount with what it is charged for: 20 元／证."""
    return f"{rate.standard}／{rate.unit}" if rate.unit else rate.standard
