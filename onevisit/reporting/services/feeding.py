"""The feed: what each department is told of a case, once, under a number that only grows."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Max

from onevisit.kernel import rows
from onevisit.reporting.models import FeedEntry, Happened


def feed(happened: Iterable[Happened], departments: Mapping[UUID, UUID]) -> list[FeedEntry]:
    """Put what happened at the end of the feed, each case in its order; by the one worker that
    passes things on, inside its transaction. `departments` are those of the cases.
    """
    last = FeedEntry.objects.aggregate(last=Max("number"))["last"] or 0
    told: dict[tuple[UUID, UUID], int] = {}
    entries = [
        _entry(number, each, each.department_id or departments[each.case_id], told)
        for number, each in enumerate(happened, last + 1)
    ]
    rows.insert(entries)
    return entries


def _entry(
    number: int, each: Happened, department_id: UUID, told: dict[tuple[UUID, UUID], int]
) -> FeedEntry:
    return FeedEntry(
        number=number,
        department_id=department_id,
        case_id=each.case_id,
        seq=_counted(each.case_id, department_id, told) if each.seq is None else each.seq,
        at=each.at,
        news=each.news,
        facts=each.facts,
    )


def _counted(case_id: UUID, department_id: UUID, told: dict[tuple[UUID, UUID], int]) -> int:
    """How often a department was told of a case that is not its own, with this time; `told`:
    counted so far.
    """
    key = (case_id, department_id)
    if key not in told:
        found = FeedEntry.objects.filter(case_id=case_id, department_id=department_id)
        told[key] = found.exclude(news="").aggregate(last=Max("seq"))["last"] or 0
    told[key] += 1
    return told[key]
