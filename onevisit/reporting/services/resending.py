"""What was refused goes again by hand, once whoever looks after it knows that it may be taken."""

from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit import services as audit
from onevisit.kernel import clock, rows
from onevisit.reporting.errors import no_such_row
from onevisit.reporting.models import Due, Row
from onevisit.reporting.rules.changes import require_refused


def resend(*, row_id: UUID, actor: Actor) -> None:
    """The next batch says the row again as it stands then.

    Raises Refused `accounts.not_permitted`, NotFound `reporting.no_such_row`, Conflict
    `reporting.not_refused`.
    """
    require(actor, Permission.REPORTING_KEEP)
    with transaction.atomic():
        row = Row.objects.select_for_update().filter(id=row_id).first()
        if row is None:
            raise no_such_row()
        require_refused(row.refused)
        row.refused = ""
        rows.update(row, ("refused",))
        if not rows.insert_unless_there(Due(case_id=row.case_id, since=clock.now())):
            Due.objects.filter(case_id=row.case_id).update(lacks=[])
        audit.record(
            action="reporting.resend",
            target_type="reporting.row",
            target_id=row.id,
            actor=actor,
            facts={"table": row.table},
        )
