"""Everything published by how often one must come: worked out, not declared; keyset pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from onevisit.catalogue.rules.vocabulary import Served
from onevisit.journeys.models import Figure
from onevisit.journeys.queries.figures import Side, gaps_of, sides_of_row
from onevisit.journeys.rules.expanding import Gap, GapKind
from onevisit.journeys.rules.expecting import Expected

CHUNK = 500


class Group(StrEnum):
    """By which number the list is cut."""

    ZERO = "0"
    ONE = "1"
    MORE = "more"
    UNKNOWN = "unknown"  # something is missing, or it is being worked out


class Audience(StrEnum):
    """Whom it is for."""

    PERSON = "person"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the list: words in the name, one department, one group, one audience."""

    words: str = ""
    department_id: UUID | None = None
    group: Group | None = None
    audience: Audience | None = None


@dataclass(frozen=True, slots=True)
class ByVisits:
    """One line. `fresh` is False while the figure is being worked out anew; then none is shown.
    `worst` is None where `gaps` say what is missing, or `stuck`: nobody can finish. `sides` are
    there with several parties; `expected` over the situations of the year until `counted_on`.
    """

    code: str
    name: str
    is_bundle: bool
    department_id: UUID
    declared: int | None
    fresh: bool
    worst: int | None
    best: int | None
    external: int | None
    lived: int | None
    stuck: bool
    gaps: tuple[Gap, ...]
    sides: tuple[Side, ...]
    expected: Expected
    counted_on: date | None
    computed_at: datetime | None


_FRESH = Q(answered=F("asked"))
_GROUPS: Mapping[Group, Q] = {
    Group.ZERO: _FRESH & Q(worst=0),
    Group.ONE: _FRESH & Q(worst=1),
    Group.MORE: _FRESH & Q(worst__gt=1),
    Group.UNKNOWN: ~_FRESH | Q(worst__isnull=True),
}
_SERVED: Mapping[Audience, tuple[Served, ...]] = {
    Audience.PERSON: (Served.PERSON,),
    Audience.BUSINESS: (Served.ENTERPRISE, Served.INSTITUTION, Served.SOCIAL),
}
_OWN = ("worst", "best", "external", "stuck", "gaps", "computed_at", "asked", "answered", "sides")
_EXPECTED = ("expected_visits", "expected_of", "expected_unfit")
_BY_CODE, _BY_OFFICE = ("code",), ("department",)
_TAKEN = {
    "code": ("code", "code"),
    "name": ("name", "name"),
    "department": ("department_id", "lead_id"),
    "declared": ("declared_visits", "declared_visits"),
    "served": ("served", "served"),
}


def group_counts(wanted: Wanted) -> dict[Group, int]:
    """How many lines each group has of what is wanted otherwise. One query."""
    asked = Wanted(wanted.words, wanted.department_id, None, wanted.audience)
    found = _rows(asked).aggregate(
        **{f"n{at}": Count("id", filter=of) for at, of in enumerate(_GROUPS.values())}
    )
    return {group: found[f"n{at}"] for at, group in enumerate(_GROUPS)}


def missing_counts(wanted: Wanted) -> tuple[int, dict[GapKind, int]]:
    """Of what is wanted and cannot be worked out: how many, and of how many each kind of thing is
    missing, most first. One query.
    """
    lacking = _rows(replace(wanted, group=None)).filter(_FRESH).exclude(gaps=[])
    kinds = {kind: Q(gaps__contains=[[kind.value]]) for kind in GapKind}
    found = lacking.aggregate(
        every=Count("id"), **{kind.value: Count("id", filter=of) for kind, of in kinds.items()}
    )
    counted = {kind: found[kind.value] for kind in kinds if found[kind.value]}
    return found["every"], dict(sorted(counted.items(), key=lambda each: -each[1]))


def departments_listed() -> dict[UUID, int]:
    """The departments in the list, with how many lines. One query."""
    rows = _rows(Wanted()).values_list(*_BY_OFFICE)
    return dict(rows.annotate(n=Count("id")).order_by())


def by_visits(wanted: Wanted, *, after: str = "", limit: int = 30) -> tuple[ByVisits, ...]:
    """One page by code; `after` is the last code of the page before. One query."""
    return tuple(_line(row) for row in _values(_rows(wanted).filter(Q(code__gt=after)))[:limit])


def all_by_visits(wanted: Wanted) -> Iterator[ByVisits]:
    """The whole list by code, streamed, for a spreadsheet."""
    return (_line(row) for row in _values(_rows(wanted)).iterator(chunk_size=CHUNK))


def _rows(wanted: Wanted) -> QuerySet[Figure]:
    taken = {
        name: Coalesce(f"item_version__item__{of_item}", f"bundle_version__bundle__{of_bundle}")
        for name, (of_item, of_bundle) in _TAKEN.items()
    }
    rows = Figure.objects.annotate(**taken)
    for word in wanted.words.split()[:5]:
        rows = rows.filter(Q(name__icontains=word))
    if wanted.department_id is not None:
        rows = rows.filter(Q(department=wanted.department_id))
    if wanted.group is not None:
        rows = rows.filter(_GROUPS[wanted.group])
    if wanted.audience is not None:
        served = Q()
        for each in _SERVED[wanted.audience]:
            served |= Q(served__contains=[each.value])
        rows = rows.filter(served)
    return rows


def _values(rows: QuerySet[Figure]) -> QuerySet[Figure, dict[str, Any]]:
    found: QuerySet[Figure, dict[str, Any]] = rows.order_by(*_BY_CODE).values(
        *_OWN, *_EXPECTED, *_TAKEN, "counted_on", "lived_worst", "bundle_version_id"
    )
    return found


def _line(row: Mapping[str, Any]) -> ByVisits:
    fresh = row["asked"] == row["answered"]
    return ByVisits(
        code=row["code"],
        name=row["name"],
        is_bundle=row["bundle_version_id"] is not None,
        department_id=row["department"],
        declared=row["declared"],
        fresh=fresh,
        worst=row["worst"] if fresh else None,
        best=row["best"] if fresh else None,
        external=row["external"] if fresh else None,
        lived=row["lived_worst"] if fresh else None,
        stuck=fresh and row["stuck"],
        gaps=gaps_of(row["gaps"]) if fresh else (),
        sides=sides_of_row(row["sides"]) if fresh else (),
        expected=Expected(*(row[each] for each in _EXPECTED)) if fresh else Expected(),
        counted_on=row["counted_on"],
        computed_at=row["computed_at"],
    )
