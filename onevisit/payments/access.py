"""Who may see which order: the payer's side, and staff in the reach of a grant about money."""

from uuid import UUID

from django.db.models import Q, QuerySet

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Acting, Actor, Held, Permission, Scope, region_stem
from onevisit.payments.errors import no_such_order
from onevisit.payments.models import Order

READING = (
    Permission.PAYMENTS_COLLECT,
    Permission.PAYMENTS_EXEMPT,
    Permission.PAYMENTS_REFUND,
    Permission.PAYMENTS_RECONCILE,
)
"""Any of these lets staff see an order in their reach."""


def own(actor: Actor, held: Held | None = None) -> QuerySet[Order]:
    """The orders of the actor's side; who acts for another has those the authority reaches. `held`
    are the organisations they act for, where the caller knows them.
    """
    if actor.person_id is None:
        return Order.objects.none()
    if actor.acting is not None:
        return _under(actor.person_id, actor.acting)
    firms = accounts.organisations_of(actor.person_id) if held is None else held
    return Order.objects.filter(
        Q(organisation=None, person_id=actor.person_id)
        | Q(organisation_id__in=[each.organisation.id for each in firms])
    )


def _under(person_id: UUID, acting: Acting) -> QuerySet[Order]:
    """As far as the authority reaches; see `Acting.reaches`."""
    if acting.organisation_id is not None:
        rows = Order.objects.filter(organisation_id=acting.organisation_id)
    else:
        rows = Order.objects.filter(organisation=None, person_id=person_id)
    if acting.application_id is not None:
        return rows.filter(application_id=acting.application_id)
    return rows.filter(offer_code__in=sorted(acting.offers)) if acting.offers else rows


def visible_to(actor: Actor, *permissions: Permission) -> QuerySet[Order]:
    """The orders in the reach of the actor's grants that give one of `permissions` (any about
    money when none is named).
    """
    if actor.is_system:
        return Order.objects.all()
    found = Q(pk__in=[])
    for grant in actor.grants:
        if not grant.permissions.intersection(permissions or READING):
            continue
        if grant.departmental and grant.scope.department_id is None:
            continue
        reach = ~Q(pk__in=[])
        if grant.departmental:
            reach &= Q(payee_id=grant.scope.department_id)
        if grant.scope.region is not None:
            reach &= Q(region__code__startswith=region_stem(grant.scope.region))
        found |= reach
    return Order.objects.filter(found)


def own_order(actor: Actor, order_id: UUID) -> Order:
    """One of the actor's side. Raises NotFound `payments.no_such_order`."""
    return _one(own(actor), order_id)


def staff_order(actor: Actor, order_id: UUID) -> Order:
    """One in the actor's reach. Raises NotFound `payments.no_such_order`."""
    return _one(visible_to(actor), order_id)


def scope_of(order: Order) -> Scope:
    """Where it belongs."""
    return Scope(order.payee_id, order.region_id)


def _one(rows: QuerySet[Order], order_id: UUID) -> Order:
    found = rows.filter(id=order_id).first()
    if found is None:
        raise no_such_order()
    return found
