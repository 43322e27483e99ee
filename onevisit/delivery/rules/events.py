"""The events of papers between offices; published inside the transaction that causes them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from onevisit.kernel.events import Event


class BagMove(StrEnum):
    """What happened to a bag."""

    SENT = "sent"
    RECEIVED = "received"
    LATE = "late"  # the day on which it was due is over; once


@dataclass(frozen=True, slots=True)
class BagMoved(Event):
    """A bag with papers left, arrived or did not arrive in time. `papers` are those that are where
    the move says: of a bag that arrived, those that were in it.
    """

    bag_id: UUID
    number: str
    move: BagMove
    sender_id: UUID
    sender: str
    receiver_id: UUID
    receiver: str
    due_on: date | None
    papers: tuple[UUID, ...]
    at: datetime
