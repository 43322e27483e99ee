"""Sending a short message to a phone: the Protocol, and the sender that the settings name."""

from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


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
    name = settings.MESSAGE_SENDER
    sender = _sender(name) if name else None
    return None if sender is None or (sender.demonstration and not settings.DEMO) else sender


@lru_cache(maxsize=4)
def _sender(name: str) -> MessageSender:
    made: MessageSender = import_string(name)()
    return made
