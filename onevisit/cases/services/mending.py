"""改图期限: the days in which the applicant mends reviewed drawings are theirs, not the office's.

From the letter with all comments until the revised version comes, the clocks stand still and the
applicant's own runs. It ends like every limit of an applicant: what does not come is returned
(退件), by itself. More days are asked for once; no limit waits for a decision, so what nobody has
answered when the days are over is allowed.
"""

from datetime import date

from onevisit.cases.errors.drawings import more_not_asked
from onevisit.cases.models import Case, DrawingReview, Reminder
from onevisit.cases.queries.pinning import about
from onevisit.cases.rules.chasing import ReminderKind, is_near
from onevisit.cases.rules.clocks import waits_for_drawings
from onevisit.cases.rules.drawings import DrawingsMove, MoreDays, ReviewState, why_lapsed
from onevisit.cases.rules.events import MendingAnswered
from onevisit.cases.rules.lifecycle import Action
from onevisit.cases.services.drawing_news import tell_end
from onevisit.cases.services.holding import Held
from onevisit.kernel import events
from onevisit.kernel.calendar import DayUnit
from onevisit.kernel.clock import local_date


def ask_to_mend(held: Held, case: Case, until: date) -> None:
    """The applicant was told what to change by that day; from here on the time is theirs."""
    held.move(case, Action.MEND_ASKED, limit_on=until)


def stop_mending(held: Held, case: Case) -> None:
    """The clocks go on, if they stood still for the drawings. Of letters that went out before
    there was this limit nothing stands still.
    """
    if mends(held, case):
        held.move(case, Action.MEND_OVER)


def mends(held: Held, case: Case) -> bool:
    """Whether the limit of the applicant for the drawings runs."""
    running = case.paused and case.decided_at is None and case.ended_at is None
    return running and waits_for_drawings(e.action for e in held.histories.get(case.id, ()))


def return_unmended(held: Held) -> int:
    """退件 of each case whose revised drawings did not come in time; returns how many. Each
    department in the review hears of it.
    """
    late = [
        row
        for row in _waiting(held)
        if row.due_on < held.today and not goes_on_unanswered(held, row)
    ]
    for row in late:
        case = held.case(row.case_id)
        row.state, row.closed_at, row.closed_by_name = ReviewState.FAILED, held.at, "system"
        row.reason = why_lapsed(row.due_on)
        row.save()
        held.move(case, Action.RETURN, automatic=True, facts={"why": "not_mended"})
        tell_end(row, DrawingsMove.LAPSED, list(row.seats.all()), case, held.application)
    return len(late)


def settle_more(
    held: Held, row: DrawingReview, *, allow: bool, why: str, automatic: bool = False
) -> None:
    """More days are allowed or refused; the caller holds the case and writes. Raises Conflict
    `cases.drawing_more_not_asked`.
    """
    if row.more_state != MoreDays.ASKED or row.state != ReviewState.MENDING:
        raise more_not_asked()
    case = held.case(row.case_id)
    if allow:
        row.due_on = held.calendar.add_days(row.due_on, row.more_days or 0, DayUnit.WORKING).day
        held.move(case, Action.MEND_LONGER, limit_on=row.due_on, automatic=automatic)
    row.more_state = MoreDays.ALLOWED if allow else MoreDays.REFUSED
    by = "" if automatic else held.actor.name
    said = {"at": held.at.isoformat(), "by": by, "answer": why, "until": row.due_on.isoformat()}
    row.more = {**row.more, **said}
    row.save()
    held.note("drawings_more_answer", case, outcome=str(row.more_state))
    stands = (about(held.application), row.id, case.name, row.due_on, held.at)
    events.publish(MendingAnswered(*stands))


def goes_on_unanswered(held: Held, row: DrawingReview) -> bool:
    """Whether days that were over go on, since nobody had answered who asked for more."""
    if row.more_state != MoreDays.ASKED:
        return False
    settle_more(held, row, allow=True, why="", automatic=True)
    return row.due_on >= held.today


def mending_reminders(held: Held, until: date) -> list[Reminder]:
    """What is to be written of drawings that are still to come: before the day, and on it."""
    fresh = []
    for row in _waiting(held):
        if not is_near(row.due_on, held.today, until):
            continue
        on_the_day = row.due_on == held.today
        kind = ReminderKind.MENDING_DAY if on_the_day else ReminderKind.MENDING
        asked = [e for e in held.histories[row.case_id] if e.action is Action.MEND_ASKED]
        known = Reminder.objects.filter(case_id=row.case_id, kind=kind, due_on=row.due_on)
        if local_date(asked[-1].effective_at) < held.today and not known.exists():
            case = held.case(row.case_id)
            fresh.append(Reminder(case=case, kind=kind, due_on=row.due_on, at=held.at))
    return fresh


def _waiting(held: Held) -> list[DrawingReview]:
    """Reviews that wait for the applicant; no query where no clock says so."""
    able = [case.id for case in held.cases if mends(held, case)]
    if not able:
        return []
    return list(DrawingReview.objects.filter(case__in=able, state=ReviewState.MENDING))
