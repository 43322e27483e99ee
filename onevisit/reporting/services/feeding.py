"""The feed: each event of a case once, under a number that only grows."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from onevisit.kernel import rows
from onevisit.reporting.models import FeedEntry

Move = tuple[UUID, int, datetime]
"""The case, the number of its event, and when it was."""


def feed(moves: Iterable[Move], departments: Mapping[UUID, UUID]) -> None:
    """Put what happened at the end of the feed, each case in its order; by the one worker that
    passes things on, inside its transaction.
    """
    last = FeedEntry.objects.aggregate(last=Max("number"))["last"] or 0
    rows.insert(
        FeedEntry(
            number=number,
            department_id=departments[case_id],
            case_id=case_id,
            seq=seq,
            at=at,
        )
        for number, (case_id, seq, at) in enumerate(moves, last + 1)
    )
