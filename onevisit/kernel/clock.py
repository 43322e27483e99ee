"""The only source of time. Instants are aware UTC; days are days in Shanghai."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_frozen: ContextVar[datetime | None] = ContextVar("onevisit_frozen_time", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    frozen = _frozen.get()
    return datetime.now(UTC) if frozen is None else frozen


def today() -> date:
    """The present day in Shanghai."""
    return local_date(now())


def local_date(instant: datetime) -> date:
    """The day in Shanghai on which ``instant`` falls.

    Raises ValueError for an instant without a zone: it has no day.
    """
    return _aware(instant).astimezone(SHANGHAI).date()


def parse_day(text: str) -> date | None:
    """The day that stands in a form or an address as 2026-03-09, None if none does.

    Nothing else of ISO 8601 (20260309, 2026-W11-1) counts: it is what a field for a day sends.
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.isoformat() == text else None


@contextmanager
def travel(at: datetime) -> Iterator[None]:
    """Hold time still at ``at`` inside the block, for this context only; blocks nest.

    For the builder of the demonstration county and for tests. Raises ValueError for an
    instant without a zone.
    """
    token = _frozen.set(_aware(at).astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant
