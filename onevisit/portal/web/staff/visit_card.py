"""What an appointment at the premises reads like: when, who, how far, found what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from onevisit.cases.queries.desk_visits import DeskVisit
from onevisit.cases.queries.joint import FindingLine, JointView, Seat, VisitLine
from onevisit.cases.rules.joint import ActMove, ActState, Half, Slot, Verdict
from onevisit.cases.rules.points import Mark, Ticked, faults
from onevisit.kernel import clock
from onevisit.portal.web.staff.labels import Text
from onevisit.ui.formatting import local_date

VERDICTS: Mapping[Verdict, Text] = {
    Verdict.PASSED: pgettext_lazy("踏勘", "通过"),
    Verdict.FAILED: pgettext_lazy("踏勘", "不通过"),
    Verdict.MEND: pgettext_lazy("踏勘", "限期整改"),
}
MARKS: Mapping[Mark, Text] = {
    Mark.OK: pgettext_lazy("要点", "符合"),
    Mark.BAD: pgettext_lazy("要点", "不符合"),
    Mark.NONE: pgettext_lazy("要点", "不适用"),
}
VERDICT_TAGS: Mapping[Verdict, str] = {
    Verdict.PASSED: "ok",
    Verdict.FAILED: "bad",
    Verdict.MEND: "wait",
}
HALVES: Mapping[Half, Text] = {
    Half.MORNING: gettext_lazy("上午"),
    Half.AFTERNOON: gettext_lazy("下午"),
}
ACTS: Mapping[ActState, tuple[Text, str]] = {
    ActState.PLANNED: (pgettext_lazy("踏勘", "已约好"), "now"),
    ActState.DONE: (pgettext_lazy("踏勘", "都看完了"), "ok"),
    ActState.LAPSED: (pgettext_lazy("踏勘", "不用去了"), ""),
    ActState.CANCELLED: (pgettext_lazy("踏勘", "已取消"), ""),
}


def slot_words(slot: Slot) -> str:
    """The day with its weekday, the half, and the hour where one is named."""
    day = local_date(slot.on, weekday=True)
    if slot.hour is None:
        return _("%(day)s %(half)s") % {"day": day, "half": HALVES[slot.half]}
    return _("%(day)s %(half)s %(hour)s") % {
        "day": day,
        "half": HALVES[slot.half],
        "hour": f"{slot.hour:%H:%M}",
    }


@dataclass(frozen=True)
class Found:
    """A finding with its words."""

    line: FindingLine
    label: Text
    tag: str

    @property
    def faults(self) -> Sequence[Ticked]:
        """The points that are not in order."""
        return faults(self.line.points)

    @property
    def ticked(self) -> Sequence[tuple[Ticked, Text]]:
        """Every point with the word for what was found."""
        return [(each, MARKS[each.mark]) for each in self.line.points]


@dataclass(frozen=True)
class SeatRow:
    """One department in an appointment."""

    seat: Seat
    label: Text
    tag: str
    own: bool
    found: Sequence[Found]


@dataclass(frozen=True)
class VisitCard:
    """An appointment as every page draws it."""

    view: JointView
    when: str
    was: str
    state: Text
    tag: str
    today: bool
    asked: str
    seats: Sequence[SeatRow]
    history: Sequence[tuple[datetime, str, str]]


def visit_card(view: JointView, own: Seat | None = None) -> VisitCard:
    """Arrange an appointment; `own` is the reader's seat."""
    state, tag = ACTS[view.state]
    return VisitCard(
        view=view,
        when=slot_words(view.slot),
        was=slot_words(view.was) if view.was else "",
        state=state,
        tag=tag,
        today=view.open and view.slot.on == clock.today(),
        asked=slot_words(view.asked.slot) if view.asked and view.asked.slot else "",
        seats=[_row(seat, view, own) for seat in view.seats],
        history=[(line.at, _words(line), line.who) for line in reversed(view.history)],
    )


def _row(seat: Seat, view: JointView, reader: Seat | None) -> SeatRow:
    own = reader is not None and reader.case_id == seat.case_id
    found = [Found(f, VERDICTS[f.verdict], VERDICT_TAGS[f.verdict]) for f in seat.findings]
    if found:
        return SeatRow(seat, found[0].label, found[0].tag, own, found)
    if seat.overdue:
        return SeatRow(seat, _("结论逾期未写"), "bad", own, found)
    waits = _("等踏勘") if view.slot.on > clock.today() else _("还没写结论")
    return SeatRow(seat, waits, "", own, found)


def _words(line: VisitLine) -> str:
    facts = {
        "who": line.department,
        "what": line.case_name,
        "when": slot_words(line.slot) if line.slot else "",
        "was": slot_words(line.was) if line.was else "",
        "verdict": VERDICTS[line.verdict] if line.verdict else "",
        "reason": line.reason,
    }
    return _SENTENCES[line.move]() % facts


_SENTENCES = {
    ActMove.PLAN: lambda: _("%(who)s约在%(when)s"),
    ActMove.MOVE: lambda: _("%(who)s从%(was)s改到%(when)s，理由：%(reason)s"),
    ActMove.CANCEL: lambda: _("%(who)s取消，理由：%(reason)s"),
    ActMove.ASK: lambda: _("申请人问能不能改到%(when)s，理由：%(reason)s"),
    ActMove.KEEP: lambda: _("%(who)s答复时间不改，理由：%(reason)s"),
    ActMove.GO: lambda: _("%(who)s有人去"),
    ActMove.STAY: lambda: _("%(who)s有人不去了"),
    ActMove.FIND: lambda: _("%(who)s写了“%(what)s”的结论：%(verdict)s"),
    ActMove.LEAVE: lambda: _("“%(what)s”不办了，退出踏勘"),
    ActMove.DONE: lambda: _("都看完了"),
    ActMove.LAPSE: lambda: _("没有要看的了"),
}


@dataclass(frozen=True)
class DeskRow:
    """An appointment on the desk."""

    line: DeskVisit
    when: str
    was: str
    label: Text
    tag: str
    others: int


def desk_row(line: DeskVisit) -> DeskRow:
    """Arrange one line; what is late or today stands out."""
    label, tag = _desk_state(line)
    return DeskRow(
        line=line,
        when=slot_words(line.act.slot),
        was=slot_words(line.act.was) if line.act.was else "",
        label=label,
        tag=tag,
        others=len({seat.department for seat in line.act.seats}),
    )


def _desk_state(line: DeskVisit) -> tuple[Text, str]:
    if line.seat is None:
        return _("受理后加入"), ""
    if line.seat.overdue:
        return _("结论逾期未写"), "bad"
    if line.act.asked is not None:
        return _("申请人要改时间"), "wait"
    left = (line.act.slot.on - clock.today()).days
    if left < 0:
        return _("等写结论"), "wait"
    return (_("今天"), "wait") if left == 0 else (_("已约好"), "now")
