"""Named refusals of the notifications room."""

from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused


def no_such_message() -> NotFound:
    """No such message, or not for whoever asks."""
    return NotFound("notifications.no_such_message")


def no_such_delivery() -> NotFound:
    """No such sending, or not in the reach of whoever asks."""
    return NotFound("notifications.no_such_delivery")


def no_such_kind() -> NotFound:
    """No such wording."""
    return NotFound("notifications.no_such_kind")


def bad_receipt() -> Refused:
    """A receipt whose signature does not hold."""
    return Refused("notifications.bad_receipt")


def words_needed(field: str) -> Invalid:
    """Something must be said."""
    return Invalid("notifications.words_needed", field=field)


def words_too_long(field: str, limit: int) -> Invalid:
    """More than fits."""
    return Invalid("notifications.words_too_long", field=field, limit=limit)


def unknown_variable(field: str, name: str) -> Invalid:
    """Nothing of that name is known when this is told."""
    return Invalid("notifications.unknown_variable", field=field, name=name)


def broken_braces(field: str) -> Invalid:
    """A brace without its other, or something but a name between them."""
    return Invalid("notifications.broken_braces", field=field)


def bad_day() -> Invalid:
    """New words hold from tomorrow at the earliest: what was told stays as it was read."""
    return Invalid("notifications.bad_day", field="since")


def day_taken() -> Conflict:
    """Other words hold from that very day."""
    return Conflict("notifications.day_taken")


def bad_hours() -> Invalid:
    """Not a time of day."""
    return Invalid("notifications.bad_hours", field="quiet_from")


def bad_email() -> Invalid:
    """Not an e-mail address."""
    return Invalid("notifications.bad_email", field="address")


def wrong_code(left: int) -> Invalid:
    """Not the code that was sent."""
    return Invalid("notifications.wrong_code", field="code", left=left)


def code_over() -> Invalid:
    """The code is too old, or was tried too often."""
    return Invalid("notifications.code_over", field="code")


def not_sent() -> Refused:
    """The gateway did not take it; nothing was kept."""
    return Refused("notifications.not_sent")


def wait_a_minute() -> Refused:
    """One message a minute to an address that is not proven."""
    return Refused("notifications.wait_a_minute")
