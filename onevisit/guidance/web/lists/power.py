"""The page of one power: its law, its duties, and the items that rest on it."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import RegisterRow
from onevisit.catalogue.rules.registers import Register
from onevisit.directory import queries as directory
from onevisit.guidance.web.cards import Card, cards_by_thing
from onevisit.guidance.web.lists.kept import KINDS_OF_POWER, NAMES
from onevisit.guidance.web.lists.model import Text


@dataclass(frozen=True)
class PowerPage:
    """What the template draws."""

    row: RegisterRow
    kind: Text
    office: str
    hits: list[Card]
    trail: list[tuple[str, str]]


def power_page(power_id: UUID) -> PowerPage:
    """Raises NotFound `catalogue.no_such_row`."""
    row = catalogue.register_row(Register.POWERS, power_id)
    trail = [
        (str(NAMES[Register.POWERS][0]), reverse("guidance:list", args=[Register.POWERS.value])),
        (row.name, ""),
    ]
    return PowerPage(
        row=row,
        kind=KINDS_OF_POWER[row.values["kind"]],
        office=directory.department_by_id(row.department_id).name,
        hits=cards_by_thing(catalogue.items_of_power(power_id)),
        trail=trail,
    )
