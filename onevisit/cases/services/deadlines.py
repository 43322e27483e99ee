"""When a year's working days are published, what was counted on a guess is counted anew."""

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction
from django.db.models import Prefetch, Q, QuerySet

from onevisit.accounts.rules import SYSTEM
from onevisit.audit import services as audit
from onevisit.audit.rules import Act
from onevisit.cases.models import Application, Case, CaseEvent
from onevisit.cases.queries.pinning import happenings, pinned
from onevisit.cases.rules.fold import COLUMNS, fold, limits_from
from onevisit.cases.rules.lifecycle import EXTENDING
from onevisit.cases.rules.submission import promise_of
from onevisit.guidance.rules.checklist import checklist
from onevisit.kernel import clock
from onevisit.kernel.calendar import CalendarPublished, WorkingCalendar
from onevisit.kernel.queries import load_calendar

BATCH = 200


def recount(event: CalendarPublished) -> None:
    """Fold anew, under the calendar now in force, every case that runs or whose days reach those
    years.

    Runs in the transaction that enters the notices, so that events fold to their rows at any time.
    """
    reaching = _reaching(date(min(event.years), 1, 1)).values("application_id")
    with transaction.atomic():
        _wait_for_writers()
        calendar = load_calendar()
        rows = (
            Application.objects.select_for_update(of=("self",))
            .filter(id__in=reaching)
            .order_by("id")
            .prefetch_related(
                "cases",
                Prefetch("cases__events", queryset=CaseEvent.objects.order_by("seq")),
            )
        )
        changed: list[Act] = []
        for application in rows.iterator(chunk_size=BATCH):
            changed += _recount_cases(application, calendar)
            _recount_promise(application, calendar)
        audit.record_many(changed, actor=SYSTEM)


def _wait_for_writers() -> None:
    """Let every act that may have read the old calendar end first, and keep new ones waiting.

    Each act locks its application before it reads the calendar, so a lock on the table that even
    row locks exclude is enough, and costs the acts nothing. Notices come once a year.
    """
    table = connection.ops.quote_name(Application._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")


def _reaching(first: date) -> QuerySet[Case]:
    """Cases that run, or whose due days lie on or after `first`."""
    found = Q(ended_at__isnull=True)
    for column in ("intake_due", "legal_due", "promised_due", "delivery_due"):
        found |= Q(**{f"{column}__gte": first})
    return Case.objects.filter(found)


def _recount_cases(application: Application, calendar: WorkingCalendar) -> Iterable[Act]:
    for case in application.cases.all():
        item = pinned(application).offer.part(case.part).item
        folded = fold(
            happenings(case.events.all()), limits_from(item.regime, case.promise_days), calendar
        )
        fresh = {name: getattr(folded, name) for name in COLUMNS}
        differing = [name for name, value in fresh.items() if getattr(case, name) != value]
        if differing:
            for name in differing:
                setattr(case, name, fresh[name])
            case.save(update_fields=differing)
            facts = {"calendar": calendar.revision, "columns": differing}
            yield Act("cases.recount", "cases.case", case.id, facts, case.department_id)


def _recount_promise(application: Application, calendar: WorkingCalendar) -> None:
    if application.submitted_at is None:
        return
    listed = checklist(pinned(application).offer, application.answers)
    promise = promise_of(listed, calendar, clock.local_date(application.submitted_at))
    day, provisional = (promise.day, promise.provisional) if promise else (None, False)
    for case in application.cases.all():
        due = case.promised_due or application.promised_on
        extended = any(event.action in EXTENDING for event in case.events.all())
        if extended and day is not None and due is not None and due > day:
            day, provisional = due, case.provisional
    if (application.promised_on, application.promise_provisional) != (day, provisional):
        application.promised_on, application.promise_provisional = day, provisional
        application.save(update_fields=["promised_on", "promise_provisional"])
