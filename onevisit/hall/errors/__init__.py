"""Refusals of the hall."""

from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused


def no_such_ticket() -> NotFound:
    """No such ticket here today."""
    return NotFound("hall.no_such_ticket")


def no_point() -> Refused:
    """Whoever queues people must sit at a service point."""
    return Refused("hall.no_point")


def not_possible_now() -> Conflict:
    """The ticket has moved on."""
    return Conflict("hall.not_possible_now")


def with_other_window(number: str, window: str) -> Conflict:
    """Another clerk has this person."""
    return Conflict("hall.with_other_window", number=number, window=window)


def somebody_here(number: str) -> Conflict:
    """The clerk still has somebody at the window."""
    return Conflict("hall.somebody_here", number=number)


def unknown_priority() -> Invalid:
    """Not one of the priorities."""
    return Invalid("hall.unknown_priority", field="priority")


def bad_name(longest: int) -> Invalid:
    """What somebody is called by is too long, or holds a number that names a person."""
    return Invalid("hall.bad_name", field="called_as", longest=longest)


def unknown_window() -> Invalid:
    """No clerk of this service point sits there."""
    return Invalid("hall.unknown_window", field="window")
