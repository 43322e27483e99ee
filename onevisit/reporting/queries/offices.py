"""Offices that work by files, what they were given and what of theirs was refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.reporting import errors
from onevisit.reporting.models import Office, OfficeFile, OfficeLine
from onevisit.reporting.rules.offices import LineState

SIZE = 30
MOST_REFUSED = 100


@dataclass(frozen=True, slots=True)
class OfficeLineView:
    """One office: its officer, its folder, cases that wait for the next file, its last files."""

    id: UUID
    department: str
    officer: str
    folder: str
    due: int
    given_at: datetime | None
    taken_at: datetime | None
    refused: int


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of either way. `problem` is the code of what was wrong with the file as a whole."""

    id: UUID
    outward: bool
    name: str
    rows: int
    refused: int
    at: datetime
    done: bool
    problem: str


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row that was refused, with the code and facts of why."""

    file: str
    place: int
    key: str
    case_number: str
    event: str
    code: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OfficeView:
    """One office with its newest files and the newest rows that were refused."""

    line: OfficeLineView
    files: tuple[FileLine, ...]
    refused: tuple[RowLine, ...]


def offices(actor: Actor) -> tuple[OfficeLineView, ...]:
    """Every office; one query. Raises Refused `accounts.not_permitted`."""
    require(actor, Permission.REPORTING_KEEP)
    return _lines(Q())


def office_view(*, office_id: UUID, actor: Actor) -> OfficeView:
    """One office; three queries. Raises Refused `accounts.not_permitted`, NotFound
    `reporting.no_such_office`.
    """
    require(actor, Permission.REPORTING_KEEP)
    found = _lines(Q(id=office_id))
    if not found:
        raise errors.no_such_office()
    files = OfficeFile.objects.filter(office_id=office_id).order_by("-at", "-id")[:SIZE]
    refused = OfficeLine.objects.filter(office_id=office_id, state=LineState.REFUSED)
    return OfficeView(
        found[0],
        tuple(
            FileLine(
                *(each.id, each.outward, each.name, each.rows, each.refused, each.at),
                each.done_at is not None,
                each.problem,
            )
            for each in files
        ),
        tuple(
            RowLine(
                *(each.file.name, each.place, each.key, each.case_number, each.event),
                each.code,
                each.facts,
            )
            for each in refused.select_related("file").order_by("-id")[:MOST_REFUSED]
        ),
    )


def _lines(condition: Q) -> tuple[OfficeLineView, ...]:
    rows = Office.objects.filter(condition).select_related("department", "user")
    counted = rows.annotate(
        due=Count("cases", filter=Q(cases__due=True), distinct=True),
        given=Max("files__at", filter=Q(files__outward=True)),
        taken=Max("files__at", filter=Q(files__outward=False)),
    )
    refused = dict(
        OfficeLine.objects.filter(state=LineState.REFUSED)
        .values_list("office_id")
        .annotate(number=Count("id"))
    )
    return tuple(
        OfficeLineView(
            id=row.id,
            department=row.department.name,
            officer=row.user.display_name,
            folder=row.folder,
            due=row.due,
            given_at=row.given,
            taken_at=row.taken,
            refused=refused.get(row.id, 0),
        )
        for row in counted.order_by("department__code")
    )
