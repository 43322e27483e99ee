"""Errors of reviewing drawings together."""

from datetime import date

from onevisit.kernel.errors import Conflict, Invalid, NotFound


def no_such_review() -> NotFound:
    """No such review, or not for who asks."""
    return NotFound("cases.no_such_drawing_review")


def review_stands() -> Conflict:
    """The drawings of that case are under review already."""
    return Conflict("cases.drawing_review_stands")


def nothing_to_review() -> Invalid:
    """No drawings were chosen, or none of them is a file."""
    return Invalid("cases.drawing_papers", field="material")


def nobody_else() -> Invalid:
    """Reviewing together takes another department."""
    return Invalid("cases.drawing_departments", field="department")


def bad_days(most: int) -> Invalid:
    """How many working days each has."""
    return Invalid("cases.drawing_days", field="days", most=most)


def not_now() -> Conflict:
    """The review is not waiting for this, or not for who does it."""
    return Conflict("cases.drawing_not_now")


def mending_over(day: date) -> Conflict:
    """The day by which the revised version was to come is over."""
    return Conflict("cases.drawing_over", day=day)


def no_revision() -> Invalid:
    """A revised version is at least one file."""
    return Invalid("cases.drawing_revision", field="files")


def not_agreed() -> Conflict:
    """The drawings are under review, or were not agreed to."""
    return Conflict("cases.drawings_not_agreed")


def same_file() -> Invalid:
    """The same file was handed in before."""
    return Invalid("cases.drawing_same_file", field="files")


def more_before() -> Conflict:
    """More days were asked for once in this review already, or the letter is not out."""
    return Conflict("cases.drawing_more_before")


def more_not_asked() -> Conflict:
    """Nobody asks for more days, or somebody has answered."""
    return Conflict("cases.drawing_more_not_asked")
