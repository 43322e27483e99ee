"""How often one must come who hands a thing in at one point or another: a room above knows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AtPoint:
    """How often one must come at `most` who hands it in at a point. `papers`: originals that go
    from there in a bag, `result`: it comes back in one; `spared`: how many trips that saves.
    """

    most: int
    spared: int = 0
    papers: tuple[str, ...] = ()
    result: bool = False


VisitsAt = Callable[[str], Mapping[UUID, AtPoint]]
"""From the code of an offer to what it takes, by the point's id."""

_known: dict[str, VisitsAt] = {}


def register_visits_at(find: VisitsAt) -> None:
    """Let a room above say it; called once, when the house starts."""
    _known["visits"] = find


def visits_at(code: str) -> Mapping[UUID, AtPoint]:
    """What it takes at each point that takes it in; nothing where nobody knows."""
    find = _known.get("visits")
    return find(code) if find else {}
