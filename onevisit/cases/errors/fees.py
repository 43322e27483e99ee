"""Refusals about what is owed for a case."""

from onevisit.kernel.errors import Conflict


def fee_unpaid() -> Conflict:
    """What is owed for the case has not been paid, nor been let off."""
    return Conflict("cases.fee_unpaid")
