"""上门踏勘前的提醒: the applicant is reminded on the last working day before officers come."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from onevisit.accounts.rules import SYSTEM
from onevisit.audit import services as audit
from onevisit.audit.rules import Act
from onevisit.cases.models import Application, JointAct, JointEvent, Reminder
from onevisit.cases.queries.pinning import about
from onevisit.cases.rules.chasing import ReminderKind
from onevisit.cases.rules.events import LimitNear
from onevisit.cases.rules.joint import ActMove, ActState
from onevisit.kernel import clock, events, rows
from onevisit.kernel.alone import alone
from onevisit.kernel.queries import load_calendar

AT_ONCE = 200
_TELLING = (ActMove.PLAN, ActMove.MOVE)


def remind_of_visits() -> int:
    """Remind of each appointment that is near, once for each day it is set to; how many were told.
    Who was told of the day itself only today is not reminded today.
    """
    today = clock.today()
    until = load_calendar().add_working_days(today, 1).day
    known = Reminder.objects.filter(
        kind=ReminderKind.VISIT,
        due_on=OuterRef("on"),
        case__application_id=OuterRef("application_id"),
    )
    near = JointAct.objects.filter(~Exists(known), state=ActState.PLANNED, on__gt=today)
    with alone("reminding of visits") as mine:
        ids = near.filter(on__lte=until).order_by("on").values_list("id", flat=True)
        return sum(_remind(each) for each in ids[:AT_ONCE]) if mine else 0


def _remind(act_id: UUID) -> bool:
    with transaction.atomic():
        act = JointAct.objects.get(id=act_id)
        application = Application.objects.select_for_update().get(id=act.application_id)
        act.refresh_from_db()
        told = JointEvent.objects.filter(act=act, move__in=_TELLING).order_by("-seq")
        last = told.select_related("case")[0]
        now, case = clock.now(), last.case
        fresh = act.state == ActState.PLANNED and clock.local_date(last.at) < clock.today()
        if not fresh or case is None:
            return False
        row = Reminder(case=case, kind=ReminderKind.VISIT, due_on=act.on, at=now)
        if not rows.insert_unless_there(row):
            return False
        facts = {"limit": row.kind, "on": row.due_on.isoformat()}
        told_of = Act("cases.remind", "cases.case", case.id, facts, case.department_id)
        audit.record_many([told_of], actor=SYSTEM)
        near = (case.id, case.name, row.kind, row.due_on, now)
        events.publish(LimitNear(about(application), *near))
        return True
