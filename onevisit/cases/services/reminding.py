"""催办: who must act is reminded before the limit runs out, once for each limit."""

from datetime import date

from django.conf import settings

from onevisit.cases.models import Case, Reminder
from onevisit.cases.rules.chasing import ReminderKind, RemindRule, days_on, horizon, is_near
from onevisit.cases.rules.lifecycle import Action, CaseState
from onevisit.cases.services.holding import Held
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
    """Remind the applicant of each limit of theirs that is near; returns how many reminders were
    new. Nobody is reminded on the day on which they were told.
    """
    until = near_until(held.calendar, held.today)
    if until is None:
        return 0
    fresh = [reminder for case in held.cases if (reminder := _reminder(held, case, until))]
    for reminder in fresh:
        held.note("remind", reminder.case, limit=reminder.kind, on=reminder.due_on.isoformat())
    Reminder.objects.bulk_create(fresh)
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


_KINDS = {
    CaseState.CORRECTION_REQUESTED: ReminderKind.CORRECTION,
    CaseState.ACCEPTED: ReminderKind.DEFERRAL,
    CaseState.IN_REVIEW: ReminderKind.DEFERRAL,
    CaseState.SUSPENDED: ReminderKind.DEFERRAL,
}
"""Whose limit `lapses_on` is, where it is the applicant's."""

_TELLING = frozenset({Action.REQUEST_CORRECTION, Action.ACCEPT_DEFERRED})
