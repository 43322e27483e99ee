"""What oversight refuses, by name."""

from onevisit.kernel.errors import Invalid, NotFound


def bad_period() -> Invalid:
    """The days of a period cannot be read, are the wrong way round or too far apart."""
    return Invalid("oversight.bad_period")


def bad_filter(field: str) -> Invalid:
    """A filter of a list cannot be read."""
    return Invalid("oversight.bad_filter", field=field)


def no_such_list() -> NotFound:
    """There is no list of that name."""
    return NotFound("oversight.no_such_list")
