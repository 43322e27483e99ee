"""How regions stood to the standards, day by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue.models import DeviationCount, DeviationDay
from onevisit.catalogue.queries.unification import Group

DAYS = 12


@dataclass(frozen=True, slots=True)
class DeviationsOn:
    """One day: the items of each region by its code."""

    on: date
    regions: Mapping[str, Group]

    def of(self, region: str) -> Group:
        """The items of one region, of all where none is named."""
        wanted = [each for code, each in self.regions.items() if region in ("", code)]
        return Group(
            region,
            sum(each.items for each in wanted),
            sum(each.with_standard for each in wanted),
            sum(each.deviating for each in wanted),
            sum(each.forbidden for each in wanted),
            sum(each.allowed for each in wanted),
        )


def deviation_days(actor: Actor) -> tuple[DeviationsOn, ...]:
    """The last days that were counted, the oldest first; two queries.

    Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_EDIT)
    days = list(DeviationDay.objects.order_by("-on")[:DAYS])
    found: dict[int, dict[str, Group]] = {each.id: {} for each in days}
    for row in DeviationCount.objects.filter(day__in=days).order_by("region_id"):
        found[row.day_id][row.region_id] = Group(
            row.region_id, row.items, row.with_standard, row.deviating, row.forbidden, row.allowed
        )
    return tuple(DeviationsOn(each.on, found[each.id]) for each in reversed(days))
