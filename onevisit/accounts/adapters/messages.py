"""Sending a short message to a phone: the Protocol, and the sender that the settings name."""

from typing import Protocol

from django.conf import settings

from onevisit.kernel.outside import adapter


class MessageNotSent(Exception):
    """The gateway did not take the message; says nothing of phone or text."""


class MessageSender(Protocol):
    """Gives a message to a gateway. `demonstration` is True for one that only shows it."""

    demonstration: bool

    def send(self, phone: str, text: str) -> None:
        """Send `text` to a mainland mobile number of 11 digits. Raises MessageNotSent.

        Called outside of transactions; neither phone nor text may be logged.
        """


def message_sender() -> MessageSender | None:
    """The sender of `settings.MESSAGE_SENDER` (a dotted name), None where none is named.

    One that only shows messages is no sender outside of a demonstration.
    """
    found: MessageSender | None = adapter(settings.MESSAGE_SENDER)
    return found
