"""What oversight refuses, by name."""

from datetime import date

from onevisit.kernel.errors import Conflict, Invalid, NotFound


def bad_period() -> Invalid:
    """The days of a period cannot be read, are the wrong way round or too far apart."""
    return Invalid("oversight.bad_period")


def bad_filter(field: str) -> Invalid:
    """A filter of a list cannot be read."""
    return Invalid("oversight.bad_filter", field=field)


def no_such_list() -> NotFound:
    """There is no list of that name."""
    return NotFound("oversight.no_such_list")


def no_such_order() -> NotFound:
    """No order of that id, or not for whoever asks."""
    return NotFound("oversight.no_such_order")


def order_cases() -> Invalid:
    """The cases cannot be read, are none or too many, or belong to several departments."""
    return Invalid("oversight.order_cases", field="numbers")


def order_words(most: int) -> Invalid:
    """Something must be written, and no more than `most` characters."""
    return Invalid("oversight.order_words", field="words", most=most)


def order_days(most: int) -> Invalid:
    """An order is answered within 1 to `most` working days."""
    return Invalid("oversight.order_days", field="days", most=most)


def order_not_possible() -> Conflict:
    """That cannot be done with the order as it stands."""
    return Conflict("oversight.order_not_possible")


def order_moved_on() -> Conflict:
    """Something happened to the order since it was shown."""
    return Conflict("oversight.order_moved_on")


def order_runs(due: date) -> Conflict:
    """The department may still answer until `due`."""
    return Conflict("oversight.order_runs", due=due)


def no_such_card() -> NotFound:
    """No card of that id, or not for whoever asks."""
    return NotFound("oversight.no_such_card")


def card_not_possible() -> Conflict:
    """That cannot be done with the card as it stands."""
    return Conflict("oversight.card_not_possible")


def card_moved_on() -> Conflict:
    """Something happened to the card since it was shown on the page."""
    return Conflict("oversight.card_moved_on")


def card_too_late(until: date) -> Conflict:
    """It could be contested until `until`."""
    return Conflict("oversight.card_too_late", until=until)


def card_own() -> Conflict:
    """Whoever contested a card does not rule on it."""
    return Conflict("oversight.card_own")
