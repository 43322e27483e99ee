"""Refusals about matters that lie elsewhere."""

from onevisit.kernel.errors import Conflict


def nobody_competent() -> Conflict:
    """Neither the place where the matter lies nor what is above it carries the item."""
    return Conflict("cases.nobody_competent")
