"""Errors of passing upward and of handing over to whoever regulates."""

from onevisit.kernel.errors import Conflict, Invalid, NotFound


def no_route_up() -> Conflict:
    """This office decides by itself."""
    return Conflict("cases.no_route_up")


def bad_route() -> Invalid:
    """A route names an item, two departments, some days and its basis."""
    return Invalid("cases.bad_route", field="code")


def route_stands() -> Conflict:
    """There is such a route already."""
    return Conflict("cases.route_stands")


def no_such_route() -> NotFound:
    """No such route, or it has ended."""
    return NotFound("cases.no_such_route")


def no_such_hand_over() -> NotFound:
    """Nothing was handed over under this id, or not to whoever asks."""
    return NotFound("cases.no_such_hand_over")


def not_acknowledged() -> Conflict:
    """What supervision found is told once the hand-over has been acknowledged."""
    return Conflict("cases.not_acknowledged")
