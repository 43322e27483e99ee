"""What the public may know of all applications together: nobody in particular is named."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from onevisit.cases.models import Application, Case
from onevisit.guidance.rules.situation import Answers


def ended_between(begin: datetime, end: datetime) -> tuple[UUID, ...]:
    """The applications whose last case ended in [begin, end), however it ended; one query."""
    rows = Application.objects.filter(ended_at__gte=begin, ended_at__lt=end)
    return tuple(rows.values_list("id", flat=True))


def most_applied(*, since: datetime, limit: int = 20) -> tuple[str, ...]:
    """The codes of the offers most often applied for since then, most first; one query."""
    rows = Application.objects.filter(submitted_at__gte=since).values_list("offer_code")
    counted = rows.annotate(n=Count("id")).order_by("-n", "offer_code")
    return tuple(code for code, _n in counted[:limit])


def answered_since(
    since: datetime, codes: Collection[str] | None = None
) -> Iterator[tuple[str, Answers, int]]:
    """What was answered in applications handed in since then, for these items and bundles or for
    all: the code, the answers, and how many have just these. One query.
    """
    rows = Application.objects.filter(submitted_at__gte=since)
    if codes is not None:
        rows = rows.filter(offer_code__in=codes)
    counted = rows.values_list("offer_code", "answers").annotate(n=Count("id"))
    return counted.order_by("offer_code", "answers").iterator()


@dataclass(frozen=True, slots=True)
class OpenCases:
    """Cases in one state that have not ended, and how many of them are past their promised day."""

    state: str
    number: int
    overdue: int


def open_by_state(*, today: date) -> tuple[OpenCases, ...]:
    """How many cases are open, by state; paused and decided ones are never overdue. One query."""
    late = Q(promised_due__lt=today, paused=False, decided_at__isnull=True)
    rows = Case.objects.filter(ended_at__isnull=True).values_list("state")
    counted = rows.annotate(number=Count("id"), overdue=Count("id", filter=late))
    return tuple(OpenCases(*row) for row in counted.order_by("state"))
