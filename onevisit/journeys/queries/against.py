"""Declared visits held against computed ones: what the publish rules of the catalogue ask."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries.memory import Memory
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.publishing import Asked, Check, Compute, Computed, Hit
from onevisit.journeys.queries.visits import named, visits_of_offer
from onevisit.journeys.rules.expanding import Gap, GapKind, Scope
from onevisit.journeys.rules.explaining import Errand, Told, ToldTrip

RULES = ("visits_understated", "visits_overstated", "visits_unknown", "visits_impossible")
MOST_TOLD = 5
_PLACE = "/declared_visits"
_GAPS: dict[GapKind, Promise] = {
    GapKind.NO_STEPS: gettext_lazy("没有写办理环节"),
    GapKind.NO_APPLICATION: gettext_lazy("没有写怎么申请"),
    GapKind.NO_COLLECTION: gettext_lazy("没有写结果怎么拿"),
    GapKind.NO_MODES: gettext_lazy("没有写这一步在哪里办、能不能网上办"),
    GapKind.SOURCE_UNKNOWN: gettext_lazy("没有写这份材料从哪里来"),
    GapKind.NO_PLACE: gettext_lazy("没有写这份材料由谁开具"),
    GapKind.NO_ISSUER: gettext_lazy("出具这份材料的事项没有发布"),
    GapKind.ISSUED_IN_A_RING: gettext_lazy("材料互为前提，绕成了圈"),
    GapKind.QUESTIONS_DIFFER: gettext_lazy("同一个问题有两种选项"),
    GapKind.NO_REGISTER: gettext_lazy("还没有登记哪些支撑能力已经开通"),
    GapKind.NO_PART: gettext_lazy("有一个环节现在没有事项可办"),
    GapKind.TOO_TANGLED: gettext_lazy("情形太多，写不完"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What an offer comes to, without the flat form it was solved in: small enough to be kept for
    everything that is published. `sides`: where there are several parties, each with its worst.
    """

    worst: int | None
    told: Told
    stuck: tuple[tuple[str, str], ...] | None
    gaps: tuple[Gap, ...]
    sides: tuple[tuple[str, int | None], ...] = ()


_figures: Memory[Hashable, Figure] = Memory(40_000)


def begin_check() -> Check:
    """The rules of `RULES` for one run over many: what works is looked up once for each region, and
    a document is solved once with the same of its enablers open.
    """
    look_up = _begin_figures()

    def check(asked: Asked) -> Iterator[tuple[str, Hit]]:
        figure, names = look_up(asked)
        yield from _held_against(asked.offer, figure, names)

    return check


def begin_compute() -> Compute:
    """How often one must come at worst, and the trips in a line; or what is missing. What works is
    looked up once for each region.
    """
    look_up = _begin_figures()

    def compute(asked: Asked) -> Computed:
        figure, names = look_up(asked)
        if figure.gaps:
            return Computed(None, _listed(map(told_gap, figure.gaps)))
        return Computed(figure.worst, told_trips(figure.told, names), figure.sides)

    return compute


def _begin_figures() -> Callable[[Asked], tuple[Figure, Mapping[str, str]]]:
    """The figure with what works there, and the names of enablers, for one run over many."""
    register = cache(catalogue.enablers_in)

    def look_up(asked: Asked) -> tuple[Figure, Mapping[str, str]]:
        kept = register(asked.region)
        return _figure(asked, None if kept is None else kept.open), kept.known if kept else {}

    return look_up


def _figure(asked: Asked, working: frozenset[str] | None) -> Figure:
    """Issuers play no part from application to result, so the region does not either."""
    key = (asked.key, named(asked.offer, working))
    return _figures.get(key) or _figures.put(key, _solved(asked, working))


def _solved(asked: Asked, working: frozenset[str] | None) -> Figure:
    visits = visits_of_offer(asked.offer, Scope.OFFICIAL, lambda _: None, on=working)
    worst = visits.solved.worst if visits.solved else None
    sides = tuple((each.party, each.solved.worst) for each in visits.sides if each.solved)
    return Figure(worst, visits.told, visits.stuck, visits.expansion.gaps, sides)


def _held_against(
    offer: Offer, figure: Figure, names: Mapping[str, str]
) -> Iterator[tuple[str, Hit]]:
    declared = offer.declared_visits
    for gap in figure.gaps:
        if gap.kind is not GapKind.NO_REGISTER:
            yield "visits_unknown", Hit(place_of(offer, gap), told_gap(gap))
    if figure.stuck is not None:
        situation = _listed(f"{question} {answer}" for question, answer in figure.stuck)
        yield "visits_impossible", Hit("/steps", situation or _("任何情形"))
    if None in (declared, figure.worst) or declared == figure.worst:
        return
    assert declared is not None
    assert figure.worst is not None
    rule = "visits_understated" if declared < figure.worst else "visits_overstated"
    yield rule, Hit(_PLACE, f"{declared} → {figure.worst}{_('：')}{told_trips(figure.told, names)}")


def place_of(offer: Offer, gap: Gap) -> str:
    """The field to fill in, as a JSON pointer into the document; of a bundle the part whose item
    lacks it.
    """
    if offer.is_bundle:
        at = (n for n, part in enumerate(offer.parts) if part.item.name == gap.of)
        return next((f"/parts/{number}" for number in at), "/parts")
    item = offer.parts[0].item
    match gap.kind:
        case GapKind.NO_STEPS | GapKind.NO_APPLICATION | GapKind.NO_COLLECTION:
            return "/steps"
        case GapKind.NO_MODES:
            return _named("/steps/{}/modes", gap.what, [each.name for each in item.steps])
        case GapKind.SOURCE_UNKNOWN | GapKind.NO_PLACE | GapKind.NO_ISSUER:
            return _named("/materials/{}/source", gap.what, [each.name for each in item.materials])
        case _:
            return _PLACE


def _named(place: str, name: str, names: Sequence[str]) -> str:
    return place.format(names.index(name)) if name in names else place.partition("/{}")[0]


def told_trips(told: Told, names: Mapping[str, str]) -> str:
    """The witness in one line: the situation, then trip after trip, and what would spare each.
    `names`: enablers by code.
    """
    if not told.trips:
        return _("每一步都能在网上办，或者寄送。")
    trips = _("；").join(
        f"{number}. {_trip(trip, names)}" for number, trip in enumerate(told.trips, 1)
    )
    if not told.answers:
        return trips
    return f"{_listed(f'{question} {answer}' for question, answer in told.answers)}{_('：')}{trips}"


def _trip(trip: ToldTrip, names: Mapping[str, str]) -> str:
    waits = _("等部门办好，") if trip.waits else ""
    errands = _("、").join(_errand(each, names) for each in trip.errands)
    said = f"{waits}{told_place(trip.place)} {errands}"
    return said + _("（别的单位，不计次数）") if trip.external else said


def _errand(errand: Errand, names: Mapping[str, str]) -> str:
    if not errand.needs:
        return errand.what
    opened = _("、").join(names.get(each, each) for each in errand.needs)
    return errand.what + _("（开通%(names)s就不用到场）") % {"names": opened}


_PLACES = {"centre": gettext_lazy("政务服务中心"), "point": gettext_lazy("您选的网点")}


def told_place(place: str) -> str:
    """What people call a place of a trip."""
    if place in _PLACES:
        return str(_PLACES[place])
    return _("办理部门") if place.startswith("department:") else place


def told_gap(gap: Gap) -> str:
    """What is missing, where and of what."""
    of = f"{gap.of} {gap.what}".strip()
    return f"{of}{_('：')}{_GAPS[gap.kind]}"


def told_kind(kind: GapKind) -> str:
    """What is missing, of whatever it is."""
    return str(_GAPS[kind])


def _listed(texts: Iterable[str]) -> str:
    every = list(dict.fromkeys(texts))
    told = _("；").join(every[:MOST_TOLD])
    return told + _("等") if len(every) > MOST_TOLD else told
