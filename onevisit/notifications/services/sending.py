"""Sending what was told: after the transaction that told it, by whichever worker comes first.

Three steps, each its own transaction: *plan* says which ways a message takes, *claim* takes what is
due for a while, *note* writes down what the gateway said. The gateway is spoken to between two of
them, under the delivery's own key. A kill anywhere leaves a row that the next run takes up; the key
keeps it from being sent twice.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from onevisit.kernel import clock
from onevisit.notifications.adapters.gateway import (
    Gateway,
    GatewayAway,
    GatewayBusy,
    NotTaken,
    Outgoing,
    gateway,
    open_channels,
)
from onevisit.notifications.models import Delivery, Preference
from onevisit.notifications.queries.reaching import address_of
from onevisit.notifications.queries.wording import said, wordings
from onevisit.notifications.rules.channels import Channel, Language
from onevisit.notifications.rules.sending import HELD, DeliveryState, Reason
from onevisit.notifications.rules.texts import Worded
from onevisit.notifications.services.noting import again, asked, failed, noted, taken
from onevisit.notifications.services.planning import plan

AT_ONCE = 100
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """How many messages were planned, given to a gateway, and asked about."""

    planned: int = 0
    given: int = 0
    asked: int = 0

    def __bool__(self) -> bool:
        return bool(self.planned or self.given or self.asked)


def sweep() -> Sent:
    """Everything that is due. Safe at any time and from several processes."""
    planned = given = 0
    while (some := plan()) > 0:
        planned += some
    for channel in open_channels():
        given += send_due(channel)
    return Sent(planned, given, sum(map(ask_due, open_channels())))


def send_due(channel: Channel, limit: int = AT_ONCE) -> int:
    """Give what is due to the gateway of a channel; one that does not answer is left alone until
    the next run. Returns how many were given.
    """
    joined = gateway(channel)
    if joined is None:
        return 0
    given, versions, ids = 0, wordings(), claim(channel, limit)
    for place, delivery_id in enumerate(ids):
        try:
            given += _send(joined, delivery_id, versions)
        except GatewayAway:
            _log.warning("the gateway of %s does not answer", channel)
            again(delivery_id)
            let_go(ids[place + 1 :])
            break
    return given


def _send(joined: Gateway, delivery_id: UUID, versions: Iterable[Worded]) -> bool:
    """Give one message away. Raises GatewayAway: it may have been taken."""
    row = Delivery.objects.select_related("message").get(id=delivery_id)
    message, channel = row.message, Channel(row.channel)
    person_id = message.person_id
    address = address_of(person_id, channel) if person_id is not None else ""
    if person_id is None or not address:
        return failed(delivery_id, Reason.NO_ADDRESS)
    words = said(message, _language(person_id), versions)
    outgoing = Outgoing(row.key, address, words.title, words.body, _receipts(channel))
    try:
        reference = joined.send(outgoing)
    except GatewayBusy:
        return again(delivery_id)
    except NotTaken as error:
        return failed(delivery_id, error.reason)
    return taken(delivery_id, reference)


def _language(person_id: UUID) -> Language:
    held = Preference.objects.filter(person_id=person_id).values_list("language", flat=True)
    return Language(held.first() or Language.ZH)


def _receipts(channel: Channel) -> str:
    return settings.MESSAGE_RECEIPTS + reverse("notifications:receipt", args=[channel])


def claim(channel: Channel, limit: int = AT_ONCE) -> list[UUID]:
    """Take what is due for a while; nobody else is given it meanwhile."""
    now = clock.now()
    free = Q(held_until__isnull=True) | Q(held_until__lte=now)
    with transaction.atomic():
        due = (
            Delivery.objects.select_for_update(skip_locked=True)
            .filter(free, channel=channel, state=DeliveryState.WAITING, due_at__lte=now)
            .order_by("due_at", "id")
        )
        ids = list(due.values_list("id", flat=True)[:limit])
        Delivery.objects.filter(id__in=ids).update(held_until=now + HELD, tries=F("tries") + 1)
    return ids


def let_go(ids: list[UUID]) -> None:
    """What was taken and not tried may be taken again."""
    held = Delivery.objects.filter(id__in=ids, state=DeliveryState.WAITING)
    held.update(held_until=None, tries=F("tries") - 1)


def ask_due(channel: Channel, limit: int = AT_ONCE) -> int:
    """Ask what became of messages whose receipt has not come; returns how many were asked about."""
    joined, now = gateway(channel), clock.now()
    if joined is None:
        return 0
    late = Delivery.objects.filter(channel=channel, state=DeliveryState.SENT, due_at__lte=now)
    rows = list(late.order_by("due_at")[:limit])
    for row in rows:
        try:
            told = joined.ask(row.key)
        except GatewayAway:
            _log.warning("the gateway of %s does not answer", channel)
            break
        noted(told)
        asked(row.id)
    return len(rows)
