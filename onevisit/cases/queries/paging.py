"""Lists page by page: a row says where the next page begins."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from onevisit.cases.models import Application, Case
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


def with_one_of(cases: QuerySet[Case]) -> QuerySet[Application]:
    """The applications with one of these cases, looked for application by application.

    PostgreSQL cannot know that nearly every application which is open at a point has a result that
    waits there. Given a join, it expects hardly any, reads all and sorts them; so it gets none, and
    a page of a list ends where it is full.
    """
    one = cases.filter(application=OuterRef("pk")).order_by().values("pk")[:1]
    return Application.objects.alias(one_of=Subquery(one)).filter(one_of__isnull=False)
