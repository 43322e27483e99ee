"""Errors of recording what came of a review or a suit."""

from onevisit.kernel.errors import Invalid


def ruling_unnamed(most: int) -> Invalid:
    """Who ruled and under which number must be said, each in at most `most` characters."""
    return Invalid("cases.ruling_unnamed", field="by", most=most)


def ruling_day() -> Invalid:
    """A ruling of a day that has not come."""
    return Invalid("cases.ruling_day", field="on")


def ruling_days(most: int) -> Invalid:
    """What is decided again needs a limit of 1 to `most` days."""
    return Invalid("cases.ruling_days", field="days", most=most)
