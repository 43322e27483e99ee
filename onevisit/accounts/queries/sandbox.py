"""What a demonstration shows instead of sending."""

import json
from dataclasses import dataclass
from datetime import datetime

from onevisit.accounts.models import SandboxMessage
from onevisit.kernel import crypto
from onevisit.kernel.masks import mask_phone


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message: to which phone (masked), its text, and when."""

    phone: str
    text: str
    at: datetime


def sandbox_messages() -> tuple[SentMessage, ...]:
    """The newest messages of a demonstration, newest first; one query."""
    rows = SandboxMessage.objects.order_by("-sent_at", "-id")[:20]
    return tuple(_message(row) for row in rows)


def _message(row: SandboxMessage) -> SentMessage:
    place = SandboxMessage.place(row.id)
    held = json.loads(crypto.unseal(row.content_sealed, bound_to=place))
    return SentMessage(mask_phone(held["phone"]), held["text"], row.sent_at)
