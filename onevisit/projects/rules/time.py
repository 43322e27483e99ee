"""Whose time each day of a project was 全流程用时: government, statutory procedure, intermediary or
owner.

A day belongs to who held the project when the day began: what is handed in today is the
government's from tomorrow on, as limits are counted (行政许可法 art. 82). While several things run
beside each other the day is the first's of the order of `Holder`: as long as one office works, it
is the government's time. Where nobody else holds anything, it is the owner's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from onevisit.cases.rules.lifecycle import Action, CaseState
from onevisit.kernel.calendar import WorkingCalendar

DAY = timedelta(days=1)


class Holder(StrEnum):
    """Whose day it is; of several who hold something the first here."""

    GOVERNMENT = "government"
    STATUTORY = "statutory"  # hearing, publication, expert review: a procedure the law asks for
    INTERMEDIARY = "intermediary"  # survey, drawing review, testing: a third party at work
    OWNER = "owner"


class Why(StrEnum):
    """What somebody does with the project, or what it waits for."""

    INTAKE = "intake"  # it is looked at whether it can be accepted
    REVIEW = "review"
    ISSUE = "issue"  # granted, the document is being made
    OUTSIDE = "outside"  # an intermediary reviews it
    PROCEDURE = "procedure"  # a special procedure runs; the clocks stand still
    WORK = "work"  # an intermediary's own work: survey, design, study
    CORRECT = "correct"  # told what is missing, the owner mends it
    MEND = "mend"  # several departments told what to change in the drawings, the owner mends them
    PAY = "pay"  # the fee is known and not paid yet; the clocks stand still
    COLLECT = "collect"  # the result waits for the owner
    PREPARE = "prepare"  # nothing is handed in


@dataclass(frozen=True, slots=True)
class Moved:
    """What is read of one event of a case; `procedure`: the kind of a special procedure."""

    action: Action
    after: CaseState
    day: date
    procedure: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """Somebody holds `what` on every day from `since` to before `until`; None: still."""

    since: date
    until: date | None
    holder: Holder
    what: str
    why: Why
    procedure: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on end, `last` included, that are one holder's for the same reasons."""

    first: date
    last: date
    holder: Holder
    because: tuple[Hold, ...]
    working: int

    @property
    def days(self) -> int:
        """Calendar days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Spent:
    """Calendar days, and the working days among them."""

    days: int = 0
    working: int = 0


_HELD: Mapping[CaseState, tuple[Holder, Why]] = {
    CaseState.SUBMITTED: (Holder.GOVERNMENT, Why.INTAKE),
    CaseState.CORRECTION_REQUESTED: (Holder.OWNER, Why.CORRECT),
    CaseState.IN_REVIEW: (Holder.GOVERNMENT, Why.REVIEW),
    CaseState.SUSPENDED: (Holder.STATUTORY, Why.PROCEDURE),
    CaseState.APPROVED: (Holder.GOVERNMENT, Why.ISSUE),
    CaseState.ISSUED: (Holder.OWNER, Why.COLLECT),
}
"""Who holds a case in a state; one that waits for an earlier part is held with that part."""

BY_THIRD_PARTIES: frozenset[str] = frozenset({"inspection", "testing", "quarantine", "appraisal"})
"""Special procedures that are an intermediary's work; the others are acts the law asks for."""


def holds_of(moves: Sequence[Moved], what: str, *, outside: bool = False) -> tuple[Hold, ...]:
    """Who held a case when, from its events in order. `outside`: an intermediary reviews it."""
    found, owing, mending = [], False, False
    for index, move in enumerate(moves):
        later = moves[index + 1].day + DAY if index + 1 < len(moves) else None
        owing = move.action is Action.FEE_ASKED or (owing and move.action is not Action.FEE_SETTLED)
        mending = move.action is Action.MEND_ASKED or (
            mending and move.action is not Action.MEND_OVER
        )
        held = _held(move, outside=outside)
        if (owing or mending) and held is not None:
            held = Holder.OWNER, Why.PAY if owing else Why.MEND
        since = move.day + DAY
        if held is not None and (later is None or since < later):
            holder, why = held
            procedure = move.procedure if why is Why.PROCEDURE else ""
            found.append(Hold(since, later, holder, what, why, procedure))
    return tuple(found)


def _held(move: Moved, *, outside: bool) -> tuple[Holder, Why] | None:
    if move.action is Action.PRE_RETURN:
        return Holder.OWNER, Why.CORRECT
    if outside and move.after is CaseState.IN_REVIEW:
        return Holder.INTERMEDIARY, Why.OUTSIDE
    if move.after is CaseState.SUSPENDED and move.procedure in BY_THIRD_PARTIES:
        return Holder.INTERMEDIARY, Why.PROCEDURE
    return _HELD.get(move.after)


def attribute(
    holds: Iterable[Hold], first: date, last: date, calendar: WorkingCalendar
) -> tuple[Stretch, ...]:
    """Every day from `first` to `last`, each once, by whose it was; () when `last` is before."""
    if last < first:
        return ()
    within = [h for h in holds if h.since <= last and (h.until is None or h.until > first)]
    cuts = {first, *(h.since for h in within), *(h.until for h in within if h.until is not None)}
    starts = sorted(day for day in cuts if first <= day <= last)
    found: list[Stretch] = []
    for start, end in zip(starts, [*starts[1:], last + DAY], strict=True):
        standing = [h for h in within if h.since <= start and (h.until is None or start < h.until)]
        found.append(_stretch(standing, start, end - DAY, calendar))
    return tuple(_joined(found))


def _stretch(
    standing: Sequence[Hold], first: date, last: date, calendar: WorkingCalendar
) -> Stretch:
    order = list(Holder)
    holder = min((h.holder for h in standing), key=order.index, default=Holder.OWNER)
    because = tuple(h for h in standing if h.holder is holder)
    working = calendar.working_days_between(first - DAY, last)
    return Stretch(first, last, holder, because, working)


def _joined(stretches: Iterable[Stretch]) -> Iterable[Stretch]:
    """Neighbours that differ only in what somebody else did meanwhile are one."""
    waiting: Stretch | None = None
    for each in stretches:
        if waiting is None:
            waiting = each
        elif (waiting.holder, waiting.because) == (each.holder, each.because):
            working = waiting.working + each.working
            waiting = Stretch(waiting.first, each.last, each.holder, each.because, working)
        else:
            yield waiting
            waiting = each
    if waiting is not None:
        yield waiting


def spent(stretches: Iterable[Stretch]) -> dict[Holder, Spent]:
    """The days of each holder; together they are all days there are."""
    found = dict.fromkeys(Holder, Spent())
    for each in stretches:
        so_far = found[each.holder]
        found[each.holder] = Spent(so_far.days + each.days, so_far.working + each.working)
    return found
