"""How often somebody went to a window for a project: the room above that keeps the ledger knows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Stood:
    """Who stood where and when, to have a project registered."""

    person_id: UUID
    service_point_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Undertaking:
    """What is counted as one: the applications of a project, and its registering, None online."""

    application_ids: tuple[UUID, ...]
    registered: Stood | None = None


TripsOf = Callable[[Mapping[UUID, Undertaking]], Mapping[UUID, int]]
"""The trips of each, by its id: several applications of one sitting are one trip."""

_known: dict[str, TripsOf] = {}


def register_trips(count: TripsOf) -> None:
    """Let the room above say it; called once, when the house starts."""
    _known["trips"] = count


def trips_of(undertakings: Mapping[UUID, Undertaking]) -> Mapping[UUID, int]:
    """The trips of each; nothing where nobody keeps count."""
    count = _known.get("trips")
    return count(undertakings) if count else {}
