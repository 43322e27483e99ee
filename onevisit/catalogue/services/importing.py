"""Import of exchange files: every row imported, updated, unchanged or refused, in batches.

A batch is one transaction with a fixed number of statements however many rows it has. A batch that
fails is tried again row by row, so one bad row costs nobody else anything. What was imported is the
state of its source and is published at once; an item kept here by hand is never overwritten.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db import DatabaseError, transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue.errors import unreadable_file
from onevisit.catalogue.rules.importing.drafts import ItemDraft, Outcome, RowResult, Summary
from onevisit.catalogue.rules.importing.formats import FORMATS, drafts, refused
from onevisit.catalogue.rules.importing.reading import Survey, survey
from onevisit.catalogue.services.import_batch import Batch
from onevisit.kernel.errors import DomainError

BATCH = 500

T = TypeVar("T")


def survey_file(path: Path) -> Survey:
    """How many lines the file has and how it is encoded. Raises Invalid
    `catalogue.unreadable_file`.
    """
    try:
        return survey(path)
    except OSError as error:
        raise unreadable_file(error.strerror or type(error).__name__) from error


def import_catalogue(
    *,
    path: Path,
    form: str,
    encoding: str,
    actor: Actor,
    tell: Callable[[RowResult], None],
) -> Summary:
    """Import the file of that format; `tell` hears what became of every row, batch by batch.

    Doing it again changes nothing: every row is then unchanged. Raises Invalid
    `catalogue.unreadable_file`, Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_PUBLISH)
    summary = Summary()
    for group in _grouped(drafts(FORMATS[form], path, encoding), BATCH):
        for result in sorted(_save(group, form, actor), key=lambda each: each.row):
            summary.add(result)
            tell(result)
    return summary


def _grouped(found: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(found)
    while group := list(islice(source, size)):
        yield group


def _save(group: list[ItemDraft | RowResult], form: str, actor: Actor) -> Iterator[RowResult]:
    yield from (each for each in group if isinstance(each, RowResult))
    wanted = [each for each in group if isinstance(each, ItemDraft)]
    try:
        yield from _save_together(wanted, form, actor)
    except (DatabaseError, DomainError):
        for draft in wanted:
            yield _save_alone(draft, form, actor)


def _save_together(wanted: list[ItemDraft], form: str, actor: Actor) -> list[RowResult]:
    if not wanted:
        return []
    with transaction.atomic():
        return Batch(wanted, form, actor).save()


def _save_alone(draft: ItemDraft, form: str, actor: Actor) -> RowResult:
    try:
        return _save_together([draft], form, actor)[0]
    except DomainError as error:
        field = getattr(error, "field", None) or ""
        return refused(draft.row, draft.code.text, field, error.code, **error.facts)
    except DatabaseError as error:
        kind = type(error.__cause__ or error).__name__
        return refused(draft.row, draft.code.text, "", "catalogue.row_not_saved", kind=kind)


__all__ = ["Outcome", "import_catalogue", "survey_file"]
