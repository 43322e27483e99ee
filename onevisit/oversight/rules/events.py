"""What other rooms may wake up to; published inside the transaction that causes it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from onevisit.kernel.events import Event


@dataclass(frozen=True, slots=True)
class OrderNudged(Event):
    """An order of the supervisor that nobody has answered: its day is near (`remind`) or over
    (`red`).
    """

    order_id: UUID
    department_id: UUID
    act: str
    due_on: date


@dataclass(frozen=True, slots=True)
class CardMoved(Event):
    """A card was shown, contested, upheld or withdrawn (`act`); `officer_id` had claimed the case
    when it was shown.
    """

    card_id: UUID
    case_id: UUID
    department_id: UUID
    officer_id: UUID | None
    kind: str
    act: str
