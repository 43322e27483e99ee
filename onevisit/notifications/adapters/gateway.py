"""A gateway of messages: the Protocol, and the adapters that the settings name.

Every message goes under a key of ours: the same key given again is not sent again. None is given
inside a transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from django.conf import settings

from onevisit.kernel.outside import adapter
from onevisit.notifications.rules.channels import Channel
from onevisit.notifications.rules.sending import Reason


class GatewayAway(Exception):
    """No answer, or none that can be understood: nobody knows whether it was taken."""


class GatewayBusy(Exception):
    """Not taken now; may be taken later."""


class NotTaken(Exception):
    """Not taken, now or ever."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Outcome(StrEnum):
    """What a gateway says of a message."""

    TAKEN = "taken"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    UNKNOWN = "unknown"  # it has never heard of this key


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to be sent under which key; `receipts` is where its receipt is told."""

    key: str
    address: str = field(repr=False)
    title: str = field(repr=False)
    body: str = field(repr=False)
    receipts: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the gateway says of our `key`, under its own `reference`."""

    key: str
    outcome: Outcome
    reference: str = ""


class Gateway(Protocol):
    """Carries messages of one channel. `demonstration` is True for one that brings them nowhere."""

    demonstration: bool

    def send(self, outgoing: Outgoing) -> str:
        """Give a message away, once for its key; the gateway's own reference.

        Raises GatewayAway, GatewayBusy, NotTaken.
        """

    def ask(self, key: str) -> Told:
        """What became of it. Raises GatewayAway."""

    def heard(self, body: bytes, headers: Mapping[str, str]) -> Told | None:
        """What a receipt says, None unless its signature holds."""


def gateway(channel: Channel) -> Gateway | None:
    """The gateway of `settings.MESSAGE_GATEWAYS` (dotted names by channel), None where none is
    named. One that brings nothing anywhere is none outside of a demonstration.
    """
    found: Gateway | None = adapter(settings.MESSAGE_GATEWAYS.get(str(channel), ""))
    return found


def open_channels() -> frozenset[Channel]:
    """The channels that have a gateway here."""
    return frozenset(each for each in Channel if gateway(each) is not None)
