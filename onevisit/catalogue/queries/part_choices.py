"""Items that a part of a bundle may stand for, found by name or code."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from onevisit.catalogue.models import Item
from onevisit.catalogue.rules.competence import chain

SHOWN = 40


@dataclass(frozen=True, slots=True)
class PartChoice:
    """A published item that can be applied for, by its catalogue code and variant; the days it
    promises.
    """

    entry: str
    variant: str
    name: str
    code: str
    department_id: UUID
    promise: int | None

    @property
    def value(self) -> str:
        """Both in one text, by which it is chosen."""
        return f"{self.entry}/{self.variant}"


def part_choices(
    q: str, region: str, *, values: Sequence[str] | None = None
) -> tuple[PartChoice, ...]:
    """Items that would answer in a bundle of the region, each catalogue code and variant once, from
    the nearest region; not more than `SHOWN`, by name. `q` is part of a name or the beginning of a
    code; with `values` those that were chosen. One query.
    """
    rows = Item.objects.filter(
        region_id__in=chain(region), applicable=True, current__isnull=False, entry__isnull=False
    )
    if q:
        begins = Q(code__startswith=q.upper()) | Q(entry__code__startswith=q)
        rows = rows.filter(Q(name__icontains=q) | begins)
    if values is not None:
        pairs = [each.partition("/")[::2] for each in values]
        rows = rows.filter(Q(*(Q(entry_id=e, variant=v) for e, v in pairs), _connector="OR"))
        if not pairs:
            return ()
    nearest = rows.order_by("entry_id", "variant", "-region_id", "code")  # a code grows downwards
    chosen = nearest.distinct("entry_id", "variant").values("id")
    return tuple(
        PartChoice(
            entry=row.entry_id or "",
            variant=row.variant,
            name=row.short_name or row.name,
            code=row.code,
            department_id=row.department_id,
            promise=row.promise,
        )
        for row in Item.objects.filter(id__in=chosen).order_by("name", "code")[:SHOWN]
    )
