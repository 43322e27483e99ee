"""办理进度: where an application stands, who holds it, how long it may take and what comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from heapq import merge
from uuid import UUID

from django.db.models import Exists, OuterRef

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor, Hand
from onevisit.cases import errors
from onevisit.cases.access import get_application_for, is_applicant, sees_case
from onevisit.cases.models import (
    Application,
    Case,
    CaseEvent,
    CaseMaterial,
    Evidence,
    Obligation,
    Opinion,
    Result,
)
from onevisit.cases.queries.clocks import reading_of, running_kind
from onevisit.cases.queries.commitments import (
    OwnObligation,
    obligations_of,
    own_obligation,
    pledged_by_case,
)
from onevisit.cases.queries.extensions import Extended, extended_of
from onevisit.cases.queries.hands import fetches, hand_of, masked_giver
from onevisit.cases.queries.joint import JointView, has_visits, joint_views
from onevisit.cases.queries.kept import cases_of, events_in_time
from onevisit.cases.queries.letters import letter_lines
from onevisit.cases.queries.notices import GapsOfCase, open_gaps_of
from onevisit.cases.queries.owed import ReminderLine, reminders
from onevisit.cases.queries.papers import results_elsewhere
from onevisit.cases.queries.parties import guarded
from onevisit.cases.queries.pieces import log_look
from onevisit.cases.queries.promised_letters import obligation_lines
from onevisit.cases.rules.charging import Fee
from onevisit.cases.rules.clocks import Reading
from onevisit.cases.rules.letters import LetterLine
from onevisit.cases.rules.lifecycle import RULING, SETTLED, Action, CaseState
from onevisit.cases.rules.pre_review import PreReview
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.kernel import clock
from onevisit.kernel.queries import load_calendar


class Mark(StrEnum):
    """How a stop of the rail is drawn."""

    DONE = "done"
    NOW = "now"
    TODO = "todo"


@dataclass(frozen=True, slots=True)
class RailStop:
    """One stop of the rail: submitted, accepted, reviewed, decided, delivered."""

    key: str
    mark: Mark
    at: datetime | None


class NextStep(StrEnum):
    """What happens next with a case, and by whom."""

    ACCEPT = "accept"  # the department takes it on
    CORRECT = "correct"  # the applicant mends what the notice told
    WAIT = "wait"  # an earlier part comes first
    REVIEW = "review"
    RESUME = "resume"  # a special procedure goes on
    PAY = "pay"  # the applicant pays
    COLLECT = "collect"  # the applicant takes the result
    NOTHING = ""


_NEXT = {
    CaseState.SUBMITTED: NextStep.ACCEPT,
    CaseState.CORRECTION_REQUESTED: NextStep.CORRECT,
    CaseState.ACCEPTED: NextStep.WAIT,
    CaseState.IN_REVIEW: NextStep.REVIEW,
    CaseState.SUSPENDED: NextStep.RESUME,
    CaseState.ISSUED: NextStep.COLLECT,
}


def _next_step(case: Case) -> NextStep:
    if case.fee == Fee.DUE:
        return NextStep.PAY
    return _NEXT.get(CaseState(case.state), NextStep.NOTHING)


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A result that was granted; it holds unless it was revoked one day."""

    number: str
    name: str
    check_code: str
    made_at: datetime
    revoked_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """One case as the applicant sees it.

    `reading` is the clock that runs now (or ran last); `reasons` what was told in writing: of a
    refusal, a non-acceptance or a suspension; `why` is the kind of a non-acceptance
    (`NotAccepted`). `originals` are the papers whose originals are seen at collection, told with a
    passed pre-review. `waits_for` are the names of parts that come first. `again`: it is decided
    anew after a ruling; `superseded`: another case is decided in its place.
    """

    id: UUID
    number: str
    part: str
    name: str
    state: CaseState
    department_id: UUID
    department: str
    department_phone: str
    reading: Reading | None
    suspended_until: date | None
    next_step: NextStep
    waits_for: tuple[str, ...]
    reasons: tuple[str, ...]
    result: ResultLine | None
    may_withdraw: bool
    why: str = ""
    extended: Extended | None = None
    pre_review: PreReview = PreReview.NONE
    originals: tuple[str, ...] = ()
    fee: str = ""
    again: bool = False
    superseded: bool = False

    @property
    def standing(self) -> CaseState:
        """Where the applicant stands with it: what was revoked after it was delivered is gone."""
        revoked = self.result is not None and self.result.revoked_on is not None
        gone = revoked and self.state is not CaseState.OVERTURNED
        return CaseState.REVOKED if gone else self.state


@dataclass(frozen=True, slots=True)
class EventLine:
    """One line of the history. `who` is an officer's name, "" for the applicant's own acts; with a
    `hand` it was done in the applicant's name, and `acted` says by whom for whom (masked).
    """

    at: datetime
    action: Action
    case_name: str
    who: str
    document: str
    hand: Hand | None = None
    acted: str = ""


def event_line(event: CaseEvent, case_name: str, giver: str = "") -> EventLine:
    """The line of a row; `giver` is in whose name the application is."""
    hand = hand_of(event)
    return EventLine(
        at=event.effective_at,
        action=Action(event.action),
        case_name=case_name,
        who=event.actor_name,
        document=str(event.facts.get("document", "")),
        hand=hand,
        acted=accounts.acted_for(hand, giver) if hand else "",
    )


def helped_in(events: Iterable[EventLine]) -> EventLine | None:
    """The handing in among these events, if somebody did it for the applicant."""
    handed_in = (each for each in events if each.action is Action.SUBMIT and each.hand)
    return next(handed_in, None)


@dataclass(frozen=True, slots=True)
class StatusView:
    """An application with its rail, its cases and its history, newest first.

    `address_due`: by courier, but nobody has said where to (again). `to_correct` is told to the
    applicant's side only; `gathering`: a notice is being gathered; `reminders` are those of limits
    the applicant has; `elsewhere` the cases whose result is a paper not yet at the place of
    collection; `pledged` the materials for which a commitment was signed, by case;
    `obligations` what follows from them after a grant; `guarded`: who agreed for another party;
    `fetches`: the actor may have what is on paper, and so the code of a locker.
    """

    id: UUID
    number: str
    state: str
    offer_code: str
    offer_name: str
    applicant: str
    organisation: str
    channel: str
    submitted_at: datetime
    ended_at: datetime | None
    promised_on: date | None
    provisional: bool
    collection: str
    collection_point: str
    collection_point_id: UUID | None
    address_due: bool
    own: bool
    rail: tuple[RailStop, ...]
    cases: tuple[CaseStatus, ...]
    events: tuple[EventLine, ...]
    to_correct: tuple[GapsOfCase, ...] = ()
    gathering: bool = False
    letters: tuple[LetterLine, ...] = ()
    reminders: tuple[ReminderLine, ...] = ()
    visits: tuple[JointView, ...] = ()
    obligations: tuple[OwnObligation, ...] = ()
    pledged: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)
    elsewhere: frozenset[UUID] = frozenset()
    guarded: tuple[str, ...] = ()
    fetches: bool = False

    @property
    def helped(self) -> EventLine | None:
        """The handing in, if a helper did it for the applicant."""
        return helped_in(self.events)

    @property
    def charged(self) -> bool:
        """Whether something is or was to be paid."""
        return any(case.fee for case in self.cases)

    @property
    def to_pay(self) -> bool:
        """Whether something is to be paid now."""
        return any(case.fee == Fee.DUE for case in self.cases)

    @property
    def by_courier(self) -> bool:
        """Whether the results are sent."""
        return self.collection == Collection.COURIER

    @property
    def by_locker(self) -> bool:
        """Whether the results are fetched from a locker."""
        return self.collection == Collection.LOCKER

    @property
    def to_collect(self) -> tuple[CaseStatus, ...]:
        """Cases whose result waits at the window."""
        if self.by_courier or self.by_locker:
            return ()
        return tuple(
            case
            for case in self.cases
            if case.state is CaseState.ISSUED
            and case.id not in self.elsewhere
            and not (case.result and case.result.revoked_on)
        )


def status_view(*, application_id: UUID | str, actor: Actor) -> StatusView:
    """An application for its applicant or for staff who may see it; officers see their own cases.

    Seven queries however many cases, one more where the applicant had a limit and where a result
    waits. Raises NotFound `cases.no_such_application`, Conflict `cases.not_submitted`.
    """
    application = get_application_for(actor, application_id)
    if application.number is None or application.submitted_at is None:
        raise errors.not_submitted()
    own = is_applicant(actor, application)
    every = cases_of(application)
    cases = [case for case in every if own or sees_case(actor, case, application)]
    organisation, point = application.organisation, application.collection_point
    log_look("application.status", application, actor)
    history = events_in_time(case.id for case in cases)
    promised = obligations_of(cases)
    return StatusView(
        id=application.id,
        number=application.number,
        state=application.state,
        offer_code=application.offer_code,
        offer_name=application.offer_name,
        applicant=application.applicant.name,
        organisation=organisation.name if organisation else "",
        channel=application.channel,
        submitted_at=application.submitted_at,
        ended_at=application.ended_at,
        promised_on=application.promised_on,
        provisional=application.promise_provisional,
        collection=application.collection,
        collection_point=point.name if point else "",
        collection_point_id=application.collection_point_id,
        address_due=_address_due(application),
        own=own,
        rail=rail(application, every),
        cases=_statuses(application, cases, every, history, own=own),
        events=_history(cases, history, masked_giver(application)),
        to_correct=open_gaps_of(application) if own else (),
        gathering=application.gathering,
        letters=_letters(history, promised, cases, whole=len(cases) == len(every)),
        reminders=reminders(
            dict.fromkeys(each.case_id for each in history if each.action in _REMINDED)
        ),
        visits=_visits(application, every, cases),
        obligations=tuple(own_obligation(row) for row in promised),
        pledged=pledged_by_case(application, cases),
        elsewhere=_elsewhere(application, cases),
        guarded=guarded(application, masked=True),
        fetches=own and fetches(actor, application),
    )


def _address_due(application: Application) -> bool:
    """Whether it is sent, and nobody has said where to (again)."""
    sent = application.collection == Collection.COURIER and application.ended_at is None
    return sent and application.destination_id is None


def _elsewhere(application: Application, cases: Iterable[Case]) -> frozenset[UUID]:
    """Asked only where something waits to be collected."""
    if all(case.state != CaseState.ISSUED for case in cases):
        return frozenset()
    return results_elsewhere([application.id], application.collection_point_id)


_REMINDED = frozenset({Action.ACCEPT_DEFERRED, Action.REQUEST_CORRECTION, Action.ACCEPT_COMMITMENT})
"""What starts a limit of the applicant; nobody is reminded of anything else."""


def _letters(
    history: Iterable[CaseEvent],
    promised: Iterable[Obligation],
    cases: list[Case],
    *,
    whole: bool,
) -> tuple[LetterLine, ...]:
    """All letters, newest first."""
    return tuple(
        merge(
            letter_lines(history, cases, whole=whole),
            obligation_lines(promised, cases),
            key=lambda line: line.at,
            reverse=True,
        )
    )


def _visits(
    application: Application, every: list[Case], readable: list[Case]
) -> tuple[JointView, ...]:
    """The appointments at the premises; no query for what nobody has to look at."""
    if not has_visits(application, [case.part for case in every]):
        return ()
    return joint_views([application], every, readable=[case.id for case in readable])


def _statuses(
    application: Application,
    cases: list[Case],
    every: list[Case],
    history: Iterable[CaseEvent],
    *,
    own: bool,
) -> tuple[CaseStatus, ...]:
    calendar, today = load_calendar(), clock.today()
    decided = [case.id for case in cases if case.decided_at is not None]
    granted = Result.objects.filter(case__in=decided) if decided else ()
    results = {row.case_id: row for row in granted}
    reasons = _reasons(history)
    extended = extended_of(cases, history)
    originals = _originals(cases)
    followed = {case.follows_id for case in every}
    states = {case.id: case.state for case in every}
    by_case: dict[UUID, list[CaseEvent]] = {}
    for event in sorted(history, key=lambda each: each.seq):  # what is back-dated came later
        by_case.setdefault(event.case_id, []).append(event)
    return tuple(
        CaseStatus(
            id=case.id,
            number=case.number,
            part=case.part,
            name=case.name,
            state=CaseState(case.state),
            department_id=case.department_id,
            department=case.department.name,
            department_phone=case.department.phone,
            reading=reading_of(
                application, case, by_case[case.id], calendar, today, running_kind(case)
            ),
            suspended_until=case.suspended_until,
            next_step=_next_step(case),
            waits_for=waits_for(case, every),
            reasons=tuple(reasons.get(case.id, ())),
            result=result_line(results.get(case.id)),
            may_withdraw=own and CaseState(case.state) not in SETTLED,
            why=str(by_case[case.id][-1].facts.get("kind", "")),
            extended=extended.get(case.id),
            pre_review=PreReview(case.pre_review),
            originals=originals.get(case.id, ()),
            fee=case.fee,
            again=case.follows_id is not None and states[case.follows_id] == CaseState.OVERTURNED,
            superseded=case.id in followed,
        )
        for case in cases
    )


def waits_for(case: Case, every: Iterable[Case]) -> tuple[str, ...]:
    """The names of the parts among `every` that come before this one and still run."""
    if case.state != CaseState.ACCEPTED:
        return ()
    running = {each.part: each.name for each in every if each.state not in SETTLED}
    return tuple(running[part] for part in case.waits_for if part in running)


def _originals(cases: Iterable[Case]) -> dict[UUID, tuple[str, ...]]:
    """By case that has just passed its pre-review; no query without one."""
    passed = [
        case.id
        for case in cases
        if (case.state, case.pre_review) == (CaseState.SUBMITTED, PreReview.PASSED)
    ]
    if not passed:
        return {}
    pending = Evidence.objects.filter(
        application=OuterRef("case__application"),
        material=OuterRef("material"),
        original_pending=True,
    )
    rows = CaseMaterial.objects.filter(Exists(pending), case__in=passed).order_by("id")
    found: dict[UUID, tuple[str, ...]] = {}
    for case_id, name in rows.values_list("case_id", "name"):
        found[case_id] = (*found.get(case_id, ()), name)
    return found


def _reasons(history: Iterable[CaseEvent]) -> dict[UUID, list[str]]:
    """What was written at the events at which something is told in writing, by case."""
    told = {event.case_id for event in history if event.action in _TOLD}
    reasons: dict[UUID, list[str]] = {}
    written = Opinion.objects.filter(case__in=told, kind__in=["reason", "decision"])
    for text in written if told else ():
        reasons.setdefault(text.case_id, []).append(text.text)
    return reasons


_TOLD = RULING | {
    *(Action.NOT_ACCEPT, Action.SUSPEND, Action.APPROVE, Action.REFUSE),
    *(Action.TERMINATE, Action.VOID),
}


def result_line(row: Result | None) -> ResultLine | None:
    """A result as it is told; None while there is none."""
    if row is None:
        return None
    ended = row.revoked_at
    return ResultLine(
        *(row.number, row.name, row.check_code, row.made_at),
        clock.local_date(ended) if ended else None,
    )


def _history(
    cases: Iterable[Case], history: Iterable[CaseEvent], giver: str
) -> tuple[EventLine, ...]:
    names = {case.id: case.name for case in cases}
    lines = [event_line(event, names[event.case_id], giver) for event in history]
    return tuple(reversed(lines))


def rail(application: Application, cases: list[Case]) -> tuple[RailStop, ...]:
    """The one line of an application: each stop is done when it is done for every case.

    A case that ended early has passed every stop it will ever pass.
    """
    passed: list[tuple[str, list[datetime | None]]] = [
        ("submitted", [case.submitted_at for case in cases if case.follows_id is None]),
        ("accepted", [case.accepted_at or case.ended_at for case in cases]),
        ("decided", [case.decided_at or case.ended_at for case in cases]),
        ("delivered", [case.ended_at for case in cases]),
    ]
    stops, reached = [], True
    for key, times in passed:
        known = [at for at in times if at is not None]
        done = reached and len(known) == len(times)
        mark = Mark.DONE if done else Mark.NOW if reached else Mark.TODO
        stops.append(RailStop(key, mark, max(known) if done and known else None))
        reached = done
    return tuple(stops)
