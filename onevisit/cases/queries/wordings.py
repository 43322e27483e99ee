"""By which texts some departments tell what happens today: read once for a whole transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from onevisit.cases.queries.letter_texts import standing_on
from onevisit.cases.rules.composing import composed
from onevisit.cases.rules.letter_forms import FOR_ALL, LetterForm, LetterText

READ: Final = """(
SELECT json_agg(json_build_array(form, department_id, id, text IS NULL, text ->> 'title', item))
FROM (
    SELECT DISTINCT ON (form, department_id, item) form, department_id, item, id, text
    FROM cases_letterversion
    WHERE state = 'in_force' AND since <= %s AND (department_id IS NULL OR department_id = ANY(%s))
    ORDER BY form, department_id, item, since DESC, n DESC
) AS newest)"""
"""One value for a day and departments, in a statement of its own or beside others: `as_read`."""


@dataclass(frozen=True, slots=True)
class _Newest:
    id: UUID
    goes_back: bool
    title: str


@dataclass(frozen=True, slots=True)
class Wordings:
    """The newest versions of some departments and of the county, as they hold on `day`."""

    day: date
    newest: Mapping[tuple[str, UUID | None, str], _Newest]

    def ref(self, form: LetterForm, department_id: UUID, item: str = "") -> str:
        """What is kept with a document of the department (`Edition.ref`), a result of `item`."""
        found = self._held(form, department_id, item)
        return str(found.id) if found else standing_on(form, self.day).ref

    def prefix(self, department_id: UUID) -> str:
        """机关代字 of the department's results."""
        found = self._held(LetterForm.NUMBER, department_id, "")
        title = found.title if found else standing_on(LetterForm.NUMBER, self.day).text.title
        return prefix_of(title)

    def _held(self, form: LetterForm, department_id: UUID, item: str) -> _Newest | None:
        """As `letter_texts.edition_on`: the item's, unless that goes back; the department's; the
        county's.
        """
        own = () if form in FOR_ALL else ((department_id, item), (department_id, ""))
        rows = (self.newest.get((form, *owner)) for owner in (*own, (None, "")))
        return next((row for row in rows if row and not row.goes_back), None)


def wordings_on(department_ids: Collection[UUID], day: date) -> Wordings:
    """One query, however many forms."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {READ}", [day, list(department_ids)])
        (told,) = cursor.fetchone() or (None,)
    return as_read(told, day)


def as_read(told: Iterable[Sequence[Any]] | None, day: date) -> Wordings:
    """What `READ` gave of that day; None for no version at all."""
    return Wordings(
        day,
        {
            (form, UUID(owner) if owner else None, item): _Newest(UUID(id_), back, title or "")
            for form, owner, id_, back, title, item in told or ()
        },
    )


def prefix_of(title: str) -> str:
    """What the text of `LetterForm.NUMBER` says."""
    values = {"prefix": settings.RESULT_NUMBER_PREFIX}
    return str(composed(LetterForm.NUMBER, LetterText(title), values)["title"])
