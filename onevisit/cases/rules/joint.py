"""联合踏勘: one appointment at the premises that serves the site visits of several cases.

Who takes part is never written down: it follows from where the cases stand. So a case that is
withdrawn leaves the appointment and one that is accepted in time joins it, without anybody's doing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from onevisit.cases.rules.lifecycle import CaseState
from onevisit.cases.rules.tasks import staff_steps
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import ItemDefinition, Step
from onevisit.catalogue.rules.vocabulary import StepKind
from onevisit.kernel.calendar import DayUnit, WorkingCalendar
from onevisit.kernel.clock import SHANGHAI
from onevisit.kernel.conditions import Value
from onevisit.kernel.errors import Conflict, Invalid

LONGEST_PLACE = 200
LONGEST_PREPARE = 500
MOST_PHOTOS = 9
"""Photographs with one finding."""

_NOON = time(12, 0)
_PHONE = frozenset("0123456789-+() ")


class Half(StrEnum):
    """Half a working day."""

    MORNING = "am"
    AFTERNOON = "pm"


class ActState(StrEnum):
    """Where an appointment stands."""

    PLANNED = "planned"
    DONE = "done"  # everybody who took part has written a finding
    LAPSED = "lapsed"  # everybody left before anything was found
    CANCELLED = "cancelled"


class ActMove(StrEnum):
    """What can happen to an appointment."""

    PLAN = "plan"
    MOVE = "move"
    ASK = "ask"  # the applicant asks for another time
    KEEP = "keep"  # and is answered that it stays
    GO = "go"  # an officer says: I shall be there
    STAY = "stay"  # and takes it back
    FIND = "find"
    LEAVE = "leave"  # a case ended before it was looked at
    DONE = "done"
    LAPSE = "lapse"
    CANCEL = "cancel"


class Verdict(StrEnum):
    """What a department found."""

    PASSED = "passed"
    FAILED = "failed"
    MEND = "mend"  # to be put right by a date


@dataclass(frozen=True, slots=True)
class Slot:
    """When: a day and a half of it, and the hour where one is named."""

    on: date
    half: Half
    hour: time | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """What a device says of a finding that it kept while it had no connection: the id it gave it,
    and when it was written there by the device's clock.
    """

    entry: UUID
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Parts whose site visits are made together, as the bundle says."""

    key: str
    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is read of one case to know whether it takes part. `step` is its site visit that is not
    done yet; None when there is none. `found`: it has a finding in this appointment.
    """

    state: CaseState
    accepted_on: date | None
    step: Step | None
    found: bool = False


@dataclass(frozen=True, slots=True)
class ActHappening:
    """What folding reads of one event of an appointment."""

    seq: int
    move: ActMove
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class FoldedAct:
    """The columns of an appointment that follow from its events."""

    state: ActState
    slot: Slot
    last_seq: int


SETTING = frozenset({ActMove.PLAN, ActMove.MOVE})
"""Moves that set the time."""
ANSWERING = SETTING | {ActMove.CANCEL, ActMove.KEEP}
"""Moves after which nothing the applicant asked is open."""

UNDER_REVIEW = frozenset({CaseState.ACCEPTED, CaseState.IN_REVIEW, CaseState.SUSPENDED})
"""Accepted and not decided: the department may come and look."""

BEFORE_ACCEPTANCE = frozenset({CaseState.SUBMITTED, CaseState.CORRECTION_REQUESTED})


def group_of(offer: Offer, part: str) -> Group:
    """The parts that are visited together with `part`: those the bundle names, else it alone."""
    for visit in offer.joint_visits:
        if part in visit.parts:
            return Group(visit.key, visit.name, visit.parts)
    return Group(f"part:{part}", offer.part(part).name, (part,))


def visit_step(
    item: ItemDefinition, answers: Mapping[str, Value], done: Collection[str] = ()
) -> Step | None:
    """The first site visit of the item that is asked for under these answers and not `done`."""
    steps = staff_steps(item, answers)
    return next((s for s in steps if s.kind is StepKind.SITE_VISIT and s.key not in done), None)


def is_due(case: Standing, on: date) -> bool:
    """Whether the case must be looked at in an appointment on that day: accepted by then, with a
    site visit to come, whether or not its review has begun.
    """
    accepted = case.accepted_on is not None and case.accepted_on <= on
    return not case.found and case.step is not None and accepted and case.state in UNDER_REVIEW


def may_join(case: Standing) -> bool:
    """Whether the case joins by itself if it is accepted in time."""
    return not case.found and case.step is not None and case.state in BEFORE_ACCEPTANCE


def check_slot(slot: Slot, now: datetime, calendar: WorkingCalendar) -> None:
    """Raise Invalid `cases.visit_in_past`, `cases.visit_on_day_off`,
    `cases.visit_hour_outside_half` for a time at which no office comes.
    """
    here = now.astimezone(SHANGHAI)
    morning = slot.half is Half.MORNING
    if slot.on < here.date() or (slot.on == here.date() and morning and here.time() >= _NOON):
        raise Invalid("cases.visit_in_past", field="on")
    if not calendar.is_working(slot.on):
        raise Invalid("cases.visit_on_day_off", field="on")
    if slot.hour is not None and (slot.hour < _NOON) is not morning:
        raise Invalid("cases.visit_hour_outside_half", field="hour")


def check_asking(moves: Sequence[ActMove], wanted: Slot, stands: Slot, today: date) -> None:
    """Whether the applicant may ask for another time: once for each time that was set, until the
    day before. Raises Conflict `cases.visit_asked_before`, `cases.visit_day_come`; Invalid
    `cases.visit_same_time`.
    """
    since = [n for n, move in enumerate(moves) if move in SETTING]
    if ActMove.ASK in moves[since[-1] :]:
        raise Conflict("cases.visit_asked_before")
    if today >= stands.on:
        raise Conflict("cases.visit_day_come")
    if (wanted.on, wanted.half) == (stands.on, stands.half):
        raise Invalid("cases.visit_same_time", field="on")


def check_words(place: str, prepare: str, phone: str) -> None:
    """Raise Invalid for what the applicant could not follow: no place, or no phone to call."""
    if not place or len(place) > LONGEST_PLACE:
        raise Invalid("cases.visit_place_needed", field="place")
    if len(prepare) > LONGEST_PREPARE:
        raise Invalid("cases.text_too_long", field="prepare", limit=LONGEST_PREPARE)
    digits = sum(each.isdigit() for each in phone)
    if not 5 <= digits <= 20 or len(phone) > 30 or not _PHONE.issuperset(phone):
        raise Invalid("cases.visit_phone_needed", field="phone")


def check_finding(verdict: Verdict, mend_by: date | None, note: str, today: date) -> None:
    """Raise Invalid `cases.visit_note_needed` unless what is not passed is explained, and
    `cases.visit_mend_by_needed` unless what is to be put right has a day after today.
    """
    if verdict is not Verdict.PASSED and not note:
        raise Invalid("cases.visit_note_needed", field="note")
    if verdict is Verdict.MEND and (mend_by is None or mend_by <= today):
        raise Invalid("cases.visit_mend_by_needed", field="mend_by")


def believed(said: datetime | None, on: date, now: datetime) -> datetime | None:
    """When it was written on the spot, by a device's clock; None for a time at which nobody can
    have been there. No limit depends on it: anybody sets a clock.
    """
    if said is None or said > now or said.astimezone(SHANGHAI).date() < on:
        return None
    return said


def finding_due(slot: Slot, step: Step, calendar: WorkingCalendar, unit: DayUnit) -> date:
    """The last day for the finding: the limit of the step, counted from the day of the visit."""
    return calendar.add_days(slot.on, step.limit, unit).day


_AFTER: Mapping[ActMove, ActState] = {
    ActMove.DONE: ActState.DONE,
    ActMove.LAPSE: ActState.LAPSED,
    ActMove.CANCEL: ActState.CANCELLED,
}
_AFTERWARDS = frozenset({ActMove.FIND})
"""What may still happen to an appointment that is over: looking again at what was put right."""


def fold_act(happenings: Sequence[ActHappening]) -> FoldedAct:
    """The row that these events leave behind.

    Raises ValueError when they do not begin with the plan or their numbers have a gap, Conflict
    `cases.visit_over` when one could not happen any more.
    """
    numbers = [each.seq for each in happenings]
    if not happenings or numbers != list(range(1, len(happenings) + 1)):
        raise ValueError("events are numbered from 1 without a gap")
    first = happenings[0]
    if first.move is not ActMove.PLAN or first.slot is None:
        raise ValueError("an appointment begins with its plan")
    state, slot = ActState.PLANNED, first.slot
    for each in happenings[1:]:
        require_possible(state, each.move)
        state, slot = _AFTER.get(each.move, state), each.slot or slot
    return FoldedAct(state, slot, happenings[-1].seq)


def require_possible(state: ActState, move: ActMove) -> None:
    """Raise Conflict `cases.visit_over` for what cannot happen to an appointment in this state."""
    if move is ActMove.PLAN or (state is not ActState.PLANNED and move not in _AFTERWARDS):
        raise Conflict("cases.visit_over")
