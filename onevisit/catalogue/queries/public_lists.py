"""Lists that follow from what is published: fees, what to bring, visits, done at once.

Each is a question to the published items, never a copy of them; visits are as declared.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from onevisit.catalogue.models import Item
from onevisit.catalogue.rules.fees import standard_on
from onevisit.catalogue.rules.parsing import parse_fee
from onevisit.catalogue.rules.vocabulary import CaseKind, Need, SourceKind
from onevisit.kernel import clock

CHUNK = 500
MOST_WORDS = 5
_WANTED = {
    "fees": Q(charged=True),
    "notice": Q(),
    "once": Q(declared_visits__lte=1),
    "zero": Q(declared_visits=0),
    "immediate": Q(case_kind=CaseKind.IMMEDIATE.value),
}


class Derived(StrEnum):
    """The lists that follow from the items."""

    FEES = "fees"  # 收费清单
    NOTICE = "notice"  # 一次性告知清单
    ONCE = "once"  # 最多跑一次清单
    ZERO = "zero"  # 跑零次清单
    IMMEDIATE = "immediate"  # 即办清单


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee of an item; only `standard` where the item says it in words alone."""

    name: str
    standard: str
    basis: str
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One material of an item: codes of `Need` and `SourceKind`; `depends`: not in every
    situation.
    """

    name: str
    need: str
    source: str
    depends: bool


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item as a public list shows it; limits in days of `promise_unit`."""

    code: str
    name: str
    department_id: UUID
    region: str
    visits: int | None
    promise: int | None
    promise_unit: str
    fees: tuple[FeeLine, ...]
    papers: tuple[PaperLine, ...]


def named(words: str, *fields: str) -> Q:
    """Every word stands somewhere in one of the fields; letters large or small."""
    found = Q()
    for word in words.split()[:MOST_WORDS]:
        one = Q()
        for each in fields:
            one |= Q(**{f"{each}__icontains": word})
        found &= one
    return found


def derived_counts() -> dict[Derived, int]:
    """How many items each list has. One query."""
    counted = _published().aggregate(
        **{which: Count("id", filter=wanted or None) for which, wanted in _WANTED.items()}
    )
    return {Derived(which): found for which, found in counted.items()}


def derived_departments(which: Derived) -> dict[UUID, int]:
    """The departments in the list, with how many items. One query."""
    rows = _published().filter(_WANTED[which]).values_list("department_id")
    return dict(rows.annotate(n=Count("id")).order_by())


def derived_list(
    which: Derived,
    *,
    words: str = "",
    department_id: UUID | None = None,
    after: str = "",
    limit: int = 30,
) -> tuple[ListedItem, ...]:
    """One page by code; `after` is the last code of the page before. One query."""
    rows = _rows(which, words, department_id).filter(code__gt=after)[:limit]
    return tuple(_line(which, row) for row in rows)


def whole_derived_list(
    which: Derived, *, words: str = "", department_id: UUID | None = None
) -> Iterator[ListedItem]:
    """The whole list by code, streamed, for a spreadsheet."""
    rows = _rows(which, words, department_id).iterator(chunk_size=CHUNK)
    return (_line(which, row) for row in rows)


def _published() -> QuerySet[Item]:
    return Item.objects.filter(current__isnull=False)


_DOCUMENT = {"fees": ("fee", "fees"), "notice": ("materials",)}
_COLUMNS = (
    "code",
    "name",
    "department_id",
    "region_id",
    "declared_visits",
    "promise",
    "promise_unit",
)


def _rows(which: Derived, words: str, department_id: UUID | None) -> QuerySet[Item, dict[str, Any]]:
    rows = _published().filter(_WANTED[which]).filter(named(words, "name", "short_name"))
    if department_id is not None:
        rows = rows.filter(department_id=department_id)
    parts = [f"current__document__{each}" for each in _DOCUMENT.get(which, ())]
    found: QuerySet[Item, dict[str, Any]] = rows.order_by("code").values(*_COLUMNS, *parts)
    return found


def _line(which: Derived, row: Mapping[str, Any]) -> ListedItem:
    return ListedItem(
        code=row["code"],
        name=row["name"],
        department_id=row["department_id"],
        region=row["region_id"],
        visits=row["declared_visits"],
        promise=row["promise"],
        promise_unit=row["promise_unit"],
        fees=tuple(_fees(row)) if which is Derived.FEES else (),
        papers=tuple(_papers(row)) if which is Derived.NOTICE else (),
    )


def _fees(row: Mapping[str, Any]) -> Iterator[FeeLine]:
    listed: Iterable[Mapping[str, Any]] = row["current__document__fees"] or ()
    for each in listed:
        fee = parse_fee(each)
        ways = tuple(way.value for way in fee.ways)
        yield FeeLine(fee.name, standard_on(fee, clock.today()), fee.basis, ways)
    if not listed:
        yield FeeLine("", row["current__document__fee"] or "", "", ())


def _papers(row: Mapping[str, Any]) -> Iterator[PaperLine]:
    for each in row["current__document__materials"] or ():
        yield PaperLine(
            name=each["name"],
            need=each.get("need", Need.REQUIRED.value),
            source=each.get("source", {}).get("kind", SourceKind.HELD.value),
            depends="when" in each,
        )
