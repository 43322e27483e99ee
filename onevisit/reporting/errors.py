"""Named refusals of the reporting room."""

from onevisit.kernel.errors import NotFound


def no_such_batch() -> NotFound:
    """No batch of that number."""
    return NotFound("reporting.no_such_batch")


def no_such_row() -> NotFound:
    """No such row."""
    return NotFound("reporting.no_such_row")
