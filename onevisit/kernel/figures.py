"""Numbers of forms and questions: as they are typed, and as people read them."""

from decimal import Decimal

Number = int | float

MONEY = "元"
"""The unit whose numbers are read with both digits of 分."""


def typed(number: Number) -> str:
    """All its digits, without separators and never with an exponent: ``1234567.5``, ``86``."""
    return format(_exact(number), "f")


def grouped(number: Number, unit: str = "") -> str:
    """In groups of three; money in 元 as receipts say it, ``1,234.50``, unless finer than 分."""
    exact = _exact(number)
    if unit == MONEY and exact == round(exact, 2):
        return format(exact, ",.2f")
    return format(exact, ",f")


def measured(number: Number, unit: str = "") -> str:
    """The same with its unit: ``1,234,567.00 元``, ``2,000 平方米``."""
    return f"{grouped(number, unit)} {unit}".strip()


def _exact(number: Number) -> Decimal:
    """As it was written: a float says no more digits than it needs."""
    exact = Decimal(str(number))
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()
