"""Whose things are, and what an officer keeps."""

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
from onevisit.catalogue.models import Bundle, ExchangeRun, Item, RunKind


def keeper_of(row: Item | Bundle) -> UUID:
    """The department that keeps it: the deciding or the leading one."""
    return row.department_id if isinstance(row, Item) else row.lead_id


def scope_of(row: Item | Bundle) -> Scope:
    """Where it belongs."""
    return Scope(keeper_of(row), row.region_id)


def items_kept_by(actor: Actor) -> QuerySet[Item]:
    """The items of the regions where the actor edits. Raises Refused `accounts.not_permitted`."""
    return Item.objects.filter(_where_kept(actor))


def bundles_kept_by(actor: Actor) -> QuerySet[Bundle]:
    """The bundles of the same regions. Raises as `items_kept_by`."""
    return Bundle.objects.filter(_where_kept(actor))


def _where_kept(actor: Actor) -> Q:
    require(actor, Permission.CATALOGUE_EDIT)
    if actor.is_system:
        return Q()
    found = Q(pk__in=[])
    for scope in scopes_holding(actor.grants, Permission.CATALOGUE_EDIT):
        found |= (
            Q(region__code__startswith=region_stem(scope.region)) if scope.region else ~Q(pk__in=[])
        )
    return found


def runs_seen_by(actor: Actor) -> QuerySet[ExchangeRun]:
    """The actor's own imports and exports and those of the regions where the actor publishes.
    Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_PUBLISH)
    rows = ExchangeRun.objects.exclude(kind=RunKind.BULK)  # an officer sees a step on its own page
    if actor.is_system:
        return rows
    found = Q(made_by=actor.user_id)
    for scope in scopes_holding(actor.grants, Permission.CATALOGUE_PUBLISH):
        stem = region_stem(scope.region) if scope.region else ""
        found |= Q(wishes__region__startswith=stem) if stem else ~Q(pk__in=[])
    return rows.filter(found)
