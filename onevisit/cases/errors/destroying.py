"""What is no more."""

from datetime import date

from onevisit.kernel.errors import Conflict


def destroyed(on: date) -> Conflict:
    """It was destroyed by schedule; number, states and days are left, nothing it said."""
    return Conflict("cases.destroyed", on=on)
