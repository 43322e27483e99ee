"""What officers hear of an appointment from whom they visit."""

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Permission, Scope
from onevisit.cases.rules.events import VisitAsked
from onevisit.notifications.rules.kinds import Kind
from onevisit.notifications.services.staff import StaffNote, tell_staff


def on_asked(event: VisitAsked) -> None:
    """Whoever reviews in the department that made the appointment."""
    scope = Scope(event.department_id, event.region_id)
    note = StaffNote(
        kind=Kind.VISIT_ASKED,
        event=f"visit:{event.act_id}:{event.seq}",
        case_ids=(event.case_id,),
        users=accounts.staff_reaching(Permission.CASES_REVIEW, scope),
        page="portal:desk-visit",
        target=event.case_id,
        day=event.on.isoformat(),
    )
    tell_staff([note])
