"""Refusals around lockers. Facts hold no personal data and no code."""

from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused


def no_such_locker() -> NotFound:
    """No such locker, or not at the actor's office."""
    return NotFound("delivery.no_such_locker")


def no_such_stay() -> NotFound:
    """Nothing of that number lies in a locker, or not at the actor's office."""
    return NotFound("delivery.no_such_stay")


def stay_moved_on() -> Conflict:
    """It is no longer where it was."""
    return Conflict("delivery.stay_moved_on")


def door_taken(door: str) -> Conflict:
    """Something lies behind that door already, or there is none of that number."""
    return Conflict("delivery.door_taken", door=door)


def cabinet_away() -> Conflict:
    """The locker does not answer: nobody knows whether the door opened."""
    return Conflict("delivery.cabinet_away")


def no_cabinets() -> Conflict:
    """No lockers are joined to this house."""
    return Conflict("delivery.no_cabinets")


def bad_news() -> Refused:
    """What a locker is said to tell is not signed, forged, too old or makes no sense."""
    return Refused("delivery.bad_news")


def bad_doors(line: str) -> Invalid:
    """Doors are written as number and size (s, m, l), each once."""
    return Invalid("delivery.bad_doors", field="doors", line=line)


def locker_words_needed(field: str) -> Invalid:
    """A locker has a name, a device number, a place and hours."""
    return Invalid("delivery.locker_words_needed", field=field)


def bad_keep_days(most: int) -> Invalid:
    """Results lie in a locker for one day to so many."""
    return Invalid("delivery.bad_keep_days", field="keep_days", most=most)


def device_taken(name: str) -> Conflict:
    """Another locker goes by this device number."""
    return Conflict("delivery.device_taken", name=name)


def doors_in_use(doors: str) -> Conflict:
    """Something lies behind doors that would be gone."""
    return Conflict("delivery.doors_in_use", doors=doors)
