"""The computed visits of one thing in words: its page and the API tell them alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from onevisit.journeys.queries.against import told_gap, told_place
from onevisit.journeys.queries.at_points import AtPoints, at_points
from onevisit.journeys.queries.expecting import YEAR
from onevisit.journeys.queries.figures import Kept, kept_figure, lived_visits
from onevisit.journeys.queries.visits import Repair, Visits, published, repairs_of
from onevisit.journeys.rules.expecting import Expected
from onevisit.journeys.rules.explaining import Errand, ToldTrip, spared_by


@dataclass(frozen=True, slots=True)
class TripLine:
    """One trip: where, what for, and whether it can be spared."""

    number: int
    place: str
    external: bool
    waits: bool
    errands: tuple[str, ...]
    advice: str


@dataclass(frozen=True, slots=True)
class Average:
    """Visits over the situations in which `applications` of the year between these days were; None
    where they are too few. Of `unknown` more nobody can tell in which they would be now.
    """

    visits: float | None
    applications: int
    unknown: int
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Figure:
    """One scope: the figures, the situation that takes most trips, and the trips.

    `worst` is None where nothing is known (`gaps`) or nobody can finish (`stuck` is a situation).
    With several parties it is of who comes most, `party` says who ("" where there is but one, or
    nobody need come), and `average` counts of each application who comes most in its situation.
    """

    worst: int | None
    best: int | None
    external: int
    answers: tuple[tuple[str, str], ...]
    trips: tuple[TripLine, ...]
    stuck: tuple[tuple[str, str], ...] | None
    gaps: tuple[str, ...]
    average: Average | None = None
    party: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """One of several parties; `lived` is there only where it differs from `official`."""

    name: str
    official: Figure
    lived: Figure | None


@dataclass(frozen=True, slots=True)
class Why:
    """`lived` is there only where it differs from `official`; `parties` where there are several;
    `points` where it can be handed in at a window.
    """

    code: str
    name: str
    declared: int | None
    official: Figure
    lived: Figure | None
    repairs: tuple[Repair, ...]
    parties: tuple[Party, ...] = ()
    points: tuple[AtPoints, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the declared figure is another than the computed one."""
        return None not in (self.declared, self.official.worst) and (
            self.declared != self.official.worst
        )


def why(code: str) -> Why:
    """The figures of what is published under the code, and what would lower them.

    Raises NotFound `catalogue.no_such_offer`.
    """
    this = published(code)
    kept = kept_figure(code)
    found, from_first = this.visits(), lived_visits(this, kept)
    names = this.register.known if this.register else {}
    official, lived = _figure(found, names), _figure(from_first, names)
    same = lived == official
    fresh = kept if kept is not None and kept.fresh else None
    return Why(
        code=found.code,
        name=found.name,
        declared=found.declared,
        official=replace(official, average=_average(fresh, fresh.expected if fresh else None)),
        lived=None
        if same
        else replace(lived, average=_average(fresh, fresh.lived_expected if fresh else None)),
        repairs=repairs_of(this),
        parties=_parties(found, from_first, names),
        points=at_points(this),
    )


def _average(kept: Kept | None, expected: Expected | None) -> Average | None:
    if kept is None or expected is None or kept.counted_on is None or kept.worst is None:
        return None
    until = kept.counted_on
    return Average(expected.mean, expected.of, expected.unfit, until - YEAR, until)


def _parties(found: Visits, from_first: Visits, names: Mapping[str, str]) -> tuple[Party, ...]:
    lived = {each.party: _figure(each, names) for each in from_first.sides}
    parties = []
    for each in found.sides:
        official, first = _figure(each, names), lived.get(each.party)
        name = told_party(each.party)
        parties.append(Party(name, official, None if first == official else first))
    return tuple(parties)


def told_party(name: str) -> str:
    """What a party is called; who applies has no name of its own."""
    return name or _("申请人")


def _figure(found: Visits, names: Mapping[str, str]) -> Figure:
    solved, witness = found.solved, found.told
    return Figure(
        worst=solved.worst if solved else None,
        best=solved.best if solved else None,
        external=(solved.worst_external if solved else None) or 0,
        answers=witness.answers,
        trips=tuple(
            _trip(number, each, found, names) for number, each in enumerate(witness.trips, 1)
        ),
        stuck=found.stuck,
        gaps=tuple(told_gap(each) for each in found.expansion.gaps),
        party=told_party(found.party) if found.sides and solved and solved.worst else "",
    )


def _trip(number: int, trip: ToldTrip, found: Visits, names: Mapping[str, str]) -> TripLine:
    errands = [
        each.what
        if each.of == found.name
        else _("%(what)s（%(of)s）") % {"what": each.what, "of": each.of}
        for each in trip.errands
    ]
    spared = spared_by(found.expansion, found.solved, trip) if found.solved else ()
    where, advice = told_place(trip.place), _advice(spared or trip.errands, names)
    return TripLine(number, where, trip.external, trip.waits, tuple(errands), advice)


def _advice(errands: Iterable[Errand], names: Mapping[str, str]) -> str:
    """What would spare the trip; `names` are those of enablers."""
    staying = [each for each in errands if not each.sometimes and not each.needs]
    if staying:
        what = _("、").join(dict.fromkeys(each.what for each in staying))
        return _("要省掉这一趟，得让%(names)s能在网上办或者寄送。") % {"names": what}
    opened = dict.fromkeys(names.get(need, need) for each in errands for need in each.needs)
    if opened:
        return _("开通%(names)s，这一趟就省掉了。") % {"names": _("、").join(opened)}
    return _("换一种情形，这一趟就不用来。")
