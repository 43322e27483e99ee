"""What a person chose, and where they can be reached."""

from dataclasses import dataclass
from datetime import datetime

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor
from onevisit.notifications.adapters.gateway import open_channels
from onevisit.notifications.errors import no_such_message
from onevisit.notifications.models import Address, Preference
from onevisit.notifications.rules.channels import Channel, Wishes


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A way outside: the address masked, whether it is proven, whether a code is on its way."""

    channel: Channel
    address: str
    proven: bool
    code_until: datetime | None


@dataclass(frozen=True, slots=True)
class SettingsView:
    """Wishes, the ways that have a gateway here, and how many helpers would read along."""

    wishes: Wishes
    channels: tuple[ChannelView, ...]
    helpers: int


def settings_of(actor: Actor) -> SettingsView:
    """What the actor chose. Raises NotFound `notifications.no_such_message` for no person."""
    person_id = actor.person_id
    if person_id is None:
        raise no_such_message()
    chosen = Preference.objects.filter(person_id=person_id).first()
    held = {row.channel: row for row in Address.objects.filter(person_id=person_id)}
    phone = accounts.person_summaries([person_id])[person_id].masked_phone
    ways = [
        ChannelView(Channel.SMS, phone, bool(phone), None)
        if channel is Channel.SMS
        else _view(channel, held.get(channel))
        for channel in Channel
        if channel in open_channels()
    ]
    helpers = accounts.helpers_of([person_id]).get(person_id, [])
    return SettingsView(chosen.wishes if chosen else Wishes(), tuple(ways), len(helpers))


def _view(channel: Channel, row: Address | None) -> ChannelView:
    if row is None:
        return ChannelView(channel, "", False, None)
    return ChannelView(channel, masked(row.address), row.proven_at is not None, row.code_until)


def masked(address: str) -> str:
    """``w***@example.cn``: enough to know one's own."""
    head, at, host = address.partition("@")
    return f"{head[:1]}***{at}{host}" if address else ""
