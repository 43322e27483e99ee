"""Where people can be reached: proven addresses only."""

from collections.abc import Collection
from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.notifications.adapters.gateway import open_channels
from onevisit.notifications.models import Address
from onevisit.notifications.rules.channels import Channel


def reachable_by(people: Collection[UUID]) -> dict[UUID, frozenset[Channel]]:
    """By which channels with a gateway each of them can be reached; two queries.

    The phone is the one on file: shown with the card at a window, or proven by a code.
    """
    if not people:
        return {}
    able = open_channels()
    found = {
        each.id: {Channel.SMS} if each.masked_phone else set()
        for each in accounts.person_summaries(people).values()
    }
    proven = Address.objects.filter(person_id__in=people, proven_at__isnull=False)
    for person_id, channel in proven.values_list("person_id", "channel"):
        found[person_id].add(Channel(channel))
    return {person_id: frozenset(held & able) for person_id, held in found.items()}


def address_of(person_id: UUID, channel: Channel) -> str:
    """The address in clear, for the gateway and nobody else; "" where there is none any more."""
    if channel is Channel.SMS:
        return accounts.own_person(person_id).phone
    row = Address.objects.filter(
        person_id=person_id, channel=channel, proven_at__isnull=False
    ).first()
    return row.address if row else ""
