"""The events other rooms may wake up to; published inside the transaction that causes them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from onevisit.kernel.events import Event


@dataclass(frozen=True, slots=True)
class OrderWillChange(Event):
    """Somebody is about to write on orders of this application: whoever owns it locks it now, so
    that all take the application first and the order after it.
    """

    application_id: UUID


@dataclass(frozen=True, slots=True)
class OrderSettled(Event):
    """Nothing of this order is owed any more: it is paid, or nothing is to be paid. `case_ids` are
    the cases it was for.
    """

    application_id: UUID
    order_id: UUID
    case_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class OrderExpired(Event):
    """Nobody paid in time: what is due for these cases is reckoned anew."""

    application_id: UUID
    order_id: UUID
    case_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class OrderAssessed(Event):
    """What had to be found out about this order is: it can be paid from here on."""

    application_id: UUID
    order_id: UUID


@dataclass(frozen=True, slots=True)
class OrderDue(Event):
    """It is known what is to be paid, and nobody has paid it yet; `seq` tells one time from
    another.
    """

    order_id: UUID
    application_id: UUID
    application_number: str
    offer_name: str
    person_id: UUID
    organisation_id: UUID | None
    until: date
    seq: int


@dataclass(frozen=True, slots=True)
class OrderNear(Event):
    """The day until which an order stands is near, and nobody has paid; once for each order."""

    order_id: UUID
    application_id: UUID
    application_number: str
    offer_name: str
    person_id: UUID
    organisation_id: UUID | None
    until: date


@dataclass(frozen=True, slots=True)
class MoneyBack(Event):
    """A refund was sent back the way the money came."""

    order_id: UUID
    refund_id: UUID
    application_id: UUID
    application_number: str
    offer_name: str
    person_id: UUID
    organisation_id: UUID | None
