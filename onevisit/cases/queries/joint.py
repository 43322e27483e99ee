"""联合踏勘 as its readers see it: who comes when, what each department found, what may be done."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q

from onevisit.accounts.rules import Actor, Permission
from onevisit.cases.access import scope_of
from onevisit.cases.models import (
    Application,
    Case,
    JointAct,
    JointEvent,
    JointFinding,
    JointPhoto,
    Task,
)
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.joint import (
    ANSWERING,
    SETTING,
    ActHappening,
    ActMove,
    ActState,
    Group,
    Half,
    Slot,
    Standing,
    Verdict,
    finding_due,
    group_of,
    is_due,
    may_join,
    visit_step,
)
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.cases.rules.points import Ticked, points_of
from onevisit.cases.rules.points import read as ticked
from onevisit.catalogue.rules.vocabulary import StepKind
from onevisit.kernel import clock
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.queries import load_calendar


@dataclass(frozen=True, slots=True)
class FindingLine:
    """What one department found. `note`, `points`, `photos` only for those who may read the case.
    `noted_at`: when it was written on the spot, by the clock of a device without a connection.
    """

    verdict: Verdict
    mend_by: date | None
    note: str
    author: str
    at: datetime
    noted_at: datetime | None
    late: bool
    photos: tuple[UUID, ...]
    points: tuple[Ticked, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """One case in an appointment. `pending`: it is still to be looked at; `due_on` by when that is
    to be written. `going` are the officers who said they come. `findings` newest first. `points`
    are what is ticked there.
    """

    case_id: UUID
    part: str
    name: str
    department: str
    pending: bool
    going: tuple[str, ...]
    due_on: date | None
    overdue: bool
    findings: tuple[FindingLine, ...]
    points: tuple[str, ...]

    @property
    def found(self) -> FindingLine | None:
        """The finding that counts."""
        return self.findings[0] if self.findings else None


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One line of the history of an appointment; `slot` is the time it set, or asked for."""

    at: datetime
    move: ActMove
    who: str
    case_name: str
    department: str
    slot: Slot | None
    was: Slot | None
    reason: str
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class JointView:
    """An appointment. `was`: the time before it was last moved; `joining`: names of cases that come
    too if they are accepted in time. `version` is what moving and cancelling give back.
    """

    id: UUID
    application_id: UUID
    key: str
    name: str
    state: ActState
    slot: Slot
    was: Slot | None
    place: str
    prepare: str
    phone: str
    department: str
    planned_by: str
    version: int
    seats: tuple[Seat, ...]
    joining: tuple[str, ...]
    history: tuple[VisitLine, ...]
    opinion: bool

    @property
    def agreed(self) -> bool:
        """Whether one opinion of all stands: everybody has passed it."""
        passed = [seat.found and seat.found.verdict is Verdict.PASSED for seat in self.seats]
        return self.state is ActState.DONE and bool(passed) and all(passed)

    @property
    def open(self) -> bool:
        """Whether somebody is still to come or to write."""
        return self.state is ActState.PLANNED

    @property
    def ahead(self) -> bool:
        """Whether the day has not passed."""
        return self.open and self.slot.on >= clock.today()

    @property
    def reason(self) -> str:
        """Why it was moved or cancelled at last."""
        set_or_off = (ActMove.MOVE, ActMove.CANCEL)
        told = (line.reason for line in reversed(self.history) if line.move in set_or_off)
        return next(told, "")

    @property
    def asked(self) -> VisitLine | None:
        """The other time the applicant asked for, while nobody has answered."""
        turns = (each for each in reversed(self.history) if each.move in _TURNS)
        last = next(turns, None)
        return last if last is not None and last.move is ActMove.ASK else None

    @property
    def may_ask(self) -> bool:
        """Whether the applicant may ask for another time: once for each that is set."""
        turns = (e.move for e in reversed(self.history) if e.move in SETTING | {ActMove.ASK})
        before = self.slot.on > clock.today()
        return self.open and before and next(turns, None) in SETTING

    def seat(self, case_id: UUID) -> Seat | None:
        """The place of one case in it."""
        return next((seat for seat in self.seats if seat.case_id == case_id), None)


_TURNS = ANSWERING | {ActMove.ASK}


def slot_of(row: JointAct) -> Slot:
    """When it is."""
    return Slot(row.on, Half(row.half), row.hour)


def act_happening(row: JointEvent) -> ActHappening:
    """What folding reads of an event."""
    slot = Slot(row.on, Half(row.half), row.hour) if row.on and row.move in SETTING else None
    return ActHappening(row.seq, ActMove(row.move), slot)


def standing(
    case: Case, application: Application, done: Collection[str], *, found: bool = False
) -> Standing:
    """What the rules read of a case; `done` are the keys of its tasks that are done."""
    item = pinned(application).offer.part(case.part).item
    return Standing(
        state=CaseState(case.state),
        accepted_on=clock.local_date(case.accepted_at) if case.accepted_at else None,
        step=visit_step(item, application.answers, done),
        found=found,
    )


def visited_steps(case_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """The site visits that are done, by case; one query."""
    rows = Task.objects.filter(
        case_id__in=list(case_ids), kind=StepKind.SITE_VISIT, state="done"
    ).values_list("case_id", "step")
    found: dict[UUID, set[str]] = {}
    for case_id, step in rows:
        found.setdefault(case_id, set()).add(step)
    return found


def has_visits(application: Application, parts: Iterable[str]) -> bool:
    """Whether any of these parts is looked at on the spot under the answers given; no query once
    the offer is in memory.
    """
    offer = pinned(application).offer
    return any(visit_step(offer.part(part).item, application.answers) for part in parts)


def joint_views(
    applications: Iterable[Application],
    cases: Iterable[Case],
    *,
    readable: Collection[UUID] = (),
    only: Q | None = None,
) -> tuple[JointView, ...]:
    """The appointments of these applications, newest first. `cases` are all cases of them, with
    departments; `readable` those of which notes and photographs are told. Five queries at most,
    one when there is no appointment.
    """
    by_id = {each.id: each for each in applications}
    acts = JointAct.objects.filter(only or Q(), application_id__in=list(by_id))
    rows = list(
        acts.select_related("department")
        .prefetch_related(
            Prefetch("events", JointEvent.objects.order_by("seq")),
            Prefetch("findings", JointFinding.objects.order_by("-seq")),
            Prefetch("findings__photos", JointPhoto.objects.order_by("index")),
        )
        .order_by("-planned_at", "-id")
    )
    if not rows:
        return ()
    held: dict[UUID, list[Case]] = {}
    for case in cases:
        held.setdefault(case.application_id, []).append(case)
    done = visited_steps(case.id for case in cases)
    reader = _Reader(load_calendar(), done, frozenset(readable))
    return tuple(
        reader.view(row, by_id[row.application_id], held.get(row.application_id, []))
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns rows into views."""

    calendar: WorkingCalendar
    done: Mapping[UUID, set[str]]
    readable: frozenset[UUID]

    def view(self, act: JointAct, application: Application, cases: list[Case]) -> JointView:
        """One appointment with its seats and history."""
        offer, slot, words = pinned(application).offer, slot_of(act), act.words
        mine = [case for case in cases if group_of(offer, case.part).key == act.key]
        standings = {case.id: self._standing(act, case, application) for case in mine}
        seated = [c for c in mine if standings[c.id].found or self._due(act, standings[c.id])]
        open_ = act.state == ActState.PLANNED
        history = self._history(act, mine)
        moved = [line for line in history if line.move is ActMove.MOVE]
        return JointView(
            id=act.id,
            application_id=application.id,
            key=act.key,
            name=act.name,
            state=ActState(act.state),
            slot=slot,
            was=moved[-1].was if moved else None,
            place=words["place"],
            prepare=words["prepare"],
            phone=words["phone"],
            department=act.department.name,
            planned_by=act.planned_by_name,
            version=act.last_seq,
            seats=tuple(self._seat(act, application, c, standings[c.id]) for c in seated),
            joining=tuple(c.name for c in mine if open_ and may_join(standings[c.id])),
            history=history,
            opinion=act.key in {each.key for each in offer.joint_visits if each.opinion},
        )

    def _standing(self, act: JointAct, case: Case, application: Application) -> Standing:
        found = any(each.case_id == case.id for each in act.findings.all())
        return standing(case, application, self.done.get(case.id, ()), found=found)

    @staticmethod
    def _due(act: JointAct, read: Standing) -> bool:
        return act.state == ActState.PLANNED and is_due(read, act.on)

    def _seat(self, act: JointAct, application: Application, case: Case, read: Standing) -> Seat:
        pending = self._due(act, read)
        due = None
        item = pinned(application).offer.part(case.part).item
        if pending and read.step is not None:
            due = finding_due(slot_of(act), read.step, self.calendar, item.regime.unit)
        return Seat(
            case_id=case.id,
            part=case.part,
            name=case.name,
            department=case.department.name,
            pending=pending,
            going=_going(act, case),
            due_on=due,
            overdue=due is not None and due < clock.today(),
            findings=tuple(self._finding(f) for f in act.findings.all() if f.case_id == case.id),
            points=points_of(item, application.answers, self.done.get(case.id, ())),
        )

    def _finding(self, row: JointFinding) -> FindingLine:
        readable = row.case_id in self.readable
        return FindingLine(
            verdict=Verdict(row.verdict),
            mend_by=row.mend_by,
            note=row.note if readable else "",
            author=row.author_name,
            at=row.at,
            noted_at=row.noted_at,
            late=row.due_on is not None and clock.local_date(row.at) > row.due_on,
            photos=tuple(each.id for each in row.photos.all()) if readable else (),
            points=ticked(row.points) if readable else (),
        )

    @staticmethod
    def _history(act: JointAct, cases: Iterable[Case]) -> tuple[VisitLine, ...]:
        by_id = {case.id: case for case in cases}
        verdicts = {row.seq: Verdict(row.verdict) for row in act.findings.all()}
        lines: list[VisitLine] = []
        slot: Slot | None = None
        for event in act.events.all():
            case = by_id.get(event.case_id) if event.case_id else None
            fresh = Slot(event.on, Half(event.half), event.hour) if event.on else None
            lines.append(
                VisitLine(
                    at=event.at,
                    move=ActMove(event.move),
                    who=event.actor_name,
                    case_name=case.name if case else "",
                    department=case.department.name if case else "",
                    slot=fresh,
                    was=slot,
                    reason=event.reason,
                    verdict=verdicts.get(event.seq),
                )
            )
            slot = fresh if fresh and event.move in SETTING else slot
        return tuple(lines)


def _going(act: JointAct, case: Case) -> tuple[str, ...]:
    """Who of the department said they come, and did not take it back."""
    names: dict[str, None] = {}
    for event in act.events.all():
        if event.case_id == case.id and event.move == ActMove.GO:
            names[event.actor_name] = None
        if event.case_id == case.id and event.move == ActMove.STAY:
            names.pop(event.actor_name, None)
    return tuple(names)


@dataclass(frozen=True, slots=True)
class CaseVisit:
    """The site visit of one case for its officers. `act` is the appointment it is or was in.

    `together` are the cases that would be in an appointment made now, `later` those that would join
    when accepted, by name and department. `latest` is the first promised day among them. `may`:
    plan, move, cancel, go, stay, find, again. `written`: how many findings the case has.
    """

    case_id: UUID
    group: Group
    act: JointView | None
    seat: Seat | None
    together: tuple[tuple[str, str], ...]
    later: tuple[tuple[str, str], ...]
    latest: date | None
    may: frozenset[str]
    written: int


def case_visit(case: Case, actor: Actor) -> CaseVisit | None:
    """The site visit of a case; None for one that nobody has to look at. At most seven queries."""
    application = case.application
    if not has_visits(application, [case.part]):
        return None
    group = group_of(pinned(application).offer, case.part)
    cases = list(application.cases.select_related("department").order_by("id"))
    cases = [each for each in cases if each.part in group.parts]
    views = joint_views([application], cases, readable=[case.id], only=Q(key=group.key))
    done = visited_steps(each.id for each in cases)
    reads = {each.id: standing(each, application, done.get(each.id, ())) for each in cases}
    act = _concerning(case, views)
    today = clock.today()
    due = [each for each in cases if is_due(reads[each.id], today)]
    return CaseVisit(
        case_id=case.id,
        group=group,
        act=act,
        seat=act.seat(case.id) if act else None,
        together=tuple((each.name, each.department.name) for each in due),
        later=tuple((e.name, e.department.name) for e in cases if may_join(reads[e.id])),
        latest=min((e.promised_due for e in due if e.promised_due), default=None),
        may=_may(case, reads[case.id], act, actor),
        written=sum(len(seat.findings) for v in views if (seat := v.seat(case.id))),
    )


def _concerning(case: Case, views: tuple[JointView, ...]) -> JointView | None:
    """The appointment in which the case is still to be looked at, else the newest it was in, else
    the one that stands, else one that came to nothing.
    """
    seated = [view for view in views if view.seat(case.id)]
    pending = [view for view in seated if (seat := view.seat(case.id)) and seat.pending]
    standing_now = [view for view in views if view.open]
    in_vain = [v for v in views if v.state in (ActState.CANCELLED, ActState.LAPSED)]
    return next(iter((*pending, *seated, *standing_now, *in_vain)), None)


def _may(case: Case, read: Standing, act: JointView | None, actor: Actor) -> frozenset[str]:
    if not actor.may(Permission.CASES_REVIEW, scope_of(case)):
        return frozenset()
    today, found = clock.today(), set[str]()
    seat = act.seat(case.id) if act else None
    if (act is None or not act.open) and is_due(read, today):
        found.add("plan")
    if act is not None and act.open and (seat is not None or is_due(read, today)):
        found |= {"move", "cancel"}
    if act is not None and seat is not None and seat.pending:
        found.add("stay" if actor.name in seat.going else "go")
        if act.slot.on <= today:
            found.add("find")
    unsettled = seat is not None and seat.found and seat.found.verdict is not Verdict.PASSED
    if unsettled and case.decided_at is None and case.ended_at is None:
        found.add("again")
    return frozenset(found)
