"""When a year's working days are published or amended, running limits are counted anew: a job.

Entering a notice only orders the work. It is done application by application, each in a transaction
of its own that also moves the cursor on: killed at any moment it goes on where it was, and nothing
is counted twice. Until it is done the row of a case says what its last event says, counted by the
calendar of that event.
"""

import logging
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from onevisit.accounts.rules import SYSTEM
from onevisit.cases.models import (
    Application,
    Case,
    Obligation,
    Recount,
    RecountedLimit,
    Task,
)
from onevisit.cases.queries.calendar import REACHING
from onevisit.cases.queries.commitments import check_days_of
from onevisit.cases.rules.fold import COLUMNS, fold, limits_from
from onevisit.cases.rules.lifecycle import EXTENDING, Action
from onevisit.cases.rules.obligations import ObligationState
from onevisit.cases.rules.recounting import Recounted, lateness, recounted
from onevisit.cases.rules.submission import promise_of
from onevisit.cases.services.commitments import recount_check
from onevisit.cases.services.holding import Held, hold_cases
from onevisit.guidance.rules.checklist import checklist
from onevisit.kernel import clock
from onevisit.kernel.alone import alone
from onevisit.kernel.calendar import CalendarPublished, WorkingCalendar
from onevisit.kernel.queries import calendar_at

BATCH = 200
_log = logging.getLogger(__name__)

_OTHER = """
UNION SELECT id FROM cases_application
    WHERE state = 'submitted' AND (promise_provisional OR promised_on >= %(first)s)
UNION SELECT c.application_id FROM cases_obligation o JOIN cases_case c ON c.id = o.case_id
    WHERE o.state = 'open' AND o.due_on >= %(first)s
"""
_NEXT = f"""
SELECT application_id FROM ({REACHING} {_OTHER}) AS reaching
WHERE %(cursor)s::uuid IS NULL OR application_id > %(cursor)s::uuid
ORDER BY application_id LIMIT {BATCH}
"""  # noqa: S608


def order_recount(event: CalendarPublished) -> None:
    """Order the work, in the transaction that enters the notices; the first of them all finds none
    before there are cases.
    """
    if event.revision == 1 and not Case.objects.exists():
        return
    Recount.objects.create(
        revision=event.revision, years=sorted(event.years), ordered_at=clock.now()
    )


def recount_limits() -> int:
    """Do what the notices entered left to do, the older first; returns how many cases moved on.

    Safe at any time and from several processes: who comes second finds it being done.
    """
    with alone("recounting of limits") as mine:
        waiting = Recount.objects.filter(finished_at=None).order_by("revision") if mine else ()
        return sum(_work(run) for run in list(waiting))


def _work(run: Recount) -> int:
    if run.cursor is None:
        _wait_for_writers()
    before = run.cases
    for application_id in [*_retried(run), *_following(run)]:
        try:
            _recount(run, application_id)
        except Exception:
            _log.exception("the limits of application %s were not counted anew", application_id)
            _leave(run, application_id)
    if not run.left:
        run.finished_at = clock.now()
        run.save(update_fields=["finished_at"])
    return run.cases - before


def _retried(run: Recount) -> list[UUID]:
    return [UUID(each) for each in run.left]


def _following(run: Recount) -> Iterator[UUID]:
    """The applications after the cursor, looked up a batch at a time as it moves on."""
    first = date(min(run.years), 1, 1)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, {"first": first, "cursor": run.cursor})
            found = [row[0] for row in cursor.fetchall()]
        yield from found
        if len(found) < BATCH:
            return


def _leave(run: Recount, application_id: UUID) -> None:
    """Go on without one that failed; it is tried again with the next look."""
    kept = {*run.left, str(application_id)}
    _move_on(run, application_id, left=sorted(kept), cases=0)


def _move_on(run: Recount, application_id: UUID, *, left: list[str], cases: int) -> None:
    run.cursor = max(run.cursor or application_id, application_id)
    run.left, run.cases = left, run.cases + cases
    run.save(update_fields=["cursor", "left", "cases"])


def _wait_for_writers() -> None:
    """Let every act that may have read the old calendar end first.

    Each act locks its application before it reads the calendar, so a lock on the table that even
    row locks exclude, let go at once, is enough: whoever comes after it reads the new revision.
    """
    table = connection.ops.quote_name(Application._meta.db_table)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")


def _recount(run: Recount, application_id: UUID) -> None:
    """One application, and the cursor behind it, in one transaction."""
    with transaction.atomic():
        locked = Application.objects.select_for_update().get(id=application_id)
        held = hold_cases(locked, SYSTEM)
        old = calendar_at(run.revision - 1)
        report: list[RecountedLimit] = []
        for case in held.cases:
            if case.ended_at is None:
                report += _recount_case(held, case, run, old)
            report += _recount_obligations(held, case, run, old)
        moved = len(held.moved)
        _recount_promise(held)
        held.write()
        RecountedLimit.objects.bulk_create(report)
        left = [each for each in run.left if each != str(application_id)]
        _move_on(run, application_id, left=left, cases=moved)


def _recount_case(
    held: Held, case: Case, run: Recount, old: WorkingCalendar
) -> list[RecountedLimit]:
    """An event in the case if its row changes; the report also names what an act of these last
    moments counted by the new calendar already.
    """
    limits = limits_from(held.item(case).regime, case.promise_days, case.ordered_days)
    history = held.histories[case.id]
    changed = recounted(history, limits, old, held.calendar)
    folded = fold(history, limits, held.calendar)
    if any(getattr(case, name) != getattr(folded, name) for name in COLUMNS):
        days = {str(each.kind): [each.was.isoformat(), each.became.isoformat()] for each in changed}
        held.move(case, Action.RECOUNT, automatic=True, facts={"limits": days})
    _recount_tasks(held, case)
    if case.submitted_at > run.ordered_at:  # never counted by the old one
        return []
    return [_line(run, case, each, held.today) for each in changed]


def _line(run: Recount, case: Case, each: Recounted, today: date) -> RecountedLimit:
    return RecountedLimit(
        recount=run,
        case=case,
        clock=each.kind,
        was=each.was,
        became=each.became,
        lateness=each.lateness(today),
    )


def _recount_tasks(held: Held, case: Case) -> None:
    """The inner limits of what waits."""
    item = held.item(case)
    limits = {step.key: step.limit for step in item.steps if step.limit}
    for task in held.open_tasks(case):
        if task.due_on is not None and task.step in limits:
            opened = clock.local_date(task.opened_at)
            due = held.calendar.add_days(opened, limits[task.step], item.regime.unit).day
            if due != task.due_on:
                Task.objects.filter(id=task.id).update(due_on=due)


def _recount_obligations(
    held: Held, case: Case, run: Recount, old: WorkingCalendar
) -> list[RecountedLimit]:
    """Commitments to be checked outlive the case; a day that an officer named stays."""
    if case.decided_at is None or not held.item(case).takes_commitments:
        return []
    report = []
    days = check_days_of(held.application, case.part)
    for row in Obligation.objects.filter(case=case, state=ObligationState.OPEN):
        made, limit = clock.local_date(row.made_at), days.get(row.material)
        if limit is None or row.due_on != old.add_working_days(made, limit).day:
            continue
        due = held.calendar.add_working_days(made, limit).day
        if due == row.due_on:
            continue
        line = RecountedLimit(
            recount=run,
            case=case,
            clock="G",
            material=row.material,
            was=row.due_on,
            became=due,
            lateness=lateness(row.due_on, due, held.today),
        )
        recount_check(held, case, row, due)
        report.append(line)
    return report


def _recount_promise(held: Held) -> None:
    application = held.application
    if application.submitted_at is None or application.ended_at is not None:
        return
    listed = checklist(held.offer.offer, application.answers)
    promise = promise_of(listed, held.calendar, clock.local_date(application.submitted_at))
    day, provisional = (promise.day, promise.provisional) if promise else (None, False)
    for case in held.cases:
        due = case.promised_due or application.promised_on
        extended = any(each.action in EXTENDING for each in held.histories[case.id])
        if extended and day is not None and due is not None and due > day:
            day, provisional = due, case.provisional
    if (application.promised_on, application.promise_provisional) != (day, provisional):
        application.promised_on, application.promise_provisional = day, provisional
        application.save(update_fields=["promised_on", "promise_provisional"])
