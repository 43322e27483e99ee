"""The computed visits of one thing in words: its page and the API tell them alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onevisit.journeys.queries.against import told_gap, told_place
from onevisit.journeys.queries.figures import lived_visits
from onevisit.journeys.queries.visits import Repair, Visits, published, repairs_of
from onevisit.journeys.rules.explaining import Errand, ToldTrip, told_answers


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
class Figure:
    """One scope: the figures, the situation that takes most trips, and the trips.

    `worst` is None where nothing is known (`gaps`) or nobody can finish (`stuck` is a situation).
    """

    worst: int | None
    best: int | None
    external: int
    answers: tuple[tuple[str, str], ...]
    trips: tuple[TripLine, ...]
    stuck: tuple[tuple[str, str], ...] | None
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """`lived` is there only where it differs from `official`."""

    code: str
    name: str
    declared: int | None
    official: Figure
    lived: Figure | None
    repairs: tuple[Repair, ...]

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
    found = this.visits()
    official = _figure(found)
    lived = _figure(lived_visits(this))
    return Why(
        code=found.code,
        name=found.name,
        declared=found.declared,
        official=official,
        lived=None if lived == official else lived,
        repairs=repairs_of(this),
    )


def _figure(found: Visits) -> Figure:
    solved, witness = found.solved, found.told
    stuck = None
    if solved is not None and solved.impossible is not None:
        stuck = told_answers(found.expansion, dict(solved.impossible))
    return Figure(
        worst=solved.worst if solved else None,
        best=solved.best if solved else None,
        external=(solved.worst_external if solved else None) or 0,
        answers=witness.answers,
        trips=tuple(
            _trip(number, each, found.name) for number, each in enumerate(witness.trips, 1)
        ),
        stuck=stuck,
        gaps=tuple(told_gap(each) for each in found.expansion.gaps),
    )


def _trip(number: int, trip: ToldTrip, name: str) -> TripLine:
    errands = [
        each.what
        if each.of == name
        else _("%(what)s（%(of)s）") % {"what": each.what, "of": each.of}
        for each in trip.errands
    ]
    where, advice = told_place(trip.place), _advice(trip.errands)
    return TripLine(number, where, trip.external, trip.waits, tuple(errands), advice)


def _advice(errands: Iterable[Errand]) -> str:
    """What would spare the trip."""
    staying = [each for each in errands if not each.sometimes and not each.needs]
    if staying:
        names = _("、").join(dict.fromkeys(each.what for each in staying))
        return _("要省掉这一趟，得让%(names)s能在网上办或者寄送。") % {"names": names}
    return _("换一种情形，这一趟就不用来。")
