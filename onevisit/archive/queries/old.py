"""What was taken over from the system before: finding it, and what of it is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from onevisit.accounts.rules import Actor
from onevisit.archive.access import old_visible_to
from onevisit.archive.models import DestructionPiece, OldPiece
from onevisit.archive.queries.finding import MOST, PackageLine
from onevisit.archive.rules.retention import Retention
from onevisit.audit import services as audit
from onevisit.kernel.ids import parse_id


@dataclass(frozen=True, slots=True)
class OldView:
    """One piece. `verified`: its file had the checksum the list gave; `opens`: its file is here."""

    id: UUID
    number: str
    title: str
    department: str
    ended_on: date
    retention: Retention
    keep_until: date | None
    place: str
    source: str
    taken_at: datetime
    taken_by: str
    verified: bool
    opens: bool
    destroyed_at: datetime | None


@dataclass(frozen=True, slots=True)
class OldFound:
    """A page of them, the newest first; `after` asks for the next, "" on the last."""

    lines: tuple[OldView, ...]
    after: str


def old_pieces(*, actor: Actor, text: str = "", after: str = "") -> OldFound:
    """What was taken over in the actor's reach; `text` is a number or a part of a title. The search
    is on record. Raises Refused `accounts.not_permitted`.
    """
    found = old_visible_to(actor)
    if text:
        found = found.filter(Q(number=text) | Q(title__icontains=text))
        audit.record_access(what="archive.search", actor=actor, reason="by_number")
    last = parse_id(after)
    if last is not None:
        found = found.filter(id__lt=last)
    rows = list(found.select_related("department").order_by("-id")[: MOST + 1])
    more = str(rows[MOST - 1].id) if len(rows) > MOST else ""
    return OldFound(tuple(_view(each) for each in rows[:MOST]), more)


def _view(row: OldPiece) -> OldView:
    return OldView(
        id=row.id,
        number=row.number,
        title=row.title,
        department=row.department.name,
        ended_on=row.ended_on,
        retention=Retention(row.retention),
        keep_until=row.keep_until,
        place=row.place,
        source=row.source,
        taken_at=row.taken_at,
        taken_by=row.taken_by_name,
        verified=row.verified,
        opens=row.stored_object_id is not None,
        destroyed_at=row.destroyed_at,
    )


def due_old(found: QuerySet[OldPiece], on: date) -> QuerySet[OldPiece]:
    """Those of them whose term has run out and that nobody has proposed yet, in the order of
    lists.
    """
    proposed = DestructionPiece.objects.filter(old=OuterRef("pk"), destruction__state="proposed")
    return old_in_order(
        found.filter(~Exists(proposed), keep_until__lt=on, destroyed_at__isnull=True)
    )


def old_in_order(found: QuerySet[OldPiece]) -> QuerySet[OldPiece]:
    """Department, year, retention, number."""
    return found.select_related("department").order_by(
        "department__code", "year", "retention", "number"
    )


def old_lines(rows: Iterable[OldPiece]) -> tuple[PackageLine, ...]:
    """As lists of destruction show them."""
    return tuple(
        PackageLine(
            id=row.id,
            number=row.number,
            title=row.title,
            case_number="",
            department=row.department.name,
            year=row.year,
            retention=Retention(row.retention),
            keep_until=row.keep_until,
            supplement=0,
            files=int(bool(row.size)),
            size=row.size,
            made_at=row.taken_at,
            root=row.sha256,
            kept=row.destroyed_at is None,
            old=True,
            place=row.place,
        )
        for row in rows
    )
