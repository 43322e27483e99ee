"""Whose items an officer keeps."""

from django.db.models import Q, QuerySet

from onevisit.accounts.rules import Actor, Permission, require, scopes_holding
from onevisit.catalogue.models import Item


def items_kept_by(actor: Actor) -> QuerySet[Item]:
    """The items of the regions where the actor edits. Raises Refused `accounts.not_permitted`."""
    require(actor, Permission.CATALOGUE_EDIT)
    rows = Item.objects.all()
    if actor.is_system:
        return rows
    found = Q(pk__in=[])
    for scope in scopes_holding(actor.grants, Permission.CATALOGUE_EDIT):
        found |= Q(region__code__startswith=_stem(scope.region)) if scope.region else ~Q(pk__in=[])
    return rows.filter(found)


def _stem(region: str) -> str:
    """A region code without its trailing empty groups: what the codes inside it begin with."""
    stem = region
    for width in (9, 6, 4, 2):
        if set(stem[width:]) <= {"0"}:
            stem = stem[:width]
    return stem
