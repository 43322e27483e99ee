"""上门踏勘 as the applicant reads it: who comes when, what to have ready, what was found."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onevisit.cases.queries import JointView, StatusView
from onevisit.cases.queries.joint import VisitLine
from onevisit.cases.rules.joint import ActMove, ActState, Verdict
from onevisit.cases.rules.lifecycle import SETTLED
from onevisit.portal.web.citizen.telling import Told
from onevisit.portal.web.staff.visit_card import VERDICTS, VisitCard, slot_words, visit_card
from onevisit.ui.formatting import joined, local_date


@dataclass(frozen=True)
class Coming:
    """One department that comes or came: its people, and what it found."""

    department: str
    names: str
    people: str


@dataclass(frozen=True)
class CitizenVisit:
    """An appointment at one's own premises."""

    card: VisitCard
    coming: Sequence[Coming]


def citizen_visits(views: Sequence[JointView]) -> list[CitizenVisit]:
    """Those that still say something: what stands or was done, and what was cancelled only while
    nothing else was agreed.
    """
    kept = [
        view
        for place, view in enumerate(views)
        if view.state in (ActState.PLANNED, ActState.DONE)
        or any(seat.found for seat in view.seats)
        or (view.state is ActState.CANCELLED and place == 0)
    ]
    return [CitizenVisit(visit_card(view), _coming(view)) for view in kept]


def _coming(view: JointView) -> list[Coming]:
    """Each department once, with all it comes for."""
    by_office: dict[str, list[int]] = {}
    for place, seat in enumerate(view.seats):
        by_office.setdefault(seat.department, []).append(place)
    return [
        Coming(
            department=office,
            names=joined(view.seats[place].name for place in places),
            people=joined(
                dict.fromkeys(name for place in places for name in view.seats[place].going)
            ),
        )
        for office, places in by_office.items()
    ]


def to_receive(views: Sequence[JointView]) -> list[str]:
    """What the applicant should keep free, while the day is ahead."""
    return [_keep_free(view) for view in views if view.ahead and any(s.pending for s in view.seats)]


def _keep_free(view: JointView) -> str:
    n = len({seat.department for seat in view.seats if seat.pending})
    text = ngettext(
        "%(when)s，%(n)s 个部门上门看现场：%(place)s。请留人开门。",
        "%(when)s，%(n)s 个部门一次上门看现场：%(place)s。请留人开门。",
        n,
    )
    return text % {"when": slot_words(view.slot), "n": n, "place": view.place}


def to_mend(view: StatusView) -> list[str]:
    """What was found wrong and is to be put right by a day, while the case runs."""
    running = {case.id for case in view.cases if case.state not in SETTLED}
    return [
        _("%(who)s看了现场，“%(what)s”要在%(day)s前整改好，改什么见下面。")
        % {"who": seat.department, "what": seat.name, "day": local_date(seat.found.mend_by)}
        for each in view.visits
        for seat in each.seats
        if seat.case_id in running and seat.found and seat.found.verdict is Verdict.MEND
    ]


def visit_history(views: Sequence[JointView]) -> list[Told]:
    """The appointments in the history of the application, newest first."""
    lines = [
        Told(line.at, _SENTENCES[line.move]() % _facts(line))
        for view in views
        for line in view.history
        if line.move in _SENTENCES
    ]
    return sorted(lines, key=lambda told: told.at, reverse=True)


def _facts(line: VisitLine) -> dict[str, object]:
    return {
        "who": line.department,
        "what": line.case_name,
        "when": slot_words(line.slot) if line.slot else "",
        "was": slot_words(line.was) if line.was else "",
        "verdict": VERDICTS[line.verdict] if line.verdict else "",
        "reason": line.reason,
    }


_SENTENCES = {
    ActMove.PLAN: lambda: _("%(who)s约了%(when)s上门看现场，各部门一起来。"),
    ActMove.MOVE: lambda: _("%(who)s把上门看现场从%(was)s改到%(when)s。理由：%(reason)s"),
    ActMove.CANCEL: lambda: _("%(who)s取消了上门看现场。理由：%(reason)s"),
    ActMove.ASK: lambda: _("您问上门看现场能不能改到%(when)s。理由：%(reason)s"),
    ActMove.KEEP: lambda: _("%(who)s答复上门的时间不改。理由：%(reason)s"),
    ActMove.FIND: lambda: _("%(who)s看了现场，“%(what)s”的结论：%(verdict)s。"),
    ActMove.LAPSE: lambda: _("没有要看的了，不再上门。"),
}
