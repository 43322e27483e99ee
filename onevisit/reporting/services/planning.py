"""From what happened to whom it concerns: by one worker at a time, in the order of each case.

The events of a case are committed in their order, since whoever moves it holds its application. So
whoever sees one of them here sees those before it.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction

from onevisit.cases.queries.reported import departments_of
from onevisit.kernel import clock, rows
from onevisit.kernel.alone import alone
from onevisit.reporting.models import Call, FeedEntry, Happened, Office, Subscription
from onevisit.reporting.services.feeding import feed

AT_ONCE = 500
_LOCK = "reporting.plan"
_ENLIST = """
INSERT INTO reporting_officecase (id, office_id, case_id, due)
SELECT gen_random_uuid(), %s, unnest(%s::uuid[]), true
ON CONFLICT (office_id, case_id) DO UPDATE SET due = true
"""
_MAKE_DUE = """
INSERT INTO reporting_due (case_id, since, lacks)
SELECT DISTINCT unnest(%s::uuid[]), %s::timestamptz, '[]'::jsonb
ON CONFLICT (case_id) DO UPDATE SET since = reporting_due.since, lacks = '[]'
"""


def plan(limit: int = AT_ONCE) -> int:
    """Pass on what happened; returns how much was passed on. Nothing where another is at it."""
    done = 0
    with alone(_LOCK) as mine:
        while mine and (some := _pass_on(limit)) > 0:
            done += some
    return done


def _pass_on(limit: int) -> int:
    with transaction.atomic():
        waiting = list(Happened.objects.order_by("case_id", "seq", "id")[:limit])
        if waiting:
            cases = list({each.case_id for each in waiting if not each.news})
            rows.execute(_MAKE_DUE, [sorted(cases), clock.now()])
            theirs = departments_of(cases)
            _make_calls(feed((e for e in waiting if e.seq is not None or e.news), theirs))
            _enlist(theirs)
            Happened.objects.filter(id__in=[each.id for each in waiting]).delete()
        return len(waiting)


def _make_calls(entries: Iterable[FeedEntry]) -> None:
    """What a department is told, once for each of its systems that hear of cases."""
    joined = list(Subscription.objects.filter(ended_at=None).values_list("id", "department_id"))
    now = clock.now()
    rows.insert(
        Call(
            subscription_id=one,
            case_id=each.case_id,
            seq=each.seq,
            news=each.news,
            facts=each.facts,
            made_at=now,
            due_at=now,
        )
        for each in entries
        for one, department_id in joined
        if each.department_id == department_id
    )


def _enlist(theirs: Mapping[UUID, UUID]) -> None:
    """What an office that works by files has of these goes into its next file."""
    offices = dict(Office.objects.values_list("department_id", "id"))
    for department_id, office_id in offices.items():
        own = [case_id for case_id, department in theirs.items() if department == department_id]
        if own:
            rows.execute(_ENLIST, [office_id, sorted(own)])
