"""Refusals of the projects room. Facts hold no personal data."""

from onevisit.kernel.errors import Conflict, Invalid, NotFound


def no_such_project() -> NotFound:
    """No such project, or not for whoever asks."""
    return NotFound("projects.no_such_project")


def no_such_kind() -> NotFound:
    """No such kind of project."""
    return NotFound("projects.no_such_kind")


def no_such_engagement() -> NotFound:
    """No such work of an intermediary in this project."""
    return NotFound("projects.no_such_engagement")


def bad_phases() -> Invalid:
    """The phases of a kind are not whole, or an item stands in two of them."""
    return Invalid("projects.bad_phases", field="phases")


def named(field: str, most: int) -> Invalid:
    """A name is needed, of at most `most` characters."""
    return Invalid("projects.name_needed", field=field, most=most)


def bad_days() -> Invalid:
    """Days of the future, or an end before the begin."""
    return Invalid("projects.bad_days", field="begun_on")


def not_in_project(name: str) -> Conflict:
    """What is to be applied for belongs to no phase of this project."""
    return Conflict("projects.not_in_project", name=name)


def other_project(code: str) -> Conflict:
    """The draft there is already is a part of another project."""
    return Conflict("projects.other_project", code=code)


def ended_already() -> Conflict:
    """The work of the intermediary has ended."""
    return Conflict("projects.ended_already")
