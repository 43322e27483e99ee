"""The computed visits of one thing as its page needs them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.journeys import queries
from onevisit.journeys.queries import Visits
from onevisit.journeys.rules.expanding import Gap, GapKind, Scope
from onevisit.journeys.rules.explaining import Errand, ToldTrip, told_answers

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
    GapKind.TOO_TANGLED: gettext_lazy("情形太多，写不完"),
}


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
    gaps: tuple[tuple[str, str, Promise], ...]


@dataclass(frozen=True, slots=True)
class WhyPage:
    """`lived` is there only where it differs from `official`."""

    code: str
    name: str
    declared: int | None
    official: Figure
    lived: Figure | None

    @property
    def differs(self) -> bool:
        """Whether the declared figure is another than the computed one."""
        return None not in (self.declared, self.official.worst) and (
            self.declared != self.official.worst
        )


def why_page(code: str) -> WhyPage:
    """Raises NotFound `catalogue.no_such_offer`."""
    found = queries.visits_of(code)
    official = _figure(found)
    lived = _figure(queries.visits_of(code, Scope.LIVED))
    return WhyPage(
        found.code, found.name, found.declared, official, None if lived == official else lived
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
        gaps=tuple(_gap(each) for each in found.expansion.gaps),
    )


def _trip(number: int, trip: ToldTrip, name: str) -> TripLine:
    errands = [
        each.what
        if each.of == name
        else _("%(what)s（%(of)s）") % {"what": each.what, "of": each.of}
        for each in trip.errands
    ]
    return TripLine(
        number, _place(trip.place), trip.external, trip.waits, tuple(errands), _advice(trip.errands)
    )


def _place(place: str) -> str:
    if place == "centre":
        return _("政务服务中心")
    return _("办理部门") if place.startswith("department:") else place


def _advice(errands: Iterable[Errand]) -> str:
    """What would spare the trip."""
    staying = [each for each in errands if not each.sometimes and not each.needs]
    if staying:
        names = _("、").join(dict.fromkeys(each.what for each in staying))
        return _("要省掉这一趟，得让%(names)s能在网上办或者寄送。") % {"names": names}
    return _("换一种情形，这一趟就不用来。")


def _gap(gap: Gap) -> tuple[str, str, Promise]:
    return gap.of, gap.what, _GAPS[gap.kind]
