"""Refusals about yearly notices, and about what is supposed of a clock."""

from onevisit.kernel.errors import Conflict, Invalid, NotFound


def no_such_notice() -> NotFound:
    """No notice of a year goes by that id."""
    return NotFound("cases.no_such_notice")


def recount_runs() -> Conflict:
    """The limits are still being counted by the notice before."""
    return Conflict("cases.recount_runs")


def year_as_it_is(year: int) -> Conflict:
    """The notice says what is entered for that year already."""
    return Conflict("cases.year_as_it_is", year=year)


def supposed_backwards() -> Invalid:
    """What is supposed ends before it begins, or lies before what has happened."""
    return Invalid("cases.supposed_backwards")


def supposed_far() -> Invalid:
    """What is supposed lies more than three years away."""
    return Invalid("cases.supposed_far")
