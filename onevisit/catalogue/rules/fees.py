"""Rates of fees by date: what is charged on a day, and what is settled for later."""

from datetime import date

from onevisit.catalogue.rules.definition import Fee, FeeRate


def standard_on(fee: Fee, day: date) -> str:
    """What is charged that day: the newest rate that has begun, else the standard without dates."""
    begun = [rate for rate in fee.rates if rate.since <= day.isoformat()]
    return told(max(begun, key=lambda rate: rate.since)) if begun else fee.standard


def rates_after(fee: Fee, day: date) -> tuple[FeeRate, ...]:
    """Rates that begin later, the next one first."""
    ahead = (rate for rate in fee.rates if rate.since > day.isoformat())
    return tuple(sorted(ahead, key=lambda rate: rate.since))


def told(rate: FeeRate) -> str:
    """The amount with what it is charged for: 20 元／证."""
    return f"{rate.standard}／{rate.unit}" if rate.unit else rate.standard
