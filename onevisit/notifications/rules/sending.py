"""How often and when a message is tried, and what a gateway may say of it."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from onevisit.kernel.errors import Conflict
from onevisit.kernel.ids import parse_id

AGAIN_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
"""After so many tries the next one waits so long; after the last there is none."""

ASK_AFTER = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=24))
"""A receipt that has not come by then is asked for; then it is left at "sent"."""

HELD = timedelta(minutes=2)
"""Who took a message to send it has so long; then another may, under the same key."""


class DeliveryState(StrEnum):
    """Where a message stands on its way through one channel."""

    WAITING = "waiting"
    SENT = "sent"  # the gateway took it
    DELIVERED = "delivered"  # its receipt says so
    FAILED = "failed"  # for good: staff see it


class Reason(StrEnum):
    """Why it failed."""

    NO_ADDRESS = "no_address"  # there was one when it was planned
    BAD_ADDRESS = "bad_address"  # the gateway knows no such address
    REFUSED = "refused"  # the receiver or the gateway does not want it
    UNDELIVERED = "undelivered"  # taken, and not brought
    GIVEN_UP = "given_up"  # tried until the end of the delays


OPEN: frozenset[DeliveryState] = frozenset({DeliveryState.WAITING, DeliveryState.SENT})


def next_try(tries: int, now: datetime) -> datetime | None:
    """When it is tried again after `tries` tries; None: never."""
    return now + AGAIN_AFTER[tries - 1] if tries <= len(AGAIN_AFTER) else None


def next_question(asked: int, now: datetime) -> datetime | None:
    """When its receipt is asked for after it was `asked` times; None: never."""
    return now + ASK_AFTER[asked] if asked < len(ASK_AFTER) else None


def require_failed(state: DeliveryState) -> None:
    """Only what failed is sent anew by hand. Raises Conflict `notifications.not_failed`."""
    if state is not DeliveryState.FAILED:
        raise Conflict("notifications.not_failed")


def begins_anew(reason: Reason) -> bool:
    """Whether it surely did not arrive: then it may go under another key. After time-outs nobody
    knows, and the key stays.
    """
    return reason is not Reason.GIVEN_UP


def key_of(delivery_id: UUID, again: int) -> str:
    """What a gateway takes it once under."""
    return f"{delivery_id}.{again}"


def read_key(key: str) -> tuple[UUID, int] | None:
    """The delivery and how often it was begun anew; None for what is no key of ours."""
    head, _, tail = key.partition(".")
    delivery_id = parse_id(head)
    return (delivery_id, int(tail)) if delivery_id and tail.isdecimal() else None
