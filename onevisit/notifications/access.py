"""Who reads which message, and who sees what was sent."""

from uuid import UUID

from django.db.models import Q, QuerySet

from onevisit.accounts.rules import Actor, Permission, region_stem, scopes_holding
from onevisit.notifications.errors import no_such_delivery, no_such_message
from onevisit.notifications.models import Delivery, Message


def own(actor: Actor) -> QuerySet[Message]:
    """What was told to the actor themselves: nobody reads another's messages in their name."""
    if actor.acting is not None or actor.user_id is None:
        return Message.objects.none()
    if actor.person_id is not None:
        return Message.objects.filter(person_id=actor.person_id)
    return Message.objects.filter(user_id=actor.user_id)


def own_message(actor: Actor, message_id: UUID) -> Message:
    """One of them. Raises NotFound `notifications.no_such_message`."""
    found = own(actor).filter(id=message_id).first()
    if found is None:
        raise no_such_message()
    return found


def sent_in_reach(actor: Actor) -> QuerySet[Delivery]:
    """What was sent about the applications that the actor may look up."""
    found = Q(pk__in=[])
    for scope in scopes_holding(actor.grants, Permission.CASES_LOOK_UP):
        stem = region_stem(scope.region) if scope.region is not None else ""
        found |= Q(message__application__region__code__startswith=stem)
    return Delivery.objects.filter(found)


def delivery_in_reach(actor: Actor, delivery_id: UUID) -> Delivery:
    """One of them, with its message. Raises NotFound `notifications.no_such_delivery`."""
    rows = sent_in_reach(actor).select_related("message__application")
    found = rows.filter(id=delivery_id).first()
    if found is None:
        raise no_such_delivery()
    return found
