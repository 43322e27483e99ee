"""How often one must come who hands it in at this point or at that, as the points' lists say."""

from collections.abc import Container, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries.memory import Memory
from onevisit.catalogue.rules.points import PointAct
from onevisit.directory.rules import PlaceKind, ServicePointInfo
from onevisit.guidance.rules.visiting import AtPoint
from onevisit.journeys.queries.against import told_place
from onevisit.journeys.queries.visits import Published, Visits, named, of_sides, published
from onevisit.journeys.rules.at_point import (
    AT_CENTRE,
    BACK,
    POINT,
    Desk,
    Doing,
    at_windows,
    doings_of,
    handed_in_at,
)
from onevisit.journeys.rules.expanding import Expansion
from onevisit.journeys.rules.explaining import ToldTrip
from onevisit.journeys.rules.flat import Flat


@dataclass(frozen=True, slots=True)
class AtPoints:
    """Points that come to the same: `worst` for whoever hands it in there, `more` than at the
    centre, and what must be done elsewhere, each as (place, what). `trips` prove it: where, whether
    one waits before, what for. `papers` are originals that go in a bag, `result`: it comes in one;
    `spared`: how many trips that saves.
    """

    points: tuple[ServicePointInfo, ...]
    worst: int
    more: int
    elsewhere: tuple[tuple[str, tuple[str, ...]], ...]
    spared: int
    papers: tuple[str, ...]
    result: bool
    trips: tuple[tuple[str, bool, tuple[str, ...]], ...]


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
        sends = each.sends_bags
        desk = AT_CENTRE if at_centre else Desk.of(each.abilities, offer.code, bags=sends)
        groups.setdefault(desk, []).append(each.point)
    found, doings = [], doings_of(offer)
    for desk, points in groups.items():
        visits = _handed_in(this, desk)
        worst = _worst(visits)
        near = _handed_in(this, replace(desk, near=True))
        visits = near if worst is not None and _worst(near) == worst else visits
        if visits is not None and worst is not None:
            bare = _worst(_handed_in(this, desk.bare)) if desk.bags else None
            figures = (worst, worst - centre.solved.worst, 0 if bare is None else bare - worst)
            found.append(_told(tuple(points), visits, desk, doings, figures))
    return tuple(sorted(found, key=lambda each: (each.worst, each.points[0].code)))


def _worst(visits: Visits | None) -> int | None:
    return visits.solved.worst if visits and visits.solved else None


def visits_at(code: str) -> Mapping[UUID, AtPoint]:
    """The most visits of whoever hands it in at each point that takes it, by the point's id, and
    what bags spare; for pages of rooms below. Raises NotFound `catalogue.no_such_offer`.
    """
    found = at_points(published(code))
    return {
        point.id: AtPoint(each.worst, each.spared, each.papers, each.result)
        for each in found
        for point in each.points
    }


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
        _as_handed_in(each.expansion, each.expansion.flat, doings, desk)
        for each in found.sides or (found,)
        if each.expansion.flat is not None
    ]
    return _known.put(key, of_sides(offer, found.scope, expansions))


def _as_handed_in(
    expansion: Expansion, flat: Flat, doings: Mapping[str, Doing], desk: Desk
) -> Expansion:
    """An original that is had again is called as it is when it is shown."""
    there = handed_in_at(flat, doings, desk)
    words = {
        name: expansion.acts[name.removesuffix(BACK)] for name in there.acts if name.endswith(BACK)
    }
    return replace(expansion, flat=there, acts={**expansion.acts, **words})


def _told(
    points: tuple[ServicePointInfo, ...],
    visits: Visits,
    desk: Desk,
    doings: Mapping[str, Doing],
    figures: tuple[int, int, int],
) -> AtPoints:
    worst, more, spared = figures
    flat, trips = visits.expansion.flat, visits.told.trips
    acts = flat.acts if flat else {}
    here = [
        (name, errand.what)
        for trip in trips
        if trip.place == POINT
        for name, errand in zip(trip.acts, trip.errands, strict=True)
    ]
    gives = {name for name, doing in doings.items() if doing is Doing.GIVE}
    return AtPoints(
        points=points,
        worst=worst,
        more=more,
        elsewhere=_elsewhere(visits, desk),
        spared=spared,
        papers=tuple(dict.fromkeys(what for name, what in here if name + BACK in acts)),
        result=desk.bags and any(name in gives for name, _what in here),
        trips=tuple(
            (told_place(trip.place), trip.waits, tuple(_errands(trip, acts, gives)))
            for trip in trips
        ),
    )


def _errands(trip: ToldTrip, acts: Container[str], gives: Container[str]) -> Iterator[str]:
    """What is done on a trip, with what travels."""
    for name, errand in zip(trip.acts, trip.errands, strict=True):
        if name.endswith(BACK):
            yield _("取回%(what)s的原件") % {"what": errand.what}
        elif trip.place == POINT and name + BACK in acts:
            yield _("交%(what)s的原件，由网点随袋送去") % {"what": errand.what}
        elif trip.place == POINT and name in gives:
            yield _("%(what)s（结果随袋送来）") % {"what": errand.what}
        else:
            yield errand.what


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
        for name, what in zip(trip.acts, _errands(trip, (), ()), strict=True):
            if name not in there and not trip.external:
                found.setdefault(told_place(trip.place), {})[what] = None
    return tuple((place, tuple(what)) for place, what in found.items())
