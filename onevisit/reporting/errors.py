"""Named refusals of the reporting room."""

from onevisit.kernel.errors import Conflict, Invalid, NotFound


def no_such_batch() -> NotFound:
    """No batch of that number."""
    return NotFound("reporting.no_such_batch")


def no_such_row() -> NotFound:
    """No such row."""
    return NotFound("reporting.no_such_row")


def no_such_subscription() -> NotFound:
    """No such system, or it is told nothing any more."""
    return NotFound("reporting.no_such_subscription")


def no_such_call() -> NotFound:
    """Nothing of that key was ever told."""
    return NotFound("reporting.no_such_call")


def no_department() -> Invalid:
    """No department was chosen."""
    return Invalid("reporting.no_department", field="department")


def joined_already() -> Conflict:
    """The system hears of this department's cases already."""
    return Conflict("reporting.joined_already")


def nothing_named() -> Invalid:
    """Neither a case nor a day."""
    return Invalid("reporting.nothing_named", field="case")


def nothing_to_replay() -> Conflict:
    """Nothing of it was told yet."""
    return Conflict("reporting.nothing_to_replay")


def no_such_office() -> NotFound:
    """No office that works by files."""
    return NotFound("reporting.no_such_office")


def no_such_officer() -> Invalid:
    """No login, or not one that decides for the department."""
    return Invalid("reporting.no_such_officer", field="username")


def file_too_big(most: int) -> Invalid:
    """More than is read, in MiB."""
    return Invalid("reporting.file_too_big", most=most)


def no_such_answer() -> NotFound:
    """Nothing of that id was written down of the province's codes."""
    return NotFound("reporting.no_such_answer")


def code_why(most: int) -> Invalid:
    """The paper, or why it is sent back: something, and no more than so many characters."""
    return Invalid("reporting.code_why", field="why", most=most)


def forgotten() -> Conflict:
    """What the batch said of people was cleared away in time."""
    return Conflict("reporting.forgotten")
