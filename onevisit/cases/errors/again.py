"""Errors of applying once more for what failed."""

from onevisit.kernel.errors import Conflict


def nothing_failed() -> Conflict:
    """The case runs, was granted, or is decided again."""
    return Conflict("cases.nothing_failed")
