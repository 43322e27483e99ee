"""What a service point can do, and how far away an item may be handed in. Pure.

Whoever keeps a point writes a list: what it takes in, for what it identifies people and looks at
originals, what it hands out. A point nobody has written a list for does what its kind does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from onevisit.catalogue.errors import points as errors
from onevisit.catalogue.rules.vocabulary import HandleArea
from onevisit.directory.rules import PlaceKind, ServicePointInfo
from onevisit.directory.rules.distance import Position, distance_km

ERRANDS = "errands"
BAGS = "bags"
_APART, _BETWEEN = "：", "、"
EVERYTHING = "*"
"""In a list: whatever there is within its range."""

MOST_CODES = 3_000
LONGEST_WHY = 300
LONGEST_NAME = 200


class PointAct(StrEnum):
    """What a point may do for a thing."""

    TAKE = "take"  # 收件
    IDENTIFY = "identify"  # 核验本人和原件
    HAND_OUT = "hand_out"  # 发件


@dataclass(frozen=True, slots=True)
class ErrandKind:
    """What a window of another county has others take in for it 代收: its name there, and the
    papers one looks at for their form.
    """

    name: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Abilities:
    """Codes of offers for each act; `EVERYTHING` stands for all. `errands`: what others may take in
    for this point. `bags`: papers go from here to the centre and come back 流转袋; a list of before
    points could say so does not say no.
    """

    take: frozenset[str]
    identify: frozenset[str]
    hand_out: frozenset[str]
    errands: tuple[ErrandKind, ...] = ()
    bags: bool = True

    def of(self, act: PointAct) -> frozenset[str]:
        """The codes of one act."""
        return {
            PointAct.TAKE: self.take,
            PointAct.IDENTIFY: self.identify,
            PointAct.HAND_OUT: self.hand_out,
        }[act]

    def does(self, act: PointAct, code: str) -> bool:
        """Whether the point does this for the offer of that code."""
        return bool(self.of(act) & {EVERYTHING, code})

    def gives(self, code: str) -> bool:
        """Whether results of that code can be had here: nobody hands out who identifies nobody."""
        return self.does(PointAct.HAND_OUT, code) and self.does(PointAct.IDENTIFY, code)

    def unidentified(self, act: PointAct) -> frozenset[str]:
        """Codes of an act for which nobody is identified and no original looked at here."""
        if EVERYTHING in self.identify:
            return _NONE
        return self.of(act) - self.identify

    @property
    def mended(self) -> "Abilities":
        """The same, with people and originals checked for everything taken in or handed out."""
        every = self.take | self.identify | self.hand_out
        return replace(self, identify=_ALL if EVERYTHING in every else every)

    @property
    def codes(self) -> frozenset[str]:
        """Every offer named."""
        return (self.take | self.identify | self.hand_out) - {EVERYTHING}

    def written(self) -> dict[str, list[str]]:
        """As it is kept; an errand as one line."""
        lines = [errand_line(each) for each in self.errands]
        kept = {act.value: sorted(self.of(act)) for act in PointAct}
        return kept | {ERRANDS: lines, BAGS: [EVERYTHING] if self.bags else []}


_ALL = frozenset({EVERYTHING})
_NONE: frozenset[str] = frozenset()
FULL = Abilities(_ALL, _ALL, _ALL)
NOTHING = Abilities(_NONE, _NONE, _NONE)
BY_KIND: Mapping[PlaceKind, Abilities] = {
    PlaceKind.CENTRE: FULL,
    PlaceKind.TOWNSHIP: FULL,
    PlaceKind.VILLAGE: NOTHING,
    PlaceKind.BANK: NOTHING,
    PlaceKind.KIOSK: NOTHING,
    PlaceKind.GUEST: NOTHING,
}
"""What a point does that has no list: windows do everything 无差别受理, all others nothing."""


def read_abilities(raw: Mapping[str, Iterable[str]]) -> Abilities:
    """The abilities as written: codes by act, `EVERYTHING` or nothing; so the bags.

    Raises Invalid `catalogue.point_list_empty`, `catalogue.point_list_long`,
    `catalogue.point_list_errand`.
    """
    found = {
        act: frozenset(code.strip() for code in raw.get(act.value, ()) if code.strip())
        for act in PointAct
    }
    errands = tuple(read_errand(line) for line in raw.get(ERRANDS, ()) if line.strip())
    if not (any(found.values()) or errands):
        raise errors.point_list_empty()
    if any(len(codes) > MOST_CODES for codes in found.values()):
        raise errors.point_list_long(MOST_CODES)
    kept = {act: _ALL if EVERYTHING in codes else codes for act, codes in found.items()}
    take, identify, hand_out = (kept[act] for act in PointAct)
    return Abilities(take, identify, hand_out, errands, bool(list(raw.get(BAGS, _ALL))))


def errand_line(kind: ErrandKind) -> str:
    """As it is written: its name, a full-width colon, its papers, enumeration commas between."""
    return f"{kind.name}{_APART}{_BETWEEN.join(kind.papers)}"


def read_errand(line: str) -> ErrandKind:
    """One line of `errand_line`. Raises Invalid `catalogue.point_list_errand`."""
    name, _sign, rest = line.replace(":", _APART).partition(_APART)
    papers = tuple(each.strip() for each in rest.split(_BETWEEN) if each.strip())
    name = " ".join(name.split())
    if not name or not papers or len(name) > LONGEST_NAME or len(rest) > LONGEST_WHY:
        raise errors.point_list_errand(line.strip())
    return ErrandKind(name, papers)


_SHARED: Mapping[HandleArea, int] = {
    HandleArea.NATION: 0,
    HandleArea.PROVINCE: 2,
    HandleArea.CITY: 4,
    HandleArea.COUNTY: 6,
    HandleArea.TOWN: 9,
}
"""How many digits two region codes share at least when one may hand in here for there."""


def within(area: HandleArea | None, home: str, here: str) -> bool:
    """Whether what belongs to region `home` may be handed in at a point of region `here`.

    An item that does not say (None) may be handed in anywhere in its county: that is what
    无差别受理 promises without more.
    """
    shared = _SHARED[area or HandleArea.COUNTY]
    return here[:shared] == home[:shared]


@dataclass(frozen=True, slots=True)
class PointAbility:
    """A point and what it does; `since` is the day its list holds from, None where nobody has
    written one.
    """

    point: ServicePointInfo
    abilities: Abilities
    since: date | None = None

    @property
    def sends_bags(self) -> bool:
        """Whether papers travel from here and to here; a machine packs none."""
        return self.abilities.bags and self.point.kind is not PlaceKind.KIOSK


def nearest(
    points: Iterable[PointAbility], start: ServicePointInfo | None, limit: int
) -> tuple[PointAbility, ...]:
    """The nearest of them as the crow flies; those whose place nobody knows last."""
    here = _position(start) if start is not None else None

    def far(each: PointAbility) -> tuple[float, str]:
        there = _position(each.point)
        known = here is not None and there is not None
        return distance_km(here, there) if known and here and there else 1e6, each.point.code

    return tuple(sorted(points, key=far)[:limit])


def _position(point: ServicePointInfo) -> Position | None:
    if point.latitude is None or point.longitude is None:
        return None
    return Position(point.latitude, point.longitude)


@dataclass(frozen=True, slots=True)
class Competence:
    """Why an item is decided where it is: one of the offices that carry the same entry."""

    code: str
    name: str
    region: str
    region_name: str
    department: str


def competent(found: Iterable[Competence], levels: Iterable[str]) -> Competence | None:
    """Of the items of one entry that which is competent for a matter in a region: the one of that
    region, else of the nearest above it (`levels`, nearest first); None if there is none.
    """
    by_region = {each.region: each for each in sorted(found, key=lambda each: each.code)}
    return next((by_region[level] for level in levels if level in by_region), None)
