"""Lists page by page: a row says where the next page begins."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from onevisit.kernel import clock
from onevisit.kernel.ids import parse_id

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Row]):
    """One page; `after` fetches the next, None at the end."""

    rows: tuple[Row, ...]
    after: str | None


def day_and_id(text: str) -> tuple[date, UUID]:
    """The last row of a list by days, from a URL; nonsense is as good as the beginning."""
    day, _, last = text.partition("_")
    return clock.parse_day(day) or date.min, uuid_or_first(last)


def uuid_or_first(text: str) -> UUID:
    """A key from a URL; nonsense is as good as the beginning."""
    return parse_id(text) or UUID(int=0)
