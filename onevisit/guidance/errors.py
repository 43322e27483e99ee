"""Named refusals of guidance."""

from onevisit.kernel.errors import Conflict, Invalid, NotFound


def not_learnable(phrase: str) -> Invalid:
    """What is no short Chinese phrase can't become an everyday name here."""
    return Invalid("guidance.not_learnable", field="phrase", phrase=phrase[:20])


def way_on_ended() -> NotFound:
    """A printed code that is too old or was not made here."""
    return NotFound("guidance.way_on_ended")


def no_form() -> NotFound:
    """There is no form to print."""
    return NotFound("guidance.no_form")


def guide_unprintable() -> Conflict:
    """Some character of the text is not in the font."""
    return Conflict("guidance.guide_unprintable")
