"""From a case's view to what its page draws: rail, clocks, papers, forms and the document shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from onevisit.cases import errors
from onevisit.cases.queries.case import CaseView, MaterialRow, OpinionRow, Sibling, TaskRow
from onevisit.cases.queries.pieces import EvidenceLine
from onevisit.cases.rules.clocks import Reading
from onevisit.cases.rules.letters import LetterLine
from onevisit.cases.rules.lifecycle import SETTLED, TERMINAL, Action, CaseState, ClockKind
from onevisit.guidance.rules.checklist import How
from onevisit.kernel import clock
from onevisit.payments.queries import DemandLine, demands_of
from onevisit.portal.web.staff import labels
from onevisit.portal.web.staff.labels import Text
from onevisit.portal.web.staff.visit_card import VisitCard, visit_card
from onevisit.ui.formatting import joined
from onevisit.ui.wordings import text_for

RailStep = tuple[Text, str] | tuple[Text, str, str]

_REVIEWED = frozenset({CaseState.IN_REVIEW, CaseState.SUSPENDED})


_REASONS = frozenset({"reason", "decision", "pass_on", "passing"})
"""Kinds of opinions that give the reason of a move."""


@dataclass(frozen=True)
class Shown:
    """The document in the right column: which file, which page of how many."""

    evidence: EvidenceLine
    material: str
    page: int
    pages: int

    @property
    def others(self) -> range:
        """All its pages."""
        return range(1, self.pages + 1)


@dataclass(frozen=True)
class Paper:
    """One row of the table of materials. `key` is the material's."""

    row: MaterialRow
    how: Text
    verified: str
    shown: bool

    @property
    def first_file(self) -> EvidenceLine | None:
        """What opens beside the case."""
        return next((line for line in self.row.evidence if line.has_file), None)

    @property
    def more(self) -> Sequence[EvidenceLine]:
        """The other files of it, what stood there before last."""
        return [line for line in self.row.evidence if line.has_file][1:]

    @property
    def stands(self) -> Sequence[EvidenceLine]:
        """What stands for it now."""
        return [line for line in self.row.evidence if not line.earlier]

    @property
    def to_confirm(self) -> bool:
        """Whether an officer must confirm by hand what no register answers here."""
        return self.row.how == How.FETCHED and not self.row.evidence


@dataclass(frozen=True)
class Dial:
    """One clock as the head of the case shows it."""

    label: Text
    kind: ClockKind
    reading: Reading

    @property
    def ended(self) -> bool:
        """Whether it stopped."""
        return self.reading.clock.stopped_on is not None


@dataclass(frozen=True)
class Said:
    """Tasks with what was written at them."""

    task: TaskRow
    label: Text
    state: Text
    opinions: tuple[OpinionRow, ...]


@dataclass(frozen=True)
class CasePage:
    """All the template needs beside the view itself; `held_up` says why nobody may approve yet."""

    view: CaseView
    state: Text
    tag: str
    rail: Sequence[RailStep]
    dials: Sequence[Dial]
    papers: Sequence[Paper]
    tasks: Sequence[Said]
    reasons: Sequence[OpinionRow]
    siblings: Sequence[tuple[str, str, Text, str]]
    events: Sequence[tuple[object, Text, str]]
    letters: Sequence[tuple[LetterLine, Text]]
    demands: Sequence[DemandLine]
    shown: Shown | None
    open_steps: Sequence[TaskRow]
    typed: Mapping[str, str]
    lost: str
    tomorrow: str
    owed: Sequence[str]
    visit: VisitCard | None
    pledged: bool = False
    held_up: str = ""


def case_page(
    view: CaseView,
    *,
    evidence: str = "",
    page: int = 1,
    typed: Mapping[str, str] | None = None,
) -> CasePage:
    """Arrange a case. `evidence` is the file asked for, `typed` what an officer wrote in vain."""
    shown = _shown(view, evidence, page)
    return CasePage(
        view=view,
        state=labels.state_label(view.state),
        tag=labels.state_tag(view.state),
        rail=rail(view),
        dials=[
            Dial(labels.CLOCKS[reading.clock.kind], reading.clock.kind, reading)
            for reading in view.clocks
            if reading.clock.limit is not None or reading.clock.fixed_due is not None
        ],
        papers=[_paper(row, shown) for row in view.materials],
        tasks=[_said(task, view) for task in view.tasks],
        reasons=[each for each in view.opinions if each.kind in _REASONS],
        siblings=[_sibling(each) for each in view.siblings],
        events=[(each.at, labels.ACTIONS[each.action], each.who) for each in view.events],
        letters=[(each, labels.letter_name(each.ground, each.kind)) for each in view.letters],
        demands=_demands(view),
        shown=shown,
        open_steps=[
            task
            for task in view.tasks
            if task.state == "open" and task.kind in ("review", "site_visit")
            if not (task.kind == "site_visit" and _by_appointment(view))
        ],
        typed=typed or {},
        lost=_lost(view, typed or {}),
        owed=_owed(view),
        held_up=_held_up(view),
        visit=visit_card(view.visit.act, view.visit.seat)
        if view.visit and view.visit.act
        else None,
        pledged=any(line.kind == "promise" for row in view.materials for line in row.evidence),
        tomorrow=(clock.today() + timedelta(days=1)).isoformat(),
    )


def _sibling(case: Sibling) -> tuple[str, str, Text, str]:
    return (
        case.name,
        case.department,
        labels.state_label(case.state),
        labels.state_tag(case.state),
    )


def _demands(view: CaseView) -> Sequence[DemandLine]:
    """缴费通知书 that name the case; one query where something was ever to be paid for it."""
    asked = any(each.action is Action.FEE_ASKED for each in view.events)
    return demands_of(view.application_id, case_id=view.id) if asked else ()


def _by_appointment(view: CaseView) -> bool:
    """Whether the finding of an appointment does the site visit, not an opinion on this page."""
    return view.visit is not None and view.visit.seat is not None and view.visit.seat.pending


def _owed(view: CaseView) -> list[str]:
    """What may follow and has not come, while something is still to be decided."""
    return [
        row.name
        for row in view.materials
        if row.how == How.MAY_FOLLOW and not row.evidence and row.verdict != "ok"
        if view.state not in SETTLED
    ]


def _held_up(view: CaseView) -> str:
    """What the service would say to who tried."""
    if view.unpaid:
        return text_for(errors.fee_unpaid())
    owed = _owed(view)
    return text_for(errors.materials_outstanding(owed)) if owed else ""


_FORMS: Mapping[str, str] = {
    "not_accept_reason": "accept",
    "opinion": "opinion",
    "suspend_reason": "suspend",
    "back_reason": "send_back",
    "pass_reason": "pass_on",
    "extension_reason": "ask_extension",
    "extension_answer": "answer_extension",
}


def _lost(view: CaseView, typed: Mapping[str, str]) -> str:
    """What was typed into a form that this page no longer has: shown, so that it can be copied."""
    forms = {**_FORMS, "reason": "propose" if view.two and view.two.cosign else "decide"}
    return "\n".join(
        typed[name]
        for name, action in forms.items()
        if typed.get(name, "").strip() and action not in view.may
    )


def rail(view: CaseView) -> list[RailStep]:
    """The one line of a case: received, accepted, reviewed, decided, delivered."""
    state = view.state
    if state is CaseState.NOT_ACCEPTED:
        return [(_("收件"), "done"), (pgettext("状态", "不予受理"), "bad")]
    if state is CaseState.WITHDRAWN:
        return [(_("收件"), "done"), (_("申请人撤回"), "done")]
    if state in (CaseState.TERMINATED, CaseState.VOID):
        return [(_("收件"), "done"), (labels.STATES[state], "bad")]
    if state is CaseState.PASSED_UP:
        done = [(label, "done") for label in (_("收件"), _("受理"), _("审查"))]
        return [*done, (labels.STATES[state], "done")]
    if state is CaseState.RETURNED:
        return [(_("收件"), "done"), (pgettext("状态", "退件"), "bad")]
    decided = state in SETTLED
    if state is CaseState.REFUSED:
        decision: RailStep = (pgettext("状态", "不予许可"), "bad")
    else:
        decision = (_("决定"), "done" if decided else "todo")
    end: RailStep = (_("送达"), _delivery_mark(state))
    if state in (CaseState.REVOKED, CaseState.OVERTURNED):
        end = (labels.STATES[state], "bad")
    return [
        (_("收件"), "done"),
        (_("受理"), _INTAKE_MARKS.get(state, "done")),
        (_("审查"), _review_mark(state)),
        decision,
        end,
    ]


_INTAKE_MARKS = {CaseState.SUBMITTED: "now", CaseState.CORRECTION_REQUESTED: "wait"}


def _review_mark(state: CaseState) -> str:
    if state in SETTLED:
        return "done"
    return "wait" if state is CaseState.SUSPENDED else "now" if state in _REVIEWED else "todo"


def _delivery_mark(state: CaseState) -> str:
    if state in TERMINAL:
        return "done" if state is CaseState.DELIVERED else "todo"
    return "now" if state is CaseState.ISSUED else "todo"


def _paper(row: MaterialRow, shown: Shown | None) -> Paper:
    return Paper(
        row=row,
        how=labels.HOWS.get(row.how, row.how),
        verified=joined(dict.fromkeys(str(labels.KINDS[e.kind]) for e in row.evidence)),
        shown=shown is not None and shown.evidence in row.evidence,
    )


def _said(task: TaskRow, view: CaseView) -> Said:
    return Said(
        task,
        labels.TASKS.get(task.kind, task.kind),
        labels.TASK_STATES[task.state],
        tuple(each for each in view.opinions if each.step == task.step),
    )


def _shown(view: CaseView, wanted: str, page: int) -> Shown | None:
    """The file asked for, else the first there is."""
    files = [(row.name, line) for row in view.materials for line in row.evidence if line.has_file]
    if not files:
        return None
    name, line = next((each for each in files if str(each[1].id) == wanted), files[0])
    pages = line.pages or 1
    return Shown(line, name, min(max(page, 1), pages), pages)
