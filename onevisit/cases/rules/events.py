"""The events other rooms may wake up to; published inside the transaction that causes them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.kernel.events import Event


class ContactKind(StrEnum):
    """What a physical contact was for, or with whom it was."""

    INTAKE = "intake"  # handed in at a window
    ON_THE_SPOT = "on_the_spot"  # 即办件: handed in and finished in one sitting
    SENT_HOME = "sent_home"  # came and was refused or sent away
    HAND_OUT = "hand_out"  # collected the result
    CORRECTION = "correction"  # corrected at a window what was asked for
    ENTRUST = "entrust"  # gave a helper the authority under which this was handed in, at a window
    AT_HELPER = "at_helper"  # came to a helper's place, who handed in or corrected for them
    PROJECT = "project"  # registered the project at a window of which this is the first part
    CONSENT = "consent"  # another party agreed in person, at a window
    LOCKER = "locker"  # took the result out of a locker, at whatever hour
    HOME_VISIT = "home_visit"  # a helper came to them: a contact, and no trip


NO_TRIP = frozenset({ContactKind.HOME_VISIT})
"""Contacts for which nobody of the applicant's side went anywhere."""


@dataclass(frozen=True, slots=True)
class ContactHappened(Event):
    """Somebody of the applicant's side stood at a window: the ledger of visits records it. `reason`
    is why they were sent home (a code of `rules.submission.SentHome`), "" where nobody said.
    """

    application_id: UUID
    person_id: UUID
    service_point_id: UUID
    window: str
    at: datetime
    kind: ContactKind
    recorded_by: UUID | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DraftAnswered(Event):
    """Answers were saved in the draft of an organisation: it may ask for other papers now."""

    application_id: UUID
    actor: Actor


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted(Event):
    """An application became cases."""

    application_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseEnded(Event):
    """A case reached one of its ends."""

    case_id: UUID
    application_id: UUID
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseGrew(Event):
    """Something was recorded of a case outside its own life cycle: what was found of a commitment,
    that a result holds no more. The case may have ended long ago.
    """

    case_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class ApplicationEnded(Event):
    """The last case of an application ended; happens once."""

    application_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class About:
    """Which application it is, as far as whoever tells people of it must know. `others`: several
    agreed to it; `helped`: a helper handed it in; `collection`: how its results are had.
    """

    application_id: UUID
    number: str
    offer_code: str
    offer_name: str
    applicant_id: UUID
    organisation_id: UUID | None
    others: bool
    helped: bool
    collection: str


@dataclass(frozen=True, slots=True)
class Move:
    """One row of a case's history: `action` of the life cycle, `limit_on` the day it sets."""

    case_id: UUID
    seq: int
    name: str
    action: str
    limit_on: date | None


@dataclass(frozen=True, slots=True)
class CasesMoved(Event):
    """Cases of one application moved, all in one act, in the order in which they did."""

    about: About
    at: datetime
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class LimitNear(Event):
    """A limit is near; `kind` (`rules.chasing.ReminderKind`) says whose. Once for each limit."""

    about: About
    case_id: UUID
    name: str
    kind: str
    due_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class PartyAsked(Event):
    """A person who is known here was named as one who must agree."""

    about: About
    invitation_id: UUID
    person_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class HolderTold(Event):
    """Something was recorded of a granted result (`check`, `rules.obligations.Check`): of a
    commitment, or of the authority's own motion. `limit_on`: the day it names. Once for each.
    """

    about: About
    case_id: UUID
    obligation_id: UUID
    seq: int
    name: str
    check: str
    limit_on: date | None
    at: datetime


@dataclass(frozen=True, slots=True)
class VisitMoved(Event):
    """An appointment at the premises was made, moved, called off or is over (`move`,
    `rules.joint.ActMove`); `on` is the day it stands on now.
    """

    about: About
    act_id: UUID
    seq: int
    name: str
    move: str
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class VisitAsked(Event):
    """The applicant asks for another time of an appointment, the day `on`; the department that made
    it answers, by `case_id`.
    """

    about: About
    act_id: UUID
    seq: int
    case_id: UUID
    department_id: UUID
    region_id: str
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class DrawingsTold(Event):
    """Several departments reviewed the drawings of a case and ask for a revised version by
    `until`; `nth` such letter of the review.
    """

    about: About
    review_id: UUID
    nth: int
    name: str
    until: date
    at: datetime


@dataclass(frozen=True, slots=True)
class MendingAnswered(Event):
    """Whether the applicant has more days to mend drawings: until `until` in any case."""

    about: About
    review_id: UUID
    name: str
    until: date
    at: datetime


@dataclass(frozen=True, slots=True)
class DrawingsMoved(Event):
    """`departments` that review the drawings of a case are told how it goes on (`move`,
    `rules.drawings.DrawingsMove`), `nth` in the course of the review; `due_on` is the day of
    whomever it waits for now.
    """

    about: About
    case_id: UUID
    review_id: UUID
    name: str
    region_id: str
    departments: tuple[UUID, ...]
    move: str
    nth: int
    due_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class ParcelMoved(Event):
    """A courier took a parcel with results, brought it, or brought it back (`delivery` marks)."""

    about: About
    parcel_id: UUID
    mark: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LockerMoved(Event):
    """Results lie in a locker and a code was made (`mark` "lay", the `issue` counts codes), or they
    go back to the window ("expire"). `where` says which door, or which window; `until` the
    last day.
    """

    about: About
    stay_id: UUID
    mark: str
    where: str
    issue: int
    until: date | None
    at: datetime
