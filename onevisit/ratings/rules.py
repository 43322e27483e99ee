"""Levels, reasons, the dated rules and clock H (政务服务“好差评”, 国办发〔2019〕51 号). Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from uuid import UUID

from onevisit.cases.rules.events import ContactKind
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.events import Event
from onevisit.ratings import errors

LONGEST_WORDS = 500
SAME_CALL = timedelta(minutes=5)
"""A call noted again so soon by the same person is the same call."""


class Level(IntEnum):
    """How it was. As in the exchange tables 1 is best and 5 worst."""

    VERY_GOOD = 1  # 非常满意
    GOOD = 2  # 满意
    FAIR = 3  # 基本满意
    BAD = 4  # 不满意
    VERY_BAD = 5  # 非常不满意

    @property
    def negative(self) -> bool:
        """差评: somebody is called back and it is put right."""
        return self >= Level.BAD


class OccasionKind(StrEnum):
    """What is rated: a contact at a window by its kind, a call to the hotline 12345, or the end of
    what was done without one.
    """

    INTAKE = ContactKind.INTAKE.value
    ON_THE_SPOT = ContactKind.ON_THE_SPOT.value
    SENT_HOME = ContactKind.SENT_HOME.value
    HAND_OUT = ContactKind.HAND_OUT.value
    LOCKER = ContactKind.LOCKER.value
    CORRECTION = ContactKind.CORRECTION.value
    ENTRUST = ContactKind.ENTRUST.value
    AT_HELPER = ContactKind.AT_HELPER.value
    PROJECT = ContactKind.PROJECT.value
    CONSENT = ContactKind.CONSENT.value
    HOME_VISIT = ContactKind.HOME_VISIT.value
    ONLINE = "online"
    PARCEL = "parcel"
    CALL = "call"  # 12345 answered a call about an application


ENDINGS = frozenset({OccasionKind.ONLINE, OccasionKind.PARCEL})
"""Occasions without a window: one for each application."""


class Reason(StrEnum):
    """What one may tick; the first group praises, the second complains."""

    KIND = "kind"
    FAST = "fast"
    CLEAR = "clear"
    EASY = "easy"
    RUDE = "rude"
    SLOW = "slow"
    UNCLEAR = "unclear"
    AGAIN = "again"
    MORE_PAPERS = "more_papers"
    SYSTEM = "system"


PRAISE = (Reason.KIND, Reason.FAST, Reason.CLEAR, Reason.EASY)
COMPLAINTS = tuple(each for each in Reason if each not in PRAISE)


class RectificationState(StrEnum):
    """Where a rectification stands."""

    OPEN = "open"  # nobody has reached the person yet
    CALLED = "called"  # called back, being put right
    RECTIFIED = "rectified"


class NoteKind(StrEnum):
    """What happens to a rectification."""

    NO_ANSWER = "no_answer"
    CALLED = "called"
    RECTIFIED = "rectified"


_S, _K = RectificationState, NoteKind
MOVES: dict[tuple[RectificationState, NoteKind], RectificationState] = {
    (_S.OPEN, _K.NO_ANSWER): _S.OPEN,
    (_S.OPEN, _K.CALLED): _S.CALLED,
    (_S.CALLED, _K.CALLED): _S.CALLED,
    (_S.CALLED, _K.RECTIFIED): _S.RECTIFIED,
}


def moved(state: RectificationState, kind: NoteKind) -> RectificationState:
    """Where it stands then. Raises Conflict `ratings.not_possible_now`."""
    after = MOVES.get((state, kind))
    if after is None:
        raise errors.not_possible_now()
    return after


@dataclass(frozen=True, slots=True)
class Rated(Event):
    """A contact of an application was rated, rated anew, or something was done about it."""

    application_id: UUID


@dataclass(frozen=True, slots=True)
class Given:
    """A rating as it was given, checked."""

    level: Level
    reasons: tuple[Reason, ...]
    words: str


def checked(level: str, reasons: Collection[str], words: str) -> Given:
    """A rating in its one form.

    Raises Invalid `ratings.level_needed`, `ratings.unknown_reason`, `ratings.words_too_long`.
    """
    if level not in {str(int(each)) for each in Level}:
        raise errors.level_needed()
    if not set(reasons) <= {str(each) for each in Reason}:
        raise errors.unknown_reason()
    text = words.strip()
    if len(text) > LONGEST_WORDS:
        raise errors.words_too_long(LONGEST_WORDS)
    chosen = tuple(each for each in Reason if each in set(reasons))
    return Given(Level(int(level)), chosen, text)


@dataclass(frozen=True, slots=True)
class RatingRules:
    """What holds from the day `since`: natural days in which a rating may be changed; working days
    to call back and to put right (clock H).
    """

    since: date
    change_days: int
    call_back_days: int
    rectify_days: int


def rules_on(rules: Iterable[RatingRules], day: date) -> RatingRules:
    """The rules of that day; the earliest before any began."""
    known = sorted(rules, key=lambda each: each.since)
    held = [each for each in known if each.since <= day]
    return held[-1] if held else known[0]


def may_change(first: date, today: date, rules: RatingRules) -> bool:
    """Whether a rating first given on `first` may still be changed."""
    return today <= first + timedelta(days=rules.change_days)


@dataclass(frozen=True, slots=True)
class Dues:
    """Clock H: the last days to call back and to put right."""

    call_back: date
    rectify: date


def dues(opened: date, rules: RatingRules, calendar: WorkingCalendar) -> Dues:
    """Counted in working days from the next one, as every limit."""
    return Dues(
        calendar.add_working_days(opened, rules.call_back_days).day,
        calendar.add_working_days(opened, rules.rectify_days).day,
    )


@dataclass(frozen=True)
class PutRight(Event):
    """What somebody rated badly was put right, and what was done is written down."""

    rectification_id: UUID
    application_id: UUID
    person_id: UUID
