"""What the archive tells rooms above it."""

from dataclasses import dataclass
from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CasesDestroyed(Event):
    """An approved list destroyed these cases; whoever wrote about them empties it too, in the same
    transaction.
    """

    case_ids: tuple[UUID, ...]
    order: UUID
    by: Actor
