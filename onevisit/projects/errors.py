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


def phase_unnamed(n: int, most: int) -> Invalid:
    """The n-th phase has no name, too long a name, or nobody who leads it."""
    return Invalid("projects.phase_unnamed", field="phases", n=n, most=most)


def phase_limit(name: str, most: int) -> Invalid:
    """The limit of a phase is no number of working days."""
    return Invalid("projects.phase_limit", field="phases", name=name, most=most)


def phase_empty(name: str) -> Invalid:
    """Nothing is decided in a phase."""
    return Invalid("projects.phase_empty", field="phases", name=name)


def phase_order(name: str) -> Invalid:
    """A phase waits for one that does not come before it."""
    return Invalid("projects.phase_order", field="phases", name=name)


def phase_lead(name: str) -> Invalid:
    """No department leads a phase."""
    return Invalid("projects.phase_lead", field="phases", name=name)


def not_offered(name: str) -> Invalid:
    """What a phase names is not published, or is no part of what is applied for in it."""
    return Invalid("projects.not_offered", field="phases", name=name)


def bad_code(most: int) -> Invalid:
    """The code of a kind is small letters, digits and hyphens."""
    return Invalid("projects.bad_code", field="code", most=most)


def code_taken() -> Conflict:
    """A kind of that code is there already."""
    return Conflict("projects.code_taken")


def no_such_version() -> NotFound:
    """No version goes by that id, or not for whoever asks."""
    return NotFound("projects.no_such_version")


def kind_same() -> Conflict:
    """It says what holds already."""
    return Conflict("projects.kind_same")


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
