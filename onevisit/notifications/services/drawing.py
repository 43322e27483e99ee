"""联合审图: what its applicant and the departments in it hear."""

from collections.abc import Mapping
from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Permission, Scope
from onevisit.cases.rules.drawings import DrawingsMove
from onevisit.cases.rules.events import DrawingsMoved, DrawingsTold, MendingAnswered
from onevisit.notifications.models import Message
from onevisit.notifications.rules.kinds import Kind, Told
from onevisit.notifications.services.staff import StaffNote, tell_staff
from onevisit.notifications.services.telling import tell

_OFFICES: Mapping[DrawingsMove, Kind] = {
    DrawingsMove.ASKED: Kind.DRAWINGS_ASKED,
    DrawingsMove.CAME: Kind.DRAWINGS_CAME,
    DrawingsMove.LAST: Kind.DRAWINGS_LAST,
    DrawingsMove.MORE: Kind.DRAWINGS_MORE,
    DrawingsMove.READY: Kind.DRAWINGS_READY,
    DrawingsMove.AGREED: Kind.DRAWINGS_OVER,
    DrawingsMove.FAILED: Kind.DRAWINGS_OVER,
    DrawingsMove.LAPSED: Kind.DRAWINGS_OVER,
}
_ENDS = frozenset({DrawingsMove.AGREED, DrawingsMove.FAILED})
"""Ends of which the applicant hears here; what lapsed is told as the return of the case."""


def on_letter(event: DrawingsTold) -> None:
    """What several departments ask to have changed in the drawings, at once."""
    name = f"drawings:{event.review_id}:{event.nth}"
    tell(event.about, [Told(Kind.DRAWINGS, name, (event.name,), event.until.isoformat())])


def on_answer(event: MendingAnswered) -> None:
    """Whether there are more days, and the day that holds now."""
    name = f"drawings:{event.review_id}:answered"
    tell(event.about, [Told(Kind.MENDING_ANSWERED, name, (event.name,), event.until.isoformat())])


def on_move(event: DrawingsMoved) -> None:
    """Whoever reviews in the departments that are told; at the end the applicant too. A department
    that takes back what it said and says it again makes nobody hear twice.
    """
    move = DrawingsMove(event.move)
    name = f"drawings:{event.review_id}:{move}:{event.nth}"
    if move in _ENDS:
        tell(event.about, [Told(Kind.DRAWINGS_RESULT, name, (event.name,), "")])
    known = Message.objects.filter(event=name, user__isnull=False).values_list("user_id", flat=True)
    kind = _OFFICES[move]
    note = StaffNote(
        kind=kind,
        event=name,
        case_ids=(event.case_id,),
        users=_reviewers(event) - set(known),
        page="portal:drawing",
        target=event.review_id,
        day="" if kind in (Kind.DRAWINGS_OVER, Kind.DRAWINGS_READY) else event.due_on.isoformat(),
    )
    tell_staff([note])


def _reviewers(event: DrawingsMoved) -> frozenset[UUID]:
    found = (
        accounts.staff_reaching(Permission.CASES_REVIEW, Scope(each, event.region_id))
        for each in event.departments
    )
    return frozenset[UUID]().union(*found)
