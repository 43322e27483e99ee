"""Refusals around what a service point can do."""

from onevisit.kernel.errors import Conflict, Invalid, NotFound


def point_list_empty() -> Invalid:
    """A list that says nothing: a point that does nothing more needs no list of its own."""
    return Invalid("catalogue.point_list_empty")


def point_list_long(most: int) -> Invalid:
    """More offers than a list holds."""
    return Invalid("catalogue.point_list_long", most=most)


def point_list_errand(line: str) -> Invalid:
    """A line of what others may take in does not name it and its papers."""
    return Invalid("catalogue.point_list_errand", line=line[:100])


def point_list_unknown(codes: str) -> Invalid:
    """Codes under which nothing is published."""
    return Invalid("catalogue.point_list_unknown", codes=codes[:300])


def point_list_why(most: int) -> Invalid:
    """Who writes a list, or sends one back, says by what authority or why."""
    return Invalid("catalogue.point_list_why", field="why", most=most)


def point_list_day() -> Invalid:
    """A list holds from a day that is not over."""
    return Invalid("catalogue.point_list_day", field="since")


def no_such_point_list() -> NotFound:
    """No such list, or not of a point in the officer's reach."""
    return NotFound("catalogue.no_such_point_list")


def not_done_here(act: str, offer: str, nearest: str) -> Conflict:
    """The point's list does not hold this; `nearest` names those that do, "" where none does."""
    code = f"catalogue.not_done_here_{act}" if nearest else f"catalogue.done_nowhere_{act}"
    return Conflict(code, offer=offer, nearest=nearest)


def out_of_range(offer: str, nearest: str) -> Conflict:
    """The item may not be handed in so far from where it is decided 超出通办范围."""
    return Conflict("catalogue.out_of_range", offer=offer, nearest=nearest)
