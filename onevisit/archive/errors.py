"""Refusals of the archive: each says what stands in the way."""

from datetime import date

from onevisit.kernel.errors import Conflict, Invalid, NotFound, Problem


def no_such_package() -> NotFound:
    """No such archived case, or not in the reach of who asks."""
    return NotFound("archive.no_such_package")


def destroyed(on: date) -> Conflict:
    """Its content was destroyed by an approved list; only the manifest is left."""
    return Conflict("archive.destroyed", on=on)


def spoilt() -> Conflict:
    """The kept package is not what was signed."""
    return Conflict("archive.spoilt")


def no_such_file() -> NotFound:
    """The package lists no file of that name."""
    return NotFound("archive.no_such_file")


def no_such_transfer() -> NotFound:
    """No such transfer, or not in the reach of who asks."""
    return NotFound("archive.no_such_transfer")


def nothing_to_transfer() -> Conflict:
    """Everything that fits was handed over before."""
    return Conflict("archive.nothing_to_transfer")


def already_received() -> Conflict:
    """The other side has signed for it: it is theirs now."""
    return Conflict("archive.already_received")


def text_needed(field: str) -> Invalid:
    """A name, number or reason must be given."""
    return Invalid("archive.text_needed", field=field)


def text_too_long(field: str, most: int) -> Invalid:
    """Longer than is kept."""
    return Invalid("archive.text_too_long", field=field, most=most)


def no_such_destruction() -> NotFound:
    """No such proposal, or not in the reach of who asks."""
    return NotFound("archive.no_such_destruction")


def nothing_to_destroy() -> Conflict:
    """Nothing chosen may be destroyed."""
    return Conflict("archive.nothing_to_destroy")


def not_due(number: str) -> Conflict:
    """The term of one of them has not run out."""
    return Conflict("archive.not_due", number=number)


def still_growing(number: str) -> Conflict:
    """Something came to one of them and is not archived yet."""
    return Conflict("archive.still_growing", number=number)


def held_back(number: str) -> Conflict:
    """A hold stands on one of them."""
    return Conflict("archive.held_back", number=number)


def proposed_before(number: str) -> Conflict:
    """One of them stands in another proposal."""
    return Conflict("archive.proposed_before", number=number)


def two_people() -> Conflict:
    """Who proposed it does not approve it."""
    return Conflict("archive.two_people")


def answered() -> Conflict:
    """Somebody has approved or declined it already."""
    return Conflict("archive.answered")


def held_already() -> Conflict:
    """A hold stands on it already."""
    return Conflict("archive.held_already")


def not_held() -> Conflict:
    """No hold stands on it."""
    return Conflict("archive.not_held")


def lift_by_another(name: str) -> Conflict:
    """Who placed a hold does not lift it."""
    return Conflict("archive.lift_by_another", name=name)


def old_empty() -> Invalid:
    """The list names nothing."""
    return Invalid("archive.old_empty", field="file")


def old_head(name: str) -> Invalid:
    """A column is missing in the list."""
    return Invalid("archive.old_head", field="file", name=name)


def old_too_many(most: int) -> Invalid:
    """More lines than are taken over at once."""
    return Invalid("archive.old_too_many", field="file", most=most)


def old_too_large(most: int) -> Invalid:
    """A batch of more than `most` megabytes."""
    return Invalid("archive.old_too_large", field="file", most=most)


def old_unreadable() -> Invalid:
    """A ZIP that cannot be unpacked, or has no list in it."""
    return Invalid("archive.old_unreadable", field="file")


def old_wrong(problems: list[Problem]) -> Invalid:
    """Some lines are wrong; each by its row."""
    return Invalid("archive.old_wrong", field="file", n=len(problems), problems=problems)
