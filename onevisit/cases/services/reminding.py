"""催办: who must act is reminded before the limit runs out, once for each limit."""

from datetime import date

from django.conf import settings

from onevisit.cases.models import Case, Obligation, RedCard, Reminder
from onevisit.cases.queries.pinning import about
from onevisit.cases.rules.chasing import ReminderKind, RemindRule, days_on, horizon, is_near
from onevisit.cases.rules.events import CaseGrew, LimitNear
from onevisit.cases.rules.lifecycle import Action, CaseState
from onevisit.cases.rules.obligations import ObligationState
from onevisit.cases.services.holding import Held
from onevisit.cases.services.mending import mending_reminders
from onevisit.kernel import events
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.clock import local_date


def remind_rules() -> tuple[RemindRule, ...]:
    """The dated rules of `settings.REMIND_DAYS_BEFORE`."""
    return tuple(
        RemindRule(date.fromisoformat(since), days) for since, days in settings.REMIND_DAYS_BEFORE
    )


def near_until(calendar: WorkingCalendar, today: date) -> date | None:
    """The last limit of which who must act is reminded today; None while nobody is."""
    days = days_on(remind_rules(), today)
    return None if days is None else horizon(calendar, today, days)


def remind(held: Held) -> int:
    """Remind who must act of each limit that is near; returns how many reminders were new. No
    applicant is reminded on the day on which they were told.
    """
    until = near_until(held.calendar, held.today)
    if until is None:
        return 0
    fresh = [reminder for case in held.cases if (reminder := _reminder(held, case, until))]
    fresh += _of_obligations(held, until)
    fresh += mending_reminders(held, until)
    for reminder in fresh:
        held.note("remind", reminder.case, limit=reminder.kind, on=reminder.due_on.isoformat())
    Reminder.objects.bulk_create(fresh)
    for row in fresh:
        near = (row.case_id, row.case.name, row.kind, row.due_on, row.at)
        events.publish(LimitNear(about(held.application), *near))
    return len(fresh)


def _reminder(held: Held, case: Case, until: date) -> Reminder | None:
    """What is to be written for a case; None when nothing is near, or it was."""
    due, kind = case.lapses_on, _KINDS.get(CaseState(case.state))
    if due is None or kind is None or not is_near(due, held.today, until):
        return None
    told = [e.effective_at for e in held.histories[case.id] if e.action in _TELLING]
    known = Reminder.objects.filter(case=case, kind=kind, due_on=due)
    if local_date(told[-1]) >= held.today or known.exists():
        return None
    return Reminder(case=case, kind=kind, due_on=due, at=held.at)


def _of_obligations(held: Held, until: date) -> list[Reminder]:
    """Of commitments to be checked the office is reminded, of what is to be put right the
    applicant; several of one case are one reminder.
    """
    found: dict[tuple[object, ...], Reminder] = {}
    for row in running_obligations(held):
        if is_near(row.due_on, held.today, until):
            kind = ReminderKind.CHECK if row.state == _OPEN else ReminderKind.PUT_RIGHT
            case = held.case(row.case_id)
            reminder = Reminder(case=case, kind=kind, due_on=row.due_on, at=held.at)
            found[case.id, kind, row.due_on] = reminder
    if not found:
        return []
    rows = Reminder.objects.filter(case__in=held.cases)
    known = {(r.case_id, r.kind, r.due_on) for r in rows}
    return [reminder for key, reminder in found.items() if key not in known]


def show_cards(held: Held) -> int:
    """红牌 for each case whose commitments nobody checked in time; returns how many were new."""
    late = {
        row.case_id: row.due_on
        for row in running_obligations(held)
        if row.state == _OPEN and row.due_on < held.today
    }
    if not late:
        return 0
    known = RedCard.objects.filter(case__in=late, kind="not_checked")
    fresh = late.keys() - set(known.values_list("case_id", flat=True))
    for case_id in fresh:
        case = held.case(case_id)
        granted = next(e.seq for e in held.histories[case_id] if e.action is Action.APPROVE)
        RedCard.objects.create(
            case=case,
            event_seq=granted,
            kind="not_checked",
            due_on=late[case_id],
            shown_at=held.at,
        )
        held.note("not_checked", case, on=late[case_id].isoformat())
        events.publish(CaseGrew(case_id, held.at))
    return len(fresh)


_OPEN = ObligationState.OPEN.value


def running_obligations(held: Held) -> list[Obligation]:
    """Those that somebody must still act on; no query where no definition knows a commitment."""
    able = [
        case.id
        for case in held.cases
        if case.decided_at and (case.examined or held.item(case).takes_commitments)
    ]
    if not able:
        return []
    states = [_OPEN, ObligationState.ORDERED.value]
    return list(Obligation.objects.filter(case__in=able, state__in=states).order_by("due_on"))


_KINDS = {
    CaseState.CORRECTION_REQUESTED: ReminderKind.CORRECTION,
    CaseState.ACCEPTED: ReminderKind.DEFERRAL,
    CaseState.IN_REVIEW: ReminderKind.DEFERRAL,
    CaseState.SUSPENDED: ReminderKind.DEFERRAL,
}
"""Whose limit `lapses_on` is, where it is the applicant's."""

_TELLING = frozenset({Action.REQUEST_CORRECTION, Action.ACCEPT_DEFERRED})
