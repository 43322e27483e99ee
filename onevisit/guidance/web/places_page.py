"""Where one may go with a thing: points near a chosen place, on a plain map of positions."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.rules.points import PointAbility
from onevisit.directory.rules import ServicePointInfo, open_state
from onevisit.directory.rules.distance import (
    DETOUR,
    DRIVE_KMH,
    NEAR_MINUTES,
    WALK_KMH,
    Plane,
    Position,
    Way,
    around,
    plane_of,
    way,
)
from onevisit.guidance.rules.taking import Taking, only_at_centre, taking
from onevisit.guidance.rules.visiting import AtPoint, visits_at
from onevisit.guidance.web.things import Thing
from onevisit.kernel import clock
from onevisit.kernel.queries import load_calendar
from onevisit.ui import opening
from onevisit.ui.formatting import joined

_TAKINGS: dict[Taking, str | Promise] = {
    Taking.WHOLE: gettext_lazy("从头到尾都能办"),
    Taking.PAPERS: gettext_lazy("能收材料"),
    Taking.HELP: gettext_lazy("帮您在网上办"),
}
_SIZES = (("wide", 640.0, 420.0), ("slim", 340.0, 340.0))
_MARGIN = 26.0
_TOUCH = 24.0
"""Marks nearer than this, in pixels, become one."""

_REACH_KM = DRIVE_KMH * NEAR_MINUTES / 60 / DETOUR * 1.1
"""With a start the map shows what 15 minutes by car reach, and a little more."""


@dataclass(frozen=True)
class Point:
    """One point as the list shows it; `number` is its number on the map, `visits` how often one
    must come at most who hands it in there, "" where nobody can tell; `carried`: what travels.
    """

    number: int
    info: ServicePointInfo
    takes: str
    whole: bool
    is_open: bool
    when: str
    hours: list[str]
    far: str
    near: str
    visits: str
    carried: str


@dataclass(frozen=True)
class Mark:
    """A mark on the map: the numbers of the points there."""

    x: float
    y: float
    label: str
    width: float
    whole: bool

    @property
    def half(self) -> float:
        """Half its width: it is drawn around its place."""
        return self.width / 2


@dataclass(frozen=True)
class Ring:
    """A circle around where one sets out."""

    radius: float
    text: str


@dataclass(frozen=True)
class Map:
    """A drawing of positions; `bar` is the length of `bar_km` kilometres."""

    name: str
    width: float
    height: float
    marks: list[Mark]
    start: tuple[float, float] | None
    rings: list[Ring]
    bar: float
    bar_km: int

    @property
    def foot(self) -> float:
        """Where the scale stands."""
        return self.height - 12

    @property
    def middle(self) -> float:
        """The middle of the scale."""
        return self.bar / 2


@dataclass(frozen=True)
class Start:
    """A place one may set out from."""

    code: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class PlacesPage:
    """What the template draws."""

    thing: Thing
    points: list[Point]
    maps: list[Map]
    starts: list[Start]
    start: str
    near: int
    only: str
    only_near: bool
    factor: str
    walk: str
    drive: str
    minutes: int


def places_page(thing: Thing, start: str, *, only_near: bool) -> PlacesPage:
    """The points that take `thing`, nearest to the point `start` first (a code; may be unknown)."""
    able = catalogue.abilities()
    known = [each.point for each in able]
    origin = next((each for each in known if each.code == start and _position(each)), None)
    found = [(each.point, how) for each in able if (how := _taking(each, thing)) is not None]
    ways = {each.code: _way(origin, each) for each, _how in found}
    found.sort(key=lambda pair: _rank(pair[0], pair[1], ways[pair[0].code]))
    near = [pair for pair in found if _is_near(ways[pair[0].code])]
    shown = near if only_near and origin else found
    counted = {} if thing.draft else visits_at(thing.offer.code)
    points = [
        _point(number, each, how, ways[each.code], counted.get(each.id))
        for number, (each, how) in enumerate(shown, 1)
    ]
    return PlacesPage(
        thing=thing,
        points=points,
        maps=[_map(name, width, height, points, origin) for name, width, height in _SIZES],
        starts=[Start(p.code, _starting(p), p.code == start) for p in known if _position(p)],
        start=_starting(origin) if origin else "",
        near=len(near),
        only=joined(only_at_centre(thing.offer)),
        only_near=only_near,
        factor=f"{DETOUR:g}",
        walk=f"{WALK_KMH:g}",
        drive=f"{DRIVE_KMH:g}",
        minutes=NEAR_MINUTES,
    )


def _taking(found: PointAbility, thing: Thing) -> Taking | None:
    reached = catalogue.in_range(thing.pinned, found.point.region)
    return taking(found, thing.offer, in_range=reached)


def _position(point: ServicePointInfo) -> Position | None:
    if point.latitude is None or point.longitude is None:
        return None
    return Position(point.latitude, point.longitude)


def _way(origin: ServicePointInfo | None, point: ServicePointInfo) -> Way | None:
    here = _position(origin) if origin else None
    there = _position(point)
    return way(here, there) if here and there else None


def _is_near(found: Way | None) -> bool:
    return found is not None and (found.near_on_foot or found.near_by_car)


def _rank(point: ServicePointInfo, how: Taking, found: Way | None) -> tuple[float, int, str]:
    far = found.road_km if found else float("inf")
    return far, list(Taking).index(how), point.code


def _starting(point: ServicePointInfo) -> str:
    return _("%(place)s（%(address)s）") % {"place": point.region_name, "address": point.address}


def _point(
    number: int, info: ServicePointInfo, how: Taking, found: Way | None, at: AtPoint | None
) -> Point:
    state = open_state(info.hours, clock.now(), load_calendar())
    return Point(
        number=number,
        info=info,
        takes=str(_TAKINGS[how]),
        whole=how is Taking.WHOLE,
        is_open=state.is_open,
        when=opening.state_words(state.until, state.opens),
        hours=[opening.week_words(each.days, each.opens, each.closes) for each in info.hours],
        far=_far(found),
        near=_near(found),
        visits=_visits(at.most) if at else "",
        carried=_carried(at) if at else "",
    )


def _visits(most: int) -> str:
    return ngettext("到这里交，最多跑 %(n)s 次", "到这里交，最多跑 %(n)s 次", most) % {"n": most}


def _carried(at: AtPoint) -> str:
    """What goes between the offices in the applicant's place, and what that saves."""
    said = []
    if at.papers:
        what = {"what": joined(at.papers)}
        said.append(_("%(what)s的原件交到这里，由网点随袋送政务服务中心。") % what)
    if at.result:
        said.append(_("结果随袋送到这里领。"))
    if at.spared > 0:
        one, many = "比自己送、自己取少跑 %(n)s 次。", "比自己送、自己取少跑 %(n)s 次。"
        said.append(ngettext(one, many, at.spared) % {"n": at.spared})
    return "".join(said)


def _far(found: Way | None) -> str:
    if found is None:
        return ""
    if found.straight_km < 0.05:
        return _("就在这里")
    return _("直线 %(km)s 公里，走路约 %(walk)s 分钟，开车约 %(drive)s 分钟") % {
        "km": f"{found.straight_km:.1f}",
        "walk": found.walk_minutes,
        "drive": found.drive_minutes,
    }


def _near(found: Way | None) -> str:
    if found is None:
        return ""
    if found.near_on_foot:
        return _("走路 15 分钟内")
    return _("开车 15 分钟内") if found.near_by_car else ""


def _map(
    name: str, width: float, height: float, points: list[Point], origin: ServicePointInfo | None
) -> Map:
    placed = [(each, at) for each in points if (at := _position(each.info)) is not None]
    here = _position(origin) if origin else None
    plane = plane_of(
        around(here, _REACH_KM) if here else [at for _each, at in placed],
        width=width - 2 * _MARGIN,
        height=height - 2 * _MARGIN,
    )
    spots = [(each, _at(plane, at)) for each, at in placed]
    kilometres = next((km for km in (10, 5, 2) if km * plane.scale <= width / 3), 1)
    return Map(
        name=name,
        width=width,
        height=height,
        marks=_marks([spot for spot in spots if _inside(spot[1], width, height)]),
        start=_at(plane, here) if here else None,
        rings=_rings(plane) if here else [],
        bar=round(kilometres * plane.scale, 1),
        bar_km=kilometres,
    )


def _at(plane: Plane, position: Position) -> tuple[float, float]:
    x, y = plane.place(position)
    return round(x + _MARGIN, 1), round(y + _MARGIN, 1)


def _inside(at: tuple[float, float], width: float, height: float) -> bool:
    half = _MARGIN / 2
    return half < at[0] < width - half and half < at[1] < height - half


def _rings(plane: Plane) -> list[Ring]:
    """How far one comes in 15 minutes: on foot and by car, as the crow flies."""
    hours = NEAR_MINUTES / 60
    return [
        Ring(round(WALK_KMH * hours / DETOUR * plane.scale, 1), _("走路 15 分钟")),
        Ring(round(DRIVE_KMH * hours / DETOUR * plane.scale, 1), _("开车 15 分钟")),
    ]


def _marks(placed: list[tuple[Point, tuple[float, float]]]) -> list[Mark]:
    """One mark for points that would lie on one another."""
    groups: list[list[tuple[Point, tuple[float, float]]]] = []
    for point, at in placed:
        touching = next((g for g in groups if _apart(g[0][1], at) < _TOUCH), None)
        if touching is None:
            groups.append([(point, at)])
        else:
            touching.append((point, at))
    return [_mark(group) for group in groups]


def _mark(group: list[tuple[Point, tuple[float, float]]]) -> Mark:
    label = _numbers([point.number for point, _at_ in group])
    x, y = group[0][1]
    width = max(22.0, 9.0 * len(label) + 10)
    return Mark(x, y, label, width, any(point.whole for point, _at_ in group))


def _numbers(found: list[int]) -> str:
    """`3`, `3·7`, `3–6` of a run, else how many there are."""
    if len(found) < 3:
        return "·".join(map(str, found))
    first, last = found[0], found[-1]
    if last - first == len(found) - 1:
        return f"{first}–{last}"
    return _("%(n)s 个") % {"n": len(found)}


def _apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    return max(abs(a[0] - b[0]), abs(a[1] - b[1]))
