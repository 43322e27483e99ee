"""How far somebody's oversight reaches, in a form the database can work with."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from onevisit.accounts.rules import (
    Actor,
    Permission,
    Scope,
    region_stem,
    require,
    scopes_holding,
)
from onevisit.oversight.errors import no_such_card, no_such_order
from onevisit.oversight.models import Card, SupervisionOrder
from onevisit.oversight.rules.cards import CardDoer
from onevisit.oversight.rules.orders import Doer


@dataclass(frozen=True, slots=True)
class Reach:
    """Pairs side by side: what codes of regions begin with, and the one department (None: all).

    `place` narrows it to what was taken in there: what the codes of the township begin with
    (`rules.PLACE_DIGITS`), `rules.NO_PLACE` for what came online, "" for everything.
    """

    patterns: tuple[str, ...]
    departments: tuple[UUID | None, ...]
    place: str = ""

    @property
    def whole(self) -> list[str]:
        """What the codes of regions begin with in which every department is overseen."""
        pairs = zip(self.patterns, self.departments, strict=True)
        return [pattern.removesuffix("%") for pattern, holder in pairs if holder is None]

    @property
    def params(self) -> dict[str, Any]:
        """For the conditions of `queries.statements`."""
        pairs = list(zip(self.patterns, self.departments, strict=True))
        held = [(pattern, holder) for pattern, holder in pairs if holder is not None]
        return {
            "whole": [pattern for pattern, holder in pairs if holder is None],
            "patterns": [pattern for pattern, _ in held],
            "holders": [holder for _, holder in held],
            "place": self.place,
        }

    def at(self, place: str) -> "Reach":
        """The same, of what was taken in at one place only."""
        return replace(self, place=place)

    @property
    def key(self) -> str:
        """What is kept for this reach is kept under this name."""
        pairs = zip(self.patterns, self.departments, strict=True)
        return (
            ",".join(sorted(f"{pattern}{holder or ''}" for pattern, holder in pairs)) + self.place
        )


def reach_of(actor: Actor) -> Reach:
    """Raises Refused `accounts.not_permitted` without `oversight.read`."""
    require(actor, Permission.OVERSIGHT_READ)
    if actor.is_system:
        return Reach(("%",), (None,))
    scopes = scopes_holding(actor.grants, Permission.OVERSIGHT_READ)
    return Reach(
        tuple(f"{region_stem(scope.region or '')}%" for scope in scopes),
        tuple(scope.department_id for scope in scopes),
    )


ORDER_RIGHTS = {
    Doer.SUPERVISOR: Permission.ORDERS_ISSUE,
    Doer.HEAD: Permission.ORDERS_ANSWER,
    Doer.DIRECTOR: Permission.ORDERS_DECIDE,
}


def orders_seen(actor: Actor) -> QuerySet[SupervisionOrder]:
    """Orders of the region for who issues or decides them, of the department for who answers.

    Raises Refused `accounts.not_permitted` for who does none of that.
    """
    if actor.is_system:
        return SupervisionOrder.objects.all()
    return SupervisionOrder.objects.filter(_within(actor, set(ORDER_RIGHTS.values())))


def _within(actor: Actor, rights: set[Permission]) -> Q:
    """Where the actor holds one of these rights; raises Refused for who holds none."""
    if not any(actor.may(right) for right in rights):
        require(actor, min(rights))
    found = Q(pk__in=[])
    for grant in actor.grants:
        if not rights & grant.permissions:
            continue
        reach = Q(region__code__startswith=region_stem(grant.scope.region or ""))
        if grant.departmental or grant.scope.department_id is not None:
            reach &= Q(department=grant.scope.department_id)
        found |= reach
    return found


def get_order_for(actor: Actor, order_id: UUID) -> SupervisionOrder:
    """Raises NotFound `oversight.no_such_order`, also for other departments."""
    row = orders_seen(actor).select_related("department").filter(id=order_id).first()
    if row is None:
        raise no_such_order()
    return row


CARD_RIGHTS = {
    CardDoer.DEPARTMENT: Permission.CASES_REVIEW,
    CardDoer.SUPERVISOR: Permission.ORDERS_ISSUE,
}


def cards_seen(actor: Actor) -> QuerySet[Card]:
    """Cards of the region for who supervises, of the department for who handles its cases.

    Raises Refused `accounts.not_permitted` for who does neither.
    """
    if actor.is_system:
        return Card.objects.all()
    return Card.objects.filter(_within(actor, {Permission.OVERSIGHT_READ, Permission.CASES_REVIEW}))


def get_card_for(actor: Actor, card_id: UUID) -> Card:
    """Raises NotFound `oversight.no_such_card`, also for other departments."""
    row = cards_seen(actor).select_related("case", "department", "officer").filter(id=card_id)
    found = row.first()
    if found is None:
        raise no_such_card()
    return found


def card_of(card: Card) -> Scope:
    """Where a card belongs."""
    return Scope(card.department_id, card.region_id)


def card_doers(actor: Actor, card: Card) -> tuple[CardDoer, ...]:
    """In which parts the actor may act on a card."""
    return tuple(d for d, right in CARD_RIGHTS.items() if actor.may(right, card_of(card)))


def rights_on(actor: Actor, of: Scope) -> tuple[Doer, ...]:
    """In which parts the actor may act on what belongs there."""
    return tuple(doer for doer, right in ORDER_RIGHTS.items() if actor.may(right, of))
