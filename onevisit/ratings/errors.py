"""Refusals of the ratings room. Facts hold no personal data."""

from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused


def no_such_occasion() -> NotFound:
    """No contact goes by this link."""
    return NotFound("ratings.no_such_occasion")


def no_such_rectification() -> NotFound:
    """No such rectification, or not for whoever asks."""
    return NotFound("ratings.no_such_rectification")


def not_for_staff() -> Refused:
    """Who works here does not rate."""
    return Refused("ratings.not_for_staff")


def level_needed() -> Invalid:
    """One of the five levels must be chosen."""
    return Invalid("ratings.level_needed", field="level")


def unknown_reason() -> Invalid:
    """Not one of the reasons."""
    return Invalid("ratings.unknown_reason", field="reasons")


def words_too_long(limit: int) -> Invalid:
    """More than fits."""
    return Invalid("ratings.words_too_long", field="words", limit=limit)


def words_needed() -> Invalid:
    """What was said or done must be written down."""
    return Invalid("ratings.words_needed", field="words")


def too_late_to_change(days: int) -> Conflict:
    """A rating may be changed for some days only."""
    return Conflict("ratings.too_late_to_change", days=days)


def not_possible_now() -> Conflict:
    """The rectification has moved on, or the person has not been called yet."""
    return Conflict("ratings.not_possible_now")


def unknown_kind() -> Invalid:
    """Not something that can happen to a rectification."""
    return Invalid("ratings.unknown_kind", field="kind")
