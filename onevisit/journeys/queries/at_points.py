"""How often one must come who hands it in at this point or at that, as the points' lists say."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries.memory import Memory
from onevisit.catalogue.rules.points import PointAct
from onevisit.directory.rules import PlaceKind, ServicePointInfo
from onevisit.journeys.queries.against import told_place
from onevisit.journeys.queries.visits import Published, Visits, named, of_sides, published
from onevisit.journeys.rules.at_point import (
    AT_CENTRE,
    Desk,
    at_windows,
    doings_of,
    handed_in_at,
)


@dataclass(frozen=True, slots=True)
class AtPoints:
    """Points that come to the same: `worst` for whoever hands it in there, `more` than at the
    centre, and what must be done elsewhere, each as (place, what).
    """

    points: tuple[ServicePointInfo, ...]
    worst: int
    more: int
    elsewhere: tuple[tuple[str, tuple[str, ...]], ...]


def at_points(this: Published) -> tuple[AtPoints, ...]:
    """The points that take it in, fewest visits first; none where nobody hands it in at a window,
    or where nothing can be worked out. Two queries; a solve for each way that points serve.
    """
    offer = this.pinned.offer
    if not all(part.item.applicable for part in offer.parts):
        return ()
    centre = _handed_in(this, AT_CENTRE)
    if centre is None or centre.solved is None or centre.solved.worst is None:
        return ()
    groups: dict[Desk, list[ServicePointInfo]] = {}
    for each in catalogue.able_points(this.pinned, PointAct.TAKE):
        at_centre = each.point.kind is PlaceKind.CENTRE
        desk = AT_CENTRE if at_centre else Desk.of(each.abilities, offer.code)
        groups.setdefault(desk, []).append(each.point)
    found = []
    for desk, points in groups.items():
        visits = _handed_in(this, desk)
        worst = visits.solved.worst if visits and visits.solved else None
        if visits is not None and worst is not None:
            more = worst - centre.solved.worst
            found.append(AtPoints(tuple(points), worst, more, _elsewhere(visits, desk)))
    return tuple(sorted(found, key=lambda each: (each.worst, each.points[0].code)))


def visits_at(code: str) -> Mapping[UUID, int]:
    """The most visits of whoever hands it in at each point that takes it, by the point's id; for
    pages of rooms below. Raises NotFound `catalogue.no_such_offer`.
    """
    found = at_points(published(code))
    return {point.id: each.worst for each in found for point in each.points}


_known: Memory[Hashable, Visits] = Memory(5_000)


def _handed_in(this: Published, desk: Desk) -> Visits | None:
    """Visits with the thing handed in there; None where no window takes it."""
    offer, doings = this.pinned.offer, doings_of(this.pinned.offer)
    found = this.visits()
    flats = [each.expansion.flat for each in found.sides or (found,)]
    if not any(flat is not None and at_windows(flat, doings) for flat in flats):
        return None
    pins = tuple(sorted((key, each.version_id) for key, each in this.pinned.pins.items()))
    working = None if this.register is None else this.register.open
    key = (offer.code, this.pinned.bundle_version_id, pins, named(offer, working), desk)
    held = _known.get(key)
    if held is not None:
        return held
    expansions = [
        replace(each.expansion, flat=handed_in_at(each.expansion.flat, doings, desk))
        for each in found.sides or (found,)
        if each.expansion.flat is not None
    ]
    return _known.put(key, of_sides(offer, found.scope, expansions))


def _elsewhere(visits: Visits, desk: Desk) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What of the witness cannot be done at the desk, and where it is."""
    flat = visits.expansion.flat
    there = {
        name
        for name, act in (flat.acts if flat else {}).items()
        if any(mode.place == desk.place for mode in act.modes)
    }
    found: dict[str, dict[str, None]] = {}
    for trip in visits.told.trips:
        for name, errand in zip(trip.acts, trip.errands, strict=True):
            if name not in there and not trip.external:
                found.setdefault(told_place(trip.place), {})[errand.what] = None
    return tuple((place, tuple(what)) for place, what in found.items())
