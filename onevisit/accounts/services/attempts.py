"""Counting tries, and making who failed too often wait: in the database, for all processes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from onevisit.accounts.errors import must_wait
from onevisit.accounts.models import Attempts
from onevisit.accounts.rules.pauses import PauseRule
from onevisit.kernel import clock
from onevisit.kernel.crypto import blind_index

Subject = tuple[PauseRule, str]
"""What is counted: the rule, and whose tries (a login, a phone, an address) in clear."""

_KEEP = timedelta(days=2)


def count_try(*subjects: Subject) -> None:
    """Count one try of each subject before it is made, or count nothing and raise.

    Rows are locked in one order, so that parallel tries queue and none slips by. Commits on its
    own: call it outside of the transaction of what is tried. Raises Refused `accounts.must_wait`,
    which says until when, while a pause of any subject runs.
    """
    until = _count({_key(rule, value): rule for rule, value in subjects})
    if until is not None:
        raise must_wait(_whole_minute(until))


def forget_tries(*subjects: Subject) -> None:
    """The last try was right: earlier failures of these subjects count no more."""
    Attempts.objects.filter(key__in=[_key(rule, value) for rule, value in subjects]).delete()
    Attempts.objects.filter(last_at__lt=clock.now() - _KEEP).delete()


@transaction.atomic
def take_back(*subjects: Subject) -> None:
    """The last try was right and is not counted; earlier failures of these subjects still are."""
    for row in _locked(_key(rule, value) for rule, value in subjects):
        row.count, row.until = max(0, row.count - 1), None
        row.save(update_fields=["count", "until"])


@transaction.atomic
def _count(rules: dict[str, PauseRule]) -> datetime | None:
    Attempts.objects.bulk_create(
        [Attempts(key=key) for key in sorted(rules)], ignore_conflicts=True
    )
    rows = _locked(rules)
    now = clock.now()  # after the wait for the lock, so that time never runs backwards here
    waiting = max((row.until for row in rows if row.until is not None), default=now)
    if waiting > now:
        return waiting
    for row in rows:
        rule = rules[row.key]
        row.count = 1 if rule.forgotten(row.last_at, now) else row.count + 1
        pause = rule.pause_after(row.count)
        row.last_at, row.until = now, now + pause if pause else None
    Attempts.objects.bulk_update(rows, ["count", "last_at", "until"])
    return None


def _locked(keys: Iterable[str]) -> list[Attempts]:
    rows = Attempts.objects.select_for_update().filter(key__in=set(keys))
    return list(rows.order_by("key"))


def _key(rule: PauseRule, value: str) -> str:
    return blind_index(value, purpose=rule.purpose)


def _whole_minute(until: datetime) -> datetime:
    """The first whole minute by which the pause is over: what a person is told."""
    return until + timedelta(seconds=-until.timestamp() % 60)
