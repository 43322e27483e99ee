"""Which rules an officer has let go, for which item or bundle."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from onevisit.catalogue.models import Waiver


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
