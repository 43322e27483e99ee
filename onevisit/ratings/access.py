"""Who may see which rectification: who handles ratings in that region."""

from uuid import UUID

from django.db.models import Q, QuerySet

from onevisit.accounts.rules import Actor, Permission, region_stem, require, scopes_holding
from onevisit.ratings.errors import no_such_rectification
from onevisit.ratings.models import Rectification


def visible_to(actor: Actor) -> QuerySet[Rectification]:
    """The rectifications in the regions of the actor. Raises Refused `accounts.not_permitted`."""
    require(actor, Permission.RATINGS_HANDLE)
    rows = Rectification.objects.select_related(
        "rating__occasion__application__organisation",
        "rating__occasion__service_point",
        "rating__occasion__person",
    )
    if actor.is_system:
        return rows
    found = Q(pk__in=[])
    for scope in scopes_holding(actor.grants, Permission.RATINGS_HANDLE):
        region = "rating__occasion__application__region__code__startswith"
        found |= Q(**{region: region_stem(scope.region)}) if scope.region else ~Q(pk__in=[])
    return rows.filter(found)


def get_rectification_for(actor: Actor, rectification_id: UUID) -> Rectification:
    """Raises NotFound `ratings.no_such_rectification`, also outside the actor's regions."""
    found = visible_to(actor).filter(id=rectification_id).first()
    if found is None:
        raise no_such_rectification()
    return found
