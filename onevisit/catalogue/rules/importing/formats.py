"""The formats by name, and the reading of a whole file into drafts and refusals."""

from collections.abc import Iterator
from pathlib import Path

from onevisit.catalogue.rules.checks import check_item
from onevisit.catalogue.rules.importing.cells import Cells
from onevisit.catalogue.rules.importing.drafts import ItemDraft, Outcome, RowResult
from onevisit.catalogue.rules.importing.guangan import GUANGAN
from onevisit.catalogue.rules.importing.guangdong import GUANGDONG
from onevisit.catalogue.rules.importing.profiles import Profile
from onevisit.catalogue.rules.importing.reading import Broken, Record
from onevisit.kernel.errors import Invalid

FORMATS: dict[str, Profile] = {profile.name: profile for profile in (GUANGDONG, GUANGAN)}


def drafts(profile: Profile, path: Path, encoding: str) -> Iterator[ItemDraft | RowResult]:
    """Each row as a draft, or refused with field and reason; a second row of one code is refused.

    Raises Invalid `catalogue.unreadable_file`, OSError.
    """
    first: dict[str, int] = {}
    for record in profile.read(path, encoding):
        found = _understood(profile, record)
        if isinstance(found, ItemDraft):
            earlier = first.setdefault(found.code.text, found.row)
            if earlier != found.row:
                reason = "catalogue.row_duplicate"
                found = refused(
                    found.row, found.code.text, profile.code_field, reason, first=earlier
                )
        yield found


def refused(row: int, code: str, field: str, reason: str, **facts: object) -> RowResult:
    """The result of a row that was not taken."""
    return RowResult(row, code[:80], Outcome.REFUSED, field, reason, facts)


def _understood(profile: Profile, record: Record | Broken) -> ItemDraft | RowResult:
    if isinstance(record, Broken):
        return refused(record.row, "", record.field, record.reason, **dict(record.facts))
    try:
        draft = profile.draft(record.row, Cells(record.values))
    except Invalid as refusal:
        code = record.values.get(profile.code_field.lower())
        shown = code if isinstance(code, str) else ""
        return refused(record.row, shown, refusal.field or "", refusal.code, **refusal.facts)
    problems = check_item(draft.definition).problems
    if problems:
        worst = problems[0]
        return refused(record.row, draft.code.text, worst.place, worst.code, **worst.facts)
    return draft
