"""Who in the offices is told of cards and orders, and what."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Permission, Scope
from onevisit.notifications import services as notifications
from onevisit.notifications.rules.kinds import Kind
from onevisit.notifications.services import StaffNote
from onevisit.oversight.access import card_of
from onevisit.oversight.models import Card, SupervisedCase, SupervisionOrder
from onevisit.oversight.rules.cards import CardAct
from onevisit.oversight.rules.orders import OrderAct

_CARDS: Mapping[CardAct, Kind] = {
    CardAct.CONTEST: Kind.CARD_CONTESTED,
    CardAct.UPHOLD: Kind.CARD_UPHELD,
    CardAct.WITHDRAW: Kind.CARD_WITHDRAWN,
}
_HEAD, _SUPERVISOR = Permission.ORDERS_ANSWER, Permission.ORDERS_ISSUE
_ORDERS: Mapping[OrderAct, tuple[Kind, tuple[Permission, ...]]] = {
    OrderAct.ISSUE: (Kind.ORDER_TO_ANSWER, (_HEAD,)),
    OrderAct.SEND_BACK: (Kind.ORDER_SENT_BACK, (_HEAD,)),
    OrderAct.REMIND: (Kind.ORDER_NEAR, (_HEAD,)),
    OrderAct.RED: (Kind.ORDER_OVER, (_HEAD, _SUPERVISOR)),
    OrderAct.ANSWER: (Kind.ORDER_ANSWERED, (_SUPERVISOR,)),
    OrderAct.ESCALATE: (Kind.ORDER_ESCALATED, (Permission.ORDERS_DECIDE,)),
    OrderAct.ACCEPT: (Kind.ORDER_ENDED, (_HEAD,)),
    OrderAct.DECIDE: (Kind.ORDER_ENDED, (_HEAD, _SUPERVISOR)),
    OrderAct.WITHDRAW: (Kind.ORDER_ENDED, (_HEAD,)),
}
"""What is told of an act, and whom: who holds that right over the department."""


def tell_cards(cards: Iterable[Card], act: CardAct) -> None:
    """A yellow card is its officer's affair, a red one also the head's; what is contested waits for
    who supervises, and the ruling goes to who contested.
    """
    reaching = cache(accounts.staff_reaching)
    notifications.tell_staff(
        StaffNote(
            kind=_CARDS.get(act) or (Kind.CARD_RED if card.red else Kind.CARD_YELLOW),
            event=f"card:{card.id}:{card.last_seq}",
            case_ids=(card.case_id,),
            users=_readers(card, act, reaching),
            page="oversight:card",
            target=card.id,
            day=card.due_on.isoformat() if act is CardAct.SHOW else "",
        )
        for card in cards
    )


Reaching = Callable[[Permission, Scope], frozenset[UUID]]


def _readers(card: Card, act: CardAct, reaching: Reaching) -> frozenset[UUID]:
    if act is CardAct.CONTEST:
        return reaching(_SUPERVISOR, card_of(card))
    own = {each for each in (card.officer_id, card.contested_by) if each is not None}
    heads = reaching(_HEAD, card_of(card)) if card.red else frozenset[UUID]()
    return frozenset(own) | heads


def tell_order(order: SupervisionOrder, act: OrderAct) -> None:
    """Whoever must do something next, and at the end who answered."""
    kind, rights = _ORDERS[act]
    scope = Scope(order.department_id, order.region_id)
    linked = SupervisedCase.objects.filter(order=order).order_by("id")
    note = StaffNote(
        kind=kind,
        event=f"order:{order.id}:{order.last_seq}",
        case_ids=tuple(linked.values_list("case_id", flat=True)),
        users=frozenset[UUID]().union(*(accounts.staff_reaching(r, scope) for r in rights)),
        page="oversight:order",
        target=order.id,
        number=order.number,
        day=order.due_on.isoformat(),
    )
    notifications.tell_staff([note])
