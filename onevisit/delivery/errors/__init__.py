"""Refusals of the delivery room. Facts hold no personal data."""

from datetime import date

from onevisit.kernel.errors import Conflict, Invalid, NotFound


def no_such_parcel() -> NotFound:
    """No such parcel, or not for whoever asks."""
    return NotFound("delivery.no_such_parcel")


def recipient_needed() -> Invalid:
    """A parcel needs a name."""
    return Invalid("delivery.recipient_needed", field="recipient")


def phone_needed() -> Invalid:
    """The courier needs a mobile number."""
    return Invalid("delivery.phone_needed", field="phone")


def address_too_short() -> Invalid:
    """Too short to be found: county, street and number are needed."""
    return Invalid("delivery.address_too_short", field="address")


def address_too_long(limit: int) -> Invalid:
    """Longer than a label holds."""
    return Invalid("delivery.address_too_long", field="address", limit=limit)


def address_forgotten() -> Conflict:
    """The address was deleted when it was no longer needed."""
    return Conflict("delivery.address_forgotten")


def unknown_carrier() -> Invalid:
    """Not one of the couriers."""
    return Invalid("delivery.unknown_carrier", field="carrier")


def bad_tracking_number() -> Invalid:
    """Not a tracking number: a digit is wrong or missing."""
    return Invalid("delivery.bad_tracking_number", field="tracking_number")


def tracking_number_taken(parcel: str) -> Conflict:
    """Another parcel already goes by this number."""
    return Conflict("delivery.tracking_number_taken", parcel=parcel)


def unknown_mark() -> Invalid:
    """Not something that can happen to a parcel."""
    return Invalid("delivery.unknown_mark", field="mark")


def unknown_note(field: str) -> Invalid:
    """Not one of the reasons, or not one of those who may sign."""
    return Invalid("delivery.unknown_note", field=field)


def not_possible_now(state: str) -> Conflict:
    """The parcel has moved on."""
    return Conflict("delivery.not_possible_now", state=state)


def bad_day(since: date) -> Invalid:
    """The day lies before the parcel was handed to the courier, or after today."""
    return Invalid("delivery.bad_day", field="on", since=since.isoformat())
