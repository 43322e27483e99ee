"""From what happened to whom it concerns: by one worker at a time, in the order of each case.

The events of a case are committed in their order, since whoever moves it holds its application. So
whoever sees one of them here sees those before it.
"""

from django.db import transaction

from onevisit.kernel import clock, rows
from onevisit.kernel.alone import alone
from onevisit.reporting.models import Happened

AT_ONCE = 500
_LOCK = "reporting.plan"
_MAKE_DUE = """
INSERT INTO reporting_due (case_id, since) SELECT DISTINCT unnest(%s::uuid[]), %s::timestamptz
ON CONFLICT (case_id) DO UPDATE SET since = reporting_due.since
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
        waiting = list(Happened.objects.order_by("case_id", "seq")[:limit])
        if waiting:
            cases = list({each.case_id for each in waiting})
            rows.execute(_MAKE_DUE, [sorted(cases), clock.now()])
            Happened.objects.filter(id__in=[each.id for each in waiting]).delete()
        return len(waiting)
