"""Which rules an officer has let go, for which item or bundle."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from onevisit.catalogue.models import Bundle, Item, Waiver


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """A live waiver: who let the rule go for what, for which version, when and why."""

    id: UUID
    owner_id: UUID
    rule: str
    reason: str
    number: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WaiverMove:
    """A waiver given, or withdrawn (then without a reason), for which version, by whom and when."""

    rule: str
    number: int
    at: datetime
    by: str
    reason: str
    withdrawn: bool


def waiver_moves(row: Item | Bundle) -> list[WaiverMove]:
    """All that was ever let go for this item or bundle, and taken back. One query."""
    moves = []
    for each in row.waivers.all():
        given = (each.given_at, each.given_by_name, each.reason)
        moves.append(WaiverMove(each.rule, each.number, *given, withdrawn=False))
        if each.withdrawn_at is not None:
            ended = (each.withdrawn_at, each.withdrawn_by_name, "")
            moves.append(WaiverMove(each.rule, each.number, *ended, withdrawn=True))
    return moves


def live_waivers(owner_ids: Iterable[UUID] | None = None) -> dict[tuple[UUID, str], WaiverLine]:
    """Live waivers by (item or bundle, rule): of these, or all. One query."""
    rows = Waiver.objects.filter(withdrawn_at=None)
    if owner_ids is not None:
        ids = list(owner_ids)
        rows = rows.filter(Q(item_id__in=ids) | Q(bundle_id__in=ids))
    lines = (_line(row) for row in rows)
    return {(line.owner_id, line.rule): line for line in lines}


def _line(row: Waiver) -> WaiverLine:
    owner = row.item_id or row.bundle_id
    assert owner is not None
    return WaiverLine(
        id=row.id,
        owner_id=owner,
        rule=row.rule,
        reason=row.reason,
        number=row.number,
        by=row.given_by_name,
        at=row.given_at,
    )
