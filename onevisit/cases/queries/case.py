"""One case on an officer's desk: what was asked, handed in, verified by whom, said, and what may be
done.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor, Permission, PersonSummary
from onevisit.cases.access import get_case_for, scope_of
from onevisit.cases.models import Case, CaseEvent, Channel, Task
from onevisit.cases.queries.clocks import clocks_of
from onevisit.cases.queries.deputies import is_free
from onevisit.cases.queries.extensions import ExtensionLine
from onevisit.cases.queries.four_eyes import FourEyes, ProposalLine, four_eyes
from onevisit.cases.queries.hands import masked_giver
from onevisit.cases.queries.joint import CaseVisit, case_visit
from onevisit.cases.queries.kept import events_of, materials_of, opinions_of, tasks_of
from onevisit.cases.queries.letters import letter_lines
from onevisit.cases.queries.notices import GapLine, askable, gaps_of_case, remarks_of
from onevisit.cases.queries.parties import guarded
from onevisit.cases.queries.pieces import (
    EvidenceLine,
    FieldGroup,
    evidence_lines,
    form_groups,
    log_look,
    sent_back_at,
)
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.queries.routes import HandedView, PassedUp, handed_of, passed_up, route_of
from onevisit.cases.queries.signing import evidence_of
from onevisit.cases.queries.status import (
    EventLine,
    ResultLine,
    event_line,
    helped_in,
    result_line,
)
from onevisit.cases.rules.charging import held_up
from onevisit.cases.rules.clocks import Reading, read
from onevisit.cases.rules.gaps import Place
from onevisit.cases.rules.letters import LetterLine
from onevisit.cases.rules.lifecycle import SETTLED, TABLE, Action, CaseState
from onevisit.cases.rules.pre_review import PreReview
from onevisit.cases.rules.routes import RouteKind
from onevisit.cases.rules.tasks import ASSESSING
from onevisit.guidance.rules.form import said
from onevisit.guidance.rules.questions import asked_questions
from onevisit.kernel import clock
from onevisit.kernel.queries import load_calendar


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A material of this case with what stands for it and this department's verdict."""

    material: str
    name: str
    how: str
    verdict: str
    verdict_by: str
    verdict_at: datetime | None
    evidence: tuple[EvidenceLine, ...]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One step of the case that waits or is done."""

    step: str
    kind: str
    name: str
    state: str
    due_on: date | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """What an officer wrote, in clear, for those who may see the case."""

    kind: str
    step: str
    text: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another part of the same application: that it exists and where it stands, no more."""

    part: str
    name: str
    department: str
    state: CaseState


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and its answer, as the applicant chose it."""

    label: str
    short: str
    shown: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The case that is decided in the place of this one, or (`before`) the one that fell or
    (`passed`) went up to the authority above.
    """

    id: UUID
    number: str
    before: bool
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Beyond:
    """What ties a case to another one, to another office or to others' hands: `from_below` came
    with one that was passed upward, `handed` says who regulates what was granted, `guarded` who
    agreed for another party.
    """

    linked: Linked | None = None
    from_below: PassedUp | None = None
    handed: HandedView | None = None
    guarded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case for an officer. `may` are the actions open to this very actor now.

    Names of `may`: the actions of the table, and pre_review, claim, release, opinion, verdict,
    decide, ruling, stop, motion, pass_up, pass_on, propose, confirm, send_back, take_back,
    ask_extension, answer_extension. `gaps` are those of the newest notice; `gathering`: it has not
    gone out; `notified`: some notice has.
    `visit` is its site visit, None for what nobody has to look at.
    `remarks` are those of its pre-review; `askable` what a notice may ask for after it, None:
    anything. `version` is what deciding and claiming give
    back as `last_seq`. `unpaid`: a fee is owed that has to be paid before it is approved.
    """

    id: UUID
    number: str
    name: str
    part: str
    state: CaseState
    version: int
    application_id: UUID
    application_number: str
    offer_name: str
    channel: str
    collection: str
    submitted_at: datetime
    department_id: UUID
    department: str
    applicant: PersonSummary
    organisation: str
    organisation_uscc: str
    claimed_by: str
    claimed_by_me: bool
    answers: tuple[Answer, ...]
    groups: tuple[FieldGroup, ...]
    materials: tuple[MaterialRow, ...]
    tasks: tuple[TaskRow, ...]
    opinions: tuple[OpinionRow, ...]
    events: tuple[EventLine, ...]
    clocks: tuple[Reading, ...]
    siblings: tuple[Sibling, ...]
    result: ResultLine | None
    may: frozenset[str]
    gaps: tuple[GapLine, ...] = ()
    gathering: bool = False
    notified: bool = False
    letters: tuple[LetterLine, ...] = ()
    visit: CaseVisit | None = None
    two: FourEyes | None = None
    pre_review: PreReview = PreReview.NONE
    remarks: tuple[GapLine, ...] = ()
    askable: frozenset[Place] | None = None
    beyond: Beyond = Beyond()
    unpaid: bool = False

    @property
    def helped(self) -> EventLine | None:
        """The handing in, if a helper did it for the applicant."""
        return helped_in(self.events)

    @property
    def extension(self) -> ExtensionLine | None:
        """The newest request to extend the limit."""
        return self.two.extension if self.two else None

    @property
    def proposal(self) -> ProposalLine | None:
        """The newest proposed decision, where two sign."""
        return self.two.proposal if self.two else None


def case_view(*, case_id: UUID | str, actor: Actor) -> CaseView:
    """A case in full; the look is logged. Twelve queries, more for a site visit. Raises NotFound
    `cases.no_such_case`, also for officers of another department.
    """
    case = get_case_for(actor, case_id)
    application, organisation = case.application, case.application.organisation
    history, tasks, two = events_of([case.id]), tasks_of([case.id]), four_eyes(case, actor)
    log_look("case.view", application, actor)
    return CaseView(
        id=case.id,
        number=case.number,
        name=case.name,
        part=case.part,
        state=CaseState(case.state),
        version=case.last_seq,
        application_id=application.id,
        application_number=application.number or "",
        offer_name=application.offer_name,
        channel=application.channel,
        collection=application.collection,
        submitted_at=case.submitted_at,
        department_id=case.department_id,
        department=case.department.name,
        applicant=accounts.masked_person(application.applicant),
        organisation=organisation.name if organisation else "",
        organisation_uscc=organisation.uscc if organisation else "",
        claimed_by=case.claimed_by.display_name if case.claimed_by else "",
        claimed_by_me=case.claimed_by_id is not None and case.claimed_by_id == actor.user_id,
        answers=answers_of(case),
        groups=form_groups(application, pinned(application).offer, masked=True, part=case.part),
        materials=_materials(case),
        tasks=_tasks(tasks),
        opinions=_opinions(case),
        events=_events(case, history),
        clocks=_clocks(case, history),
        siblings=_siblings(case) if application.bundle_version_id else (),
        result=result_line(getattr(case, "result", None) if case.decided_at else None),
        may=two.over(may(case, tasks, actor)),
        gaps=gaps_of_case(case),
        gathering=application.gathering,
        notified=application.notified > 0,
        letters=letter_lines(history, [case]),
        visit=case_visit(case, actor),
        two=two,
        pre_review=PreReview(case.pre_review),
        remarks=remarks_of(case),
        askable=askable(case) if case.state == CaseState.SUBMITTED else None,
        beyond=_beyond(case),
        unpaid=_unpaid(case),
    )


def _beyond(case: Case) -> Beyond:
    others = guarded(case.application, masked=True)
    return Beyond(_linked(case), passed_up(case), handed_of(case), others)


def _unpaid(case: Case) -> bool:
    item = pinned(case.application).offer.part(case.part).item
    return held_up(case.fee, item, case.application.answers)


def _linked(case: Case) -> Linked | None:
    """No query for a case on which nothing was ruled."""
    if case.follows_id is None and case.state not in _FOLLOWED:
        return None
    found = case.follows or Case.objects.filter(follows=case).first()
    if found is None:
        return None
    passed = CaseState.PASSED_UP in (case.state, found.state)
    return Linked(found.id, found.number, case.follows_id is not None, passed)


_FOLLOWED = frozenset({CaseState.OVERTURNED, CaseState.PASSED_UP})


def _clocks(case: Case, history: list[CaseEvent]) -> tuple[Reading, ...]:
    calendar, today = load_calendar(), clock.today()
    running = clocks_of(case.application, case, history)
    return tuple(read(each, calendar, today) for each in running.values())


def answers_of(case: Case) -> tuple[Answer, ...]:
    """The questions a case was applied for with, as they were answered."""
    application = case.application
    return tuple(
        Answer(each.label, each.short, said(each, application.answers.get(each.key)))
        for each in asked_questions(pinned(application).offer, application.answers)
    )


def _materials(case: Case) -> tuple[MaterialRow, ...]:
    papers = evidence_lines(evidence_of(case.application), sent_back_at(case.application))
    return tuple(
        MaterialRow(
            material=row.material,
            name=row.name,
            how=row.how,
            verdict=row.verdict,
            verdict_by=row.verdict_by_name,
            verdict_at=row.verdict_at,
            evidence=papers.get(row.material, ()),
        )
        for row in materials_of(case.id)
    )


def _tasks(tasks: list[Task]) -> tuple[TaskRow, ...]:
    return tuple(TaskRow(t.step, t.kind, t.name, t.state, t.due_on, t.done_at) for t in tasks)


def _opinions(case: Case) -> tuple[OpinionRow, ...]:
    return tuple(
        OpinionRow(row.kind, row.step, row.text, row.author_name, row.at)
        for row in opinions_of(case.id)
    )


def _events(case: Case, history: list[CaseEvent]) -> tuple[EventLine, ...]:
    return tuple(
        event_line(event, case.name, masked_giver(case.application)) for event in reversed(history)
    )


def _siblings(case: Case) -> tuple[Sibling, ...]:
    rows = (
        Case.objects.filter(application_id=case.application_id)
        .exclude(id=case.id)
        .order_by("id")
        .values_list("part", "name", "department__name", "state")
    )
    return tuple(Sibling(part, name, dept, CaseState(state)) for part, name, dept, state in rows)


def may(case: Case, tasks: list[Task], actor: Actor) -> frozenset[str]:
    """What this actor may do with the case now; the services check it all again."""
    state, scope = CaseState(case.state), scope_of(case)
    free = is_free(case, actor)
    found: set[str] = set()
    if actor.may(Permission.CASES_ACCEPT, scope):
        found |= {str(action) for action in _ACCEPTING if (state, action) in TABLE}
        if free and _may_pre_review(case, state, actor):
            found.add("pre_review")
    if actor.may(Permission.CASES_REVIEW, scope) and state not in SETTLED:
        found |= _review_actions(case, state, tasks, actor, free=free)
    pending = [t for t in tasks if t.state == "open" and t.kind in ASSESSING]
    if actor.may(Permission.CASES_DECIDE, scope) and free and not pending:
        found |= {"decide", *_up(case)} if (state, Action.APPROVE) in TABLE else set()
    if actor.may(Permission.CASES_HAND_OUT, scope) and state is CaseState.ISSUED:
        found.add("deliver")
    if actor.may(Permission.CASES_DECIDE, scope):
        found |= {"ruling"} if (state, Action.RULED_UPHELD) in TABLE else set()
        holds = state in (CaseState.ISSUED, CaseState.DELIVERED)
        found |= {"motion"} if holds and case.decided_at is not None else set()
        found |= {"stop"} if free and (state, Action.TERMINATE) in TABLE else set()
    return frozenset(str(each) for each in found)


def _up(case: Case) -> tuple[str, ...]:
    code = pinned(case.application).offer.part(case.part).item.catalogue_code
    route = route_of(RouteKind.UPWARD, code, case.department_id)
    return ("pass_up",) if route is not None else ()


_ACCEPTING = (Action.ACCEPT, Action.NOT_ACCEPT, Action.REQUEST_CORRECTION)


def _may_pre_review(case: Case, state: CaseState, actor: Actor) -> bool:
    """Once, by its department, of what came online, before a notice and within the limit."""
    application = case.application
    told = application.gathering or application.notified or case.pre_review != PreReview.NONE
    in_time = case.lapses_on is None or clock.today() <= case.lapses_on
    return (
        state is CaseState.SUBMITTED
        and application.channel == Channel.ONLINE
        and not told
        and in_time
        and case.department_id in actor.departments(Permission.CASES_ACCEPT)
    )


def _review_actions(
    case: Case, state: CaseState, tasks: list[Task], actor: Actor, *, free: bool
) -> set[str]:
    found: set[str] = set()
    if case.claimed_by_id is None:
        found.add("claim")
    if case.claimed_by_id is not None and case.claimed_by_id == actor.user_id:
        found.add("release")
    if free:
        found.add("verdict")
        found |= {str(a) for a in (Action.SUSPEND, Action.RESUME) if (state, a) in TABLE}
        waiting = any(t.state == "open" and t.kind in ASSESSING for t in tasks)
        if waiting and state is CaseState.IN_REVIEW:
            found.add("opinion")
    return found
