"""What officers are told of their work: in their own pages, nowhere outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from onevisit.cases import queries as cases
from onevisit.kernel import clock, rows
from onevisit.notifications.models import Message
from onevisit.notifications.rules.kinds import FOR_STAFF, Kind


@dataclass(frozen=True, slots=True)
class StaffNote:
    """One thing to tell some logins, once under the name `event`. It is about `case_ids`, one or
    more; `number` is what the thing goes by ("" for the case's own), `day` the day it sets and
    `where` it is ("" for none); `page` and `target` lead to it.
    """

    kind: Kind
    event: str
    case_ids: tuple[UUID, ...]
    users: frozenset[UUID]
    page: str
    target: UUID
    number: str = ""
    day: str = ""
    where: str = ""


def tell_staff(notes: Iterable[StaffNote]) -> None:
    """Write down what is told, one statement for all; inside the transaction that causes it.

    Raises ValueError for a kind that is not for staff.
    """
    wanted = [note for note in notes if note.users]
    if any(note.kind not in FOR_STAFF for note in wanted):
        raise ValueError("not for staff")
    named = cases.cases_named({each for note in wanted for each in note.case_ids})
    now, written = clock.now(), []
    for note in wanted:
        about = [named[each] for each in note.case_ids]
        facts = {
            "thing": about[0].name,
            "number": note.number or about[0].number,
            "cases": list(dict.fromkeys(each.name for each in about)),
            "page": note.page,
            "target": str(note.target),
            **({"where": note.where} if note.where else {}),
        }
        for user_id in sorted(note.users):
            row = Message(event=note.event, kind=note.kind, user_id=user_id, at=now)
            row.application_id = about[0].application_id
            row.facts = {**facts, "day": note.day} if note.day else facts
            row.planned_at = now
            written.append(row)
    rows.insert(written)
