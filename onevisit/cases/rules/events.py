"""The events other rooms may wake up to; published inside the transaction that causes them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

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
    CONSENT = "consent"  # another party agreed in person, at a window
    HOME_VISIT = "home_visit"  # a helper came to them: a contact, and no trip


NO_TRIP = frozenset({ContactKind.HOME_VISIT})
"""Contacts for which nobody of the applicant's side went anywhere."""


@dataclass(frozen=True, slots=True)
class ContactHappened(Event):
    """Somebody of the applicant's side stood at a window: the ledger of visits records it."""

    application_id: UUID
    person_id: UUID
    service_point_id: UUID
    window: str
    at: datetime
    kind: ContactKind
    recorded_by: UUID | None


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
class ApplicationEnded(Event):
    """The last case of an application ended; happens once."""

    application_id: UUID
    at: datetime
