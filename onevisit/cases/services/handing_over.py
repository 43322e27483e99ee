"""审管衔接: what was granted is handed over to the department that regulates it; that one
acknowledges, and what it finds comes back to the office that granted.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor
from onevisit.audit import services as audit
from onevisit.cases.access import get_hand_over_for
from onevisit.cases.errors import reason_needed, text_too_long
from onevisit.cases.errors.routes import not_acknowledged
from onevisit.cases.models import HandOver, Route, SupervisionNote
from onevisit.cases.rules.events import CaseGrew
from onevisit.cases.rules.lifecycle import Action
from onevisit.cases.rules.routes import Finding, RouteKind
from onevisit.cases.rules.submission import LONGEST_TEXT
from onevisit.kernel import clock, events, rows

if TYPE_CHECKING:
    from onevisit.cases.services.holding import Held


def hand_over_granted(held: "Held") -> None:
    """What was granted in this act goes to whoever regulates it; one query where something was."""
    granted = [held.case(e.case_id) for e in held.new_events if e.action == Action.APPROVE]
    if not granted:
        return
    wanted = {held.item(case).catalogue_code: case for case in granted}
    found = Route.objects.filter(
        kind=RouteKind.REGULATION, code__in=wanted, since__lte=held.today, until__isnull=True
    )
    for route in found:
        case = wanted[route.code]
        if route.department_id == case.department_id:
            due = held.calendar.add_working_days(held.today, route.days).day
            rows.insert(
                [
                    HandOver(
                        case=case,
                        department_id=route.to_department_id,
                        due_on=due,
                        pushed_at=held.at,
                    )
                ]
            )
            held.note("regulate", case)


def acknowledge(*, hand_over_id: UUID, actor: Actor) -> None:
    """The regulating department has it; acknowledging twice is acknowledging once.

    Raises NotFound `cases.no_such_hand_over`, also for others than that department.
    """
    with transaction.atomic():
        row = _locked(hand_over_id, actor)
        if row.acknowledged_at is not None:
            return
        row.acknowledged_at, row.acknowledged_by = clock.now(), actor.name
        row.save(update_fields=["acknowledged_at", "acknowledged_by"])
        _record("cases.acknowledge", row, actor)


def report_finding(*, hand_over_id: UUID, finding: Finding, words: str, actor: Actor) -> UUID:
    """What supervision found; the office that granted reads it with the case. Returns its id.

    Raises NotFound `cases.no_such_hand_over`, Conflict `cases.not_acknowledged`, Invalid
    `cases.reason_needed`, `cases.text_too_long`.
    """
    text = words.strip()
    if not text:
        raise reason_needed()
    if len(text) > LONGEST_TEXT:
        raise text_too_long(LONGEST_TEXT)
    with transaction.atomic():
        row = _locked(hand_over_id, actor)
        if row.acknowledged_at is None:
            raise not_acknowledged()
        note = SupervisionNote(
            hand_over=row,
            finding=finding,
            author_id=actor.user_id,
            author_name=actor.name,
            at=clock.now(),
        )
        note.words = text
        rows.insert([note])
        _record("cases.report_finding", row, actor, finding=str(finding))
        events.publish(CaseGrew(row.case_id, note.at))
        return note.id


def _locked(hand_over_id: UUID, actor: Actor) -> HandOver:
    found = get_hand_over_for(actor, hand_over_id)
    return HandOver.objects.select_for_update().get(id=found.id)


def _record(action: str, row: HandOver, actor: Actor, **facts: object) -> None:
    audit.record(
        action=action,
        target_type="cases.case",
        target_id=row.case_id,
        actor=actor,
        facts=facts,
        department_id=row.department_id,
    )
