"""The one place where a case moves: lock, apply rows of the table, fold, write.

Every service that changes a case holds its application and all its cases (the application is locked
first, so the last two cases cannot end past each other), moves them in memory by the table, and
writes once. The columns of a row are what folding its events gives.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Model

from onevisit.accounts.rules import Actor, Deed, MandateLine
from onevisit.audit import services as audit
from onevisit.audit.rules import Act
from onevisit.cases.access import sees_case
from onevisit.cases.errors import no_such_case
from onevisit.cases.errors.destroying import destroyed
from onevisit.cases.models import Application, Case, CaseEvent, Task
from onevisit.cases.queries.hands import OF_THE_APPLICANT
from onevisit.cases.queries.kept import events_of, tasks_of
from onevisit.cases.queries.pinning import about, happenings, pinned
from onevisit.cases.queries.wordings import Wordings, wordings_on
from onevisit.cases.rules.events import ApplicationEnded, CaseEnded, CasesMoved, Move
from onevisit.cases.rules.fold import COLUMNS, Happening, fold, limits_from, received_at
from onevisit.cases.rules.lifecycle import (
    SETTLED,
    TERMINAL,
    Action,
    ApplicationState,
    CaseState,
    transition,
)
from onevisit.cases.rules.tasks import due_tasks
from onevisit.cases.services.charging import charge_due, follow_money, stop_charging
from onevisit.cases.services.handing_over import hand_over_granted
from onevisit.cases.services.helping import require_other_eyes, take_hand
from onevisit.cases.services.results import write_results
from onevisit.cases.services.wordings import keep_wordings
from onevisit.catalogue.queries import PinnedOffer
from onevisit.catalogue.rules.definition import ItemDefinition, Step
from onevisit.catalogue.rules.vocabulary import StepKind
from onevisit.kernel import clock, events, rows
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.queries import load_calendar

_COMPLETES: Mapping[Action, StepKind] = {
    Action.ACCEPT: StepKind.ACCEPT,
    Action.ACCEPT_DEFERRED: StepKind.ACCEPT,
    Action.ACCEPT_COMMITMENT: StepKind.ACCEPT,
    Action.DEEM_ACCEPTED: StepKind.ACCEPT,
    Action.NOT_ACCEPT: StepKind.ACCEPT,
    Action.APPROVE: StepKind.DECIDE,
    Action.REFUSE: StepKind.DECIDE,
    Action.ISSUE: StepKind.ISSUE,
}


def _spelled(model: type[Model], text: str) -> str:
    return text.replace("*", rows.columns(model), 1)


# Every service that moves a case sends these.
_LOCK_APPLICATION = _spelled(
    Application,
    "SELECT * FROM cases_application"
    " WHERE id = (SELECT application_id FROM cases_case WHERE id = %s) FOR UPDATE",
)
_LOCK_CASES = _spelled(
    Case, "SELECT * FROM cases_case WHERE application_id = %s ORDER BY id FOR UPDATE"
)
_END_TASKS = "UPDATE cases_task SET state = %s, done_at = %s, done_by = %s WHERE id = ANY(%s)"


@dataclass
class Held:
    """A locked application with its cases, and what is to be written of them.

    Calendar, histories and tasks are read when they are first needed: always behind the lock, so
    they cannot change any more. `stored` says whether the cases have any that are written;
    `acting_for` is the absent colleague for whom a deputy acts; `stood` under what somebody stands
    at the window in the applicant's place; `granted` are cases whose result is to be written.
    """

    application: Application
    cases: list[Case]
    offer: PinnedOffer
    actor: Actor
    at: datetime
    stored: bool = True
    acting_for: UUID | None = None
    stood: MandateLine | None = None
    new_events: list[CaseEvent] = field(default_factory=list)
    new_tasks: list[Task] = field(default_factory=list)
    changed_tasks: dict[UUID, Task] = field(default_factory=dict)
    moved: dict[UUID, Case] = field(default_factory=dict)
    ended: list[Case] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    granted: list[Case] = field(default_factory=list)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days at the newest revision."""
        return load_calendar()

    @cached_property
    def wordings(self) -> Wordings:
        """The texts that hold today for the departments of the cases."""
        return wordings_on({case.department_id for case in self.cases}, self.today)

    @cached_property
    def histories(self) -> dict[UUID, list[Happening]]:
        """What happened to the cases, by case, in order."""
        if not self.stored:
            return {}
        return histories(events_of(self._ids))

    @cached_property
    def tasks(self) -> dict[UUID, list[Task]]:
        """The tasks of the cases, by case, in the order in which they were opened."""
        found: dict[UUID, list[Task]] = {}
        if self.stored:
            for task in tasks_of(self._ids):
                found.setdefault(task.case_id, []).append(task)
        return found

    @property
    def _ids(self) -> list[UUID]:
        return [case.id for case in self.cases]

    @property
    def today(self) -> date:
        """The day in Shanghai on which this happens."""
        return clock.local_date(self.at)

    def case(self, case_id: UUID) -> Case:
        """One of the cases."""
        return next(case for case in self.cases if case.id == case_id)

    def item(self, case: Case) -> ItemDefinition:
        """The definition the case is pinned to."""
        return self.offer.offer.part(case.part).item

    def move(
        self,
        case: Case,
        action: Action,
        *,
        limit_on: date | None = None,
        facts: Mapping[str, object] | None = None,
        automatic: bool = False,
        backdated: bool = False,
        happened_at: datetime | None = None,
    ) -> None:
        """Take one row of the table; raises Conflict when the table has none. `backdated`: it
        counts from the moment when what waits for acceptance came; `happened_at`: from that one,
        if it is later.
        """
        history = self.histories.setdefault(case.id, [])
        before = CaseState(case.state) if history else None
        row = transition(before, action)
        last = history[-1].effective_at if history else self.at
        at = received_at(history) if backdated else max(happened_at or self.at, last)
        history.append(Happening(len(history) + 1, action, at, limit_on))
        for name, value in self._folded(case).items():
            setattr(case, name, value)
        self.moved[case.id] = case
        self.new_events.append(
            CaseEvent(
                case=case,
                seq=len(history),
                action=action,
                before=before,
                after=row.after,
                effective_at=at,
                recorded_at=self.at,
                calendar_revision=self.calendar.revision,
                limit_on=limit_on,
                actor_id=None if automatic else self.actor.user_id,
                actor_name=self._signature(automatic),
                facts={"document": str(row.document), **self._for_whom(action), **(facts or {})},
            )
        )
        self._advance_tasks(case, action)
        if row.after in TERMINAL and before not in TERMINAL:
            self.ended.append(case)

    def _for_whom(self, action: Action) -> dict[str, str]:
        if self.stood is not None and action in OF_THE_APPLICANT:
            return facts_of(self.stood)
        acting = self.actor.acting
        if acting is not None:
            found = {"authority": acting.number, "basis": str(acting.basis)}
            return found | {"met": str(acting.met)} if acting.agent_id is None else found
        return {"for": str(self.acting_for)} if self.acting_for else {}

    def _signature(self, automatic: bool) -> str:
        """Officers and helpers answer by name; citizens are not named in events."""
        if automatic or self.actor.is_system:
            return "system"
        return self.actor.name if self.actor.named else ""

    def _folded(self, case: Case) -> dict[str, object]:
        limits = limits_from(self.item(case).regime, case.promise_days, case.ordered_days)
        folded = fold(self.histories[case.id], limits, self.calendar)
        return {name: getattr(folded, name) for name in COLUMNS}

    def complete(self, task: Task) -> None:
        """Mark an open task done by the actor."""
        task.state, task.done_at, task.done_by = "done", self.at, self.actor.user_id
        self.changed_tasks[task.id] = task

    def _advance_tasks(self, case: Case, action: Action) -> None:
        kind = _COMPLETES.get(action)
        for task in self.open_tasks(case):
            if task.kind == kind:
                self.complete(task)
        self.open_due(case)
        if CaseState(case.state) in SETTLED:
            for task in self.open_tasks(case):
                task.state = "void"
                self.changed_tasks[task.id] = task

    def open_tasks(self, case: Case) -> list[Task]:
        """The tasks of the case that wait."""
        return [task for task in self.tasks.get(case.id, []) if task.state == "open"]

    def open_due(self, case: Case) -> None:
        """Open what the step graph allows now."""
        known = self.tasks.get(case.id, [])
        item = self.item(case)
        due = due_tasks(
            item,
            self.application.answers,
            CaseState(case.state),
            known={task.step for task in known},
            done={task.step for task in known if task.state == "done"},
        )
        for step in due:
            limit = self.calendar.add_days(self.today, step.limit, item.regime.unit)
            self.open_step(case, step, due_on=limit.day if step.limit else None)

    def open_step(self, case: Case, step: Step, *, due_on: date | None = None) -> Task:
        """Open this step of the case, to be done by `due_on`."""
        task = Task(
            case=case,
            step=step.key,
            kind=step.kind,
            name=step.name,
            state="open",
            opened_at=self.at,
            due_on=due_on,
        )
        self.tasks.setdefault(case.id, []).append(task)
        self.new_tasks.append(task)
        return task

    def settle(self) -> None:
        """Start what waited, and end the application when all its cases have ended."""
        still = {case.part for case in self.cases if CaseState(case.state) not in SETTLED}
        over = {case.part for case in self.cases} - still
        for case in self.cases:
            if case.state == CaseState.ACCEPTED and over.issuperset(case.waits_for):
                self.move(case, Action.START, automatic=True)
        if self.ended and all(case.ended_at is not None for case in self.cases):
            self.application.state = ApplicationState.ENDED
            self.application.ended_at = self.at

    def begin_again(self) -> None:
        """Forget what has been written, to go on with the same cases in the same transaction."""
        self.new_events, self.new_tasks, self.acts = [], [], []
        self.changed_tasks, self.moved = {}, {}

    def note(self, action: str, case: Case, **facts: object) -> None:
        """One more entry for the trail, beside those of the events."""
        act = Act(f"cases.{action}", "cases.case", case.id, facts, case.department_id)
        self.acts.append(act)

    def write(self) -> None:
        """Write what was moved, its events and tasks, the trail; then wake the rooms above."""
        self.settle()
        charge_due(self)
        follow_money(self)
        write_results(self)
        hand_over_granted(self)
        for case in self.moved.values():
            rows.update(case, COLUMNS)
        self.write_history()

    def write_history(self) -> None:
        """Write events, tasks and trail of cases whose rows stand already."""
        keep_wordings(self)
        rows.insert(self.new_events)
        fresh = {task.id for task in self.new_tasks}
        rows.insert(self.new_tasks)
        self._write_changed(task for task in self.changed_tasks.values() if task.id not in fresh)
        audit.record_many([*self.acts, *self._acts()], actor=self.actor)
        self._end()

    @staticmethod
    def _write_changed(tasks: Iterable[Task]) -> None:
        """One statement for all tasks that came to the same end."""
        ends: dict[tuple[str, datetime | None, UUID | None], list[UUID]] = {}
        for task in tasks:
            ends.setdefault((task.state, task.done_at, task.done_by), []).append(task.id)
        for (state, done_at, done_by), ids in ends.items():
            rows.execute(_END_TASKS, [state, done_at, done_by, ids])

    def _end(self) -> None:
        stop_charging(self)
        for case in self.ended:
            events.publish(CaseEnded(case.id, self.application.id, case.state, self.at))
        if self.ended and self.application.ended_at is not None:
            rows.update(self.application, ("state", "ended_at"))
            events.publish(ApplicationEnded(self.application.id, self.at))
        if self.new_events:
            events.publish(CasesMoved(about(self.application), self.at, self._moves()))

    def _moves(self) -> tuple[Move, ...]:
        names = {case.id: case.name for case in self.cases}
        return tuple(
            Move(row.case_id, row.seq, names[row.case_id], row.action, row.limit_on)
            for row in self.new_events
        )

    def _acts(self) -> Iterable[Act]:
        by_id = {case.id: case for case in self.cases}
        return [
            Act(
                f"cases.{event.action}",
                "cases.case",
                event.case_id,
                {"seq": event.seq, "after": event.after, **under(event.facts)},
                by_id[event.case_id].department_id,
            )
            for event in self.new_events
        ]


def under(facts: Mapping[str, object]) -> dict[str, object]:
    """What the trail keeps of the authority that an event stands on; nothing for none."""
    return {"authority": facts["authority"]} if "authority" in facts else {}


def facts_of(line: MandateLine) -> dict[str, str]:
    """What an event at a window keeps of who stood there for the applicant (`queries.hands`)."""
    return {"authority": line.number, "basis": str(line.basis), "by": line.holder}


def hold(case_id: UUID, actor: Actor) -> tuple[Held, Case]:
    """Lock the application of a case, then its cases; two queries.

    Raises NotFound `cases.no_such_case`, also for those who may not see the case; Conflict
    `cases.destroyed`; Refused `cases.helped_here` for an officer who was the applicant's helper in
    it, and what `take_hand` raises. Inside a transaction.
    """
    application = next(iter(rows.fetch(Application, _LOCK_APPLICATION, [case_id])), None)
    if application is None:
        raise no_such_case()
    held = hold_cases(application, actor)
    case = held.case(case_id)
    if not sees_case(actor, case, application):
        raise no_such_case()
    if case.destroyed_at is not None:
        raise destroyed(clock.local_date(case.destroyed_at))
    require_other_eyes(application, actor)
    take_hand(application, actor, Deed.SIGN)
    return held, case


def hold_cases(application: Application, actor: Actor) -> Held:
    """The locked application with its cases locked too."""
    cases = rows.fetch(Case, _LOCK_CASES, [application.id])
    return Held(application, cases, pinned(application), actor, clock.now())


def histories(written: Iterable[CaseEvent]) -> dict[UUID, list[Happening]]:
    """What folding reads, by case; rows in order."""
    found: dict[UUID, list[CaseEvent]] = {}
    for row in written:
        found.setdefault(row.case_id, []).append(row)
    return {case_id: happenings(events) for case_id, events in found.items()}
