"""Refusals around what is taken in for another county."""

from onevisit.kernel.errors import Conflict, Invalid, NotFound


def no_such_errand() -> NotFound:
    """No such errand, or neither taken in at nor meant for the actor's window."""
    return NotFound("hall.no_such_errand")


def errand_moved_on() -> Conflict:
    """It is past this step, or the step is the other window's."""
    return Conflict("hall.errand_moved_on")


def errand_words(most: int) -> Invalid:
    """What the other county decides or asks must be said, in so many characters at most."""
    return Invalid("hall.errand_words", field="note", most=most)


def errand_papers(names: str) -> Invalid:
    """Papers on the other county's list were not looked at."""
    return Invalid("hall.errand_papers", field="seen", names=names[:300])


def errand_not_listed() -> Conflict:
    """The other county's window does not have this on its list (any more)."""
    return Conflict("hall.errand_not_listed")
