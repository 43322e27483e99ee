"""Refusals about the texts of letters. Placeholders in facts are written as they are typed."""

from collections.abc import Iterable

from onevisit.kernel.errors import Conflict, Invalid, NotFound


def _typed(names: Iterable[str]) -> str:
    return "、".join(f"{{{{{name}}}}}" for name in names)


def no_such_form() -> NotFound:
    """No letter goes by that name, or this department has no text of its own for it."""
    return NotFound("cases.no_such_form")


def no_such_text() -> NotFound:
    """No version goes by that id, or not for whoever asks."""
    return NotFound("cases.no_such_text")


def text_empty(section: str) -> Invalid:
    """A letter without title or opening."""
    return Invalid("cases.letter_text_empty", field=section)


def text_long(section: str, most: int) -> Invalid:
    """More than fits."""
    return Invalid("cases.letter_text_long", field=section, most=most)


def text_lines(section: str, most: int) -> Invalid:
    """More lines than fit."""
    return Invalid("cases.letter_text_lines", field=section, most=most)


def text_broken(section: str, near: str) -> Invalid:
    """Braces that are not a placeholder."""
    return Invalid("cases.letter_text_broken", field=section, near=near)


def text_unknown(section: str, names: Iterable[str]) -> Invalid:
    """Placeholders that this form does not have."""
    return Invalid("cases.letter_text_unknown", field=section, names=_typed(names))


def text_not_alone(section: str, name: str) -> Invalid:
    """A list or table inside a sentence, or outside the body."""
    return Invalid("cases.letter_text_not_alone", field=section, names=_typed([name]))


def text_missing(section: str, names: Iterable[str], law: str) -> Invalid:
    """What the law wants said is not there."""
    return Invalid("cases.letter_text_missing", field=section, names=_typed(names), law=law)


def text_may_vanish(section: str, name: str, other: str) -> Invalid:
    """What must be said stands in a line that is left out when `other` has nothing to say."""
    return Invalid(
        "cases.letter_text_may_vanish", field=section, names=_typed([name]), other=_typed([other])
    )


def number_words() -> Invalid:
    """The words a number begins with are not characters, or too many."""
    return Invalid("cases.number_words", field="title")


def number_taken(who: str) -> Conflict:
    """Another department numbers by these words."""
    return Conflict("cases.number_taken", who=who)


def text_unprintable(characters: str) -> Invalid:
    """Characters that the font does not have."""
    return Invalid("cases.letter_text_unprintable", characters=characters)


def text_same() -> Conflict:
    """It says what is in force already."""
    return Conflict("cases.letter_text_same")
