"""Cases as who supervises offices may take them up."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission
from onevisit.cases.access import visible_with


@dataclass(frozen=True, slots=True)
class Supervisable:
    """A case, the department that handles it and the region it belongs to."""

    case_id: UUID
    number: str
    department_id: UUID
    region: str


def supervisable(*, numbers: Iterable[str], actor: Actor) -> tuple[Supervisable, ...]:
    """The cases of these numbers in the actor's reach of `oversight.read`; one query."""
    rows = visible_with(actor, Permission.OVERSIGHT_READ).filter(number__in=list(numbers))
    found = rows.order_by("id").values_list("id", "number", "department_id", "region_id")
    return tuple(Supervisable(*each) for each in found)
