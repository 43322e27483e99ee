"""Offices without an interface: cases go to a folder as files, events come back as files.

Everything that comes back is done through the services of cases, in the name of the office's own
officer: whatever a page would refuse is refused here, row by row.
"""

from uuid import UUID

from django.db import transaction

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit import services as audit
from onevisit.cases.queries.reported import open_cases_of
from onevisit.directory import queries as directory
from onevisit.kernel import clock, rows
from onevisit.kernel.errors import NotFound
from onevisit.reporting import errors
from onevisit.reporting.models import Office, OfficeCase


def join_office(*, department_id: UUID | None, username: str, actor: Actor) -> UUID:
    """A department works by files from now on, and is given every case of its that is open; one
    that does already goes on under another officer.

    `username` is the login in whose name what comes back is done: an approver of the department.
    Raises Refused `accounts.not_permitted`, Invalid `reporting.no_department`,
    `reporting.no_such_officer`.
    """
    require(actor, Permission.REPORTING_KEEP)
    found = [each for each in directory.departments() if each.id == department_id]
    if not found:
        raise errors.no_department()
    department, user_id = found[0], _officer(found[0].id, username)
    row = Office(
        department_id=department.id,
        user_id=user_id,
        folder=department.code,
        made_at=clock.now(),
        made_by_name=actor.name,
    )
    with transaction.atomic():
        if rows.insert_unless_there(row):
            due = open_cases_of(department.id)
            rows.insert(OfficeCase(office=row, case_id=case_id) for case_id in due)
        else:
            row = Office.objects.select_for_update().get(department_id=department.id)
            row.user_id = user_id
            rows.update(row, ("user",))
        audit.record(
            action="reporting.join_office",
            target_type="reporting.office",
            target_id=row.id,
            actor=actor,
            department_id=department.id,
        )
    return row.id


def _officer(department_id: UUID, username: str) -> UUID:
    able = {each for each, _name in accounts.staff_holding(Permission.CASES_DECIDE, department_id)}
    try:
        user = accounts.user_by_username(username)
    except NotFound:
        raise errors.no_such_officer() from None
    if user.id not in able:
        raise errors.no_such_officer()
    return user.id
