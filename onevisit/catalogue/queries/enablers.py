"""The register of enablers, what is open where, and what items name that nobody registered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.catalogue.errors import no_such_enabler
from onevisit.catalogue.models import Enabler, EnablerChange
from onevisit.catalogue.rules.competence import chain
from onevisit.catalogue.rules.enablers import EnablerKind, EnablerState, enablers_of
from onevisit.catalogue.rules.publishing import Asked, Check, Hit
from onevisit.directory import queries as directory
from onevisit.kernel.money import Fen

NAMED_ITEMS = 50
_NAMED = """
SELECT found.name #>> '{}' AS code, i.code AS item, i.name AS item_name
FROM catalogue_item i
JOIN catalogue_itemversion v ON v.id = i.current_id
CROSS JOIN LATERAL (
    SELECT jsonb_path_query(v.document, '$.steps[*].modes[*].needs[*]')
    UNION SELECT jsonb_path_query(v.document, '$.materials[*].modes[*].needs[*]')
    UNION SELECT jsonb_path_query(
        v.document, '$.materials[*].source ? (@.kind == "fetched" || @.kind == "issued").service'
    )
) AS found(name)
WHERE found.name #>> '{}' <> ''
"""
_COUNTED = f"""
SELECT code, count(*) FROM ({_NAMED}) AS n GROUP BY code ORDER BY count(*) DESC, code
"""  # noqa: S608 - put together of constants
_NAMING = f"""
SELECT item, item_name FROM ({_NAMED}) AS n WHERE code = %s ORDER BY item LIMIT %s
"""  # noqa: S608 - put together of constants


@dataclass(frozen=True, slots=True)
class ChangeOfEnabler:
    """What was put down, when, by whom and why."""

    at: datetime
    by: str
    state: EnablerState
    planned_by: date | None
    once: Fen | None
    yearly: Fen | None
    why: str


@dataclass(frozen=True, slots=True)
class EnablerLine:
    """One enabler; costs in 分, None where nobody knows. `items` is how many published items name
    it, `regions` the names of those where it is meant, none for everywhere.
    """

    id: UUID
    code: str
    name: str
    name_en: str
    kind: EnablerKind
    department: str
    department_code: str
    once: Fen | None
    yearly: Fen | None
    state: EnablerState
    planned_by: date | None
    since: date
    regions: tuple[tuple[str, str], ...]
    items: int
    revision: int
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class EnablerView:
    """One enabler, what became of it, newest first, and the published items that name it: the first
    so many, code and name.
    """

    line: EnablerLine
    changes: tuple[ChangeOfEnabler, ...]
    items: tuple[tuple[str, str], ...]
    may_change: bool


@dataclass(frozen=True, slots=True)
class EnablersView:
    """The register, and what items name that is not in it, with how many."""

    lines: tuple[EnablerLine, ...]
    unregistered: tuple[tuple[str, int], ...]
    may_change: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """How one that does not work stands, and by when it is planned."""

    state: EnablerState
    planned_by: date | None


@dataclass(frozen=True, slots=True)
class Enablers:
    """What is known of enablers in one region: those registered, code → name, and which of them
    work there; `closed` tells of those that do not yet.
    """

    known: Mapping[str, str]
    open: frozenset[str]
    closed: Mapping[str, Closed]


def enablers_in(region: str) -> Enablers | None:
    """What the register says for a region; None where nobody keeps one. Two queries."""
    rows = list(_rows())
    if not rows:
        return None
    around = set(chain(region))
    here = [row for row in rows if _reaches(row, around)]
    working = frozenset(row.code for row in here if row.state == EnablerState.OPEN.value)
    return Enablers(
        known={row.code: row.name for row in rows},
        open=working,
        closed={
            row.code: Closed(EnablerState(row.state), row.planned_by)
            for row in here
            if row.code not in working
        },
    )


def begin_check() -> Check:
    """The publish rule that what an item names is registered. Says nothing where nobody keeps a
    register; a bundle's items speak for it. Two queries for each region.
    """
    register = cache(enablers_in)

    def check(asked: Asked) -> Iterator[tuple[str, Hit]]:
        kept = register(asked.region)
        if kept is None or asked.offer.is_bundle:
            return
        for part in asked.offer.parts:
            for name, place in enablers_of(part.item).items():
                if name not in kept.known:
                    yield "enabler_unregistered", Hit(place, name)

    return check


def _reaches(row: Enabler, around: set[str]) -> bool:
    codes = {each.pk for each in row.regions.all()}
    return not codes or bool(codes & around)


def enablers(*, actor: Actor) -> EnablersView:
    """The register by kind and code. Five queries. Raises Refused `accounts.not_permitted`."""
    _require_reader(actor)
    named = _named()
    rows = list(_rows())
    lines = _lines(rows, named)
    kinds = list(EnablerKind)
    lines.sort(key=lambda line: (kinds.index(line.kind), line.code))
    known = {each.code for each in rows}
    missing = tuple((code, n) for code, n in named.items() if code not in known)
    return EnablersView(tuple(lines), missing, actor.may(Permission.ENABLERS_KEEP))


def registered_enablers() -> tuple[EnablerLine, ...]:
    """The register by code, for rooms that say themselves who may see it. Five queries."""
    rows = list(_rows().order_by("code"))
    return tuple(_lines(rows, _named()))


def enabler_view(enabler_id: UUID, *, actor: Actor) -> EnablerView:
    """One of them. Raises NotFound `catalogue.no_such_enabler`, Refused
    `accounts.not_permitted`.
    """
    _require_reader(actor)
    row = _rows().filter(id=enabler_id).first()
    if row is None:
        raise no_such_enabler()
    [line] = _lines([row], _named())
    with connection.cursor() as cursor:
        cursor.execute(_NAMING, [row.code, NAMED_ITEMS])
        items = tuple((code, name) for code, name in cursor.fetchall())
    department = directory.department_by_id(row.department_id)
    return EnablerView(
        line=line,
        changes=tuple(map(_change, EnablerChange.objects.filter(enabler=row).order_by("-id"))),
        items=items,
        may_change=actor.may(Permission.ENABLERS_KEEP, Scope(department.id, department.region)),
    )


def _require_reader(actor: Actor) -> None:
    if not actor.may(Permission.CATALOGUE_EDIT):
        require(actor, Permission.ENABLERS_KEEP)


def _rows() -> QuerySet[Enabler]:
    return Enabler.objects.prefetch_related("regions")


def _named() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED)
        return dict(cursor.fetchall())


def _lines(rows: Sequence[Enabler], named: dict[str, int]) -> list[EnablerLine]:
    offices = {each.id: each for each in directory.departments({e.department_id for e in rows})}
    return [
        EnablerLine(
            id=row.id,
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            kind=EnablerKind(row.kind),
            department=offices[row.department_id].name,
            department_code=offices[row.department_id].code,
            once=row.once,
            yearly=row.yearly,
            state=EnablerState(row.state),
            planned_by=row.planned_by,
            since=row.since,
            regions=tuple((each.code, each.name) for each in row.regions.all()),
            items=named.get(row.code, 0),
            revision=row.revision,
            changed_at=row.changed_at,
            changed_by=row.changed_by_name,
        )
        for row in rows
    ]


def _change(row: EnablerChange) -> ChangeOfEnabler:
    return ChangeOfEnabler(
        at=row.at,
        by=row.by_name,
        state=EnablerState(row.state),
        planned_by=row.planned_by,
        once=row.once,
        yearly=row.yearly,
        why=row.why,
    )
