"""Refusals of the catalogue room."""

from collections.abc import Sequence

from onevisit.kernel.errors import Conflict, Invalid, NotFound, Problem


def no_such_offer(ref: str) -> NotFound:
    """Nothing is published under this code."""
    return NotFound("catalogue.no_such_offer", ref=ref[:80])


def no_such_version() -> NotFound:
    """There is no such version of an item or a bundle."""
    return NotFound("catalogue.no_such_version")


def no_such_department(code: str) -> Invalid:
    """The document or the caller names a department the directory does not know."""
    return Invalid("catalogue.unknown_department", place="/department", department=code[:60])


def definition_refused(code: str, problems: Sequence[Problem]) -> Invalid:
    """A definition contradicts itself or its surroundings; `problems` names every place."""
    return Invalid(
        "catalogue.definition_refused",
        ref=code[:80],
        count=len(problems),
        place=problems[0].place,
        problems=tuple(problems),
    )


def belongs_elsewhere(code: str) -> Conflict:
    """The code is already an item of another department or region."""
    return Conflict("catalogue.belongs_elsewhere", ref=code[:80])


def version_not_draft(state: str) -> Conflict:
    """Only a draft can be published, and only once."""
    return Conflict("catalogue.version_not_draft", state=state)


def bad_alias(phrase: str) -> Invalid:
    """An everyday name has 1 to 100 characters and holds a letter or a digit."""
    return Invalid("catalogue.bad_alias", field="phrase", phrase=phrase[:100])


def unreadable_file(reason: str) -> Invalid:
    """The import file cannot be opened or is of another form."""
    return Invalid("catalogue.unreadable_file", reason=reason)
