"""Errors of what an authority begins of its own motion."""

from onevisit.kernel.errors import Conflict


def motion_not_possible() -> Conflict:
    """There is no result that holds."""
    return Conflict("cases.motion_not_possible")


def motion_runs() -> Conflict:
    """Something begun about the same result has not ended."""
    return Conflict("cases.motion_runs")
