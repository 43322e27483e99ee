"""Errors of asking another department for its opinion."""

from onevisit.kernel.errors import Conflict, Invalid, NotFound


def no_such_consultation() -> NotFound:
    """No such request for an opinion, or not for who asks."""
    return NotFound("cases.no_such_consultation")


def asks_itself() -> Invalid:
    """A department does not ask itself, and not one that does not exist."""
    return Invalid("cases.consult_other", field="department")


def asked_already() -> Conflict:
    """That department was asked and has not answered."""
    return Conflict("cases.consult_asked")


def consultation_over() -> Conflict:
    """It was answered or withdrawn, or the case is decided."""
    return Conflict("cases.consult_over")
