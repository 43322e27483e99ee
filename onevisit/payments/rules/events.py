"""The events other rooms may wake up to; published inside the transaction that causes them."""

from dataclasses import dataclass
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
