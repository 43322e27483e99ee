"""Errors of guidance that its services raise."""

from onevisit.kernel.errors import Invalid


def not_learnable(phrase: str) -> Invalid:
    """What is no short Chinese phrase can't become an everyday name here."""
    return Invalid("guidance.not_learnable", field="phrase", phrase=phrase[:20])
