"""踏勘改期的请求: the applicant asks for another time; the departments answer."""

from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Deed
from onevisit.audit import services as audit
from onevisit.cases import errors
from onevisit.cases.models import JointAct
from onevisit.cases.queries.joint import slot_of
from onevisit.cases.queries.pinning import about
from onevisit.cases.rules.events import VisitAsked
from onevisit.cases.rules.joint import ActMove, ActState, Slot, check_asking, check_slot
from onevisit.cases.rules.submission import LONGEST_TEXT
from onevisit.cases.services.joint_history import append_event
from onevisit.cases.services.locks import lock_application
from onevisit.kernel import clock, events
from onevisit.kernel.errors import Conflict, NotFound
from onevisit.kernel.queries import load_calendar


def ask_other_time(*, act_id: UUID, slot: Slot, reason: str, actor: Actor) -> None:
    """Ask the departments whether they can come at another time, and why; nothing is moved yet.
    Once for each time that was set.

    Raises NotFound `cases.no_such_visit`, `cases.no_such_application`; Refused; Conflict
    `cases.visit_over`, `cases.visit_asked_before`, `cases.visit_day_come`; Invalid
    `cases.reason_needed`, `cases.text_too_long`, `cases.visit_same_time` and as
    `rules.joint.check_slot`.
    """
    reason = reason.strip()
    if not reason:
        raise errors.reason_needed()
    if len(reason) > LONGEST_TEXT:
        raise errors.text_too_long(LONGEST_TEXT)
    check_slot(slot, clock.now(), load_calendar())
    with transaction.atomic():
        shown = JointAct.objects.filter(id=act_id).first()
        if shown is None:
            raise NotFound("cases.no_such_visit")
        lock_application(shown.application_id, actor, Deed.PAPERS)
        act = JointAct.objects.select_related("application").get(id=act_id)
        if act.state != ActState.PLANNED:
            raise Conflict("cases.visit_over")
        moves = [ActMove(each.move) for each in act.events.order_by("seq")]
        check_asking(moves, slot, slot_of(act), clock.today())
        append_event(act, ActMove.ASK, None, actor, slot=slot, reason=reason)
        _tell(act, slot, actor)


def _tell(act: JointAct, slot: Slot, actor: Actor) -> None:
    """The department that made the appointment answers for all."""
    planned = act.events.filter(move=ActMove.PLAN).select_related("case").get()
    case = planned.case
    if case is None:
        raise ValueError("a case plans an appointment")
    audit.record(
        action="cases.visit_ask",
        target_type="cases.case",
        target_id=case.id,
        actor=actor,
        department_id=case.department_id,
        facts={"day": slot.on.isoformat(), "half": str(slot.half)},
    )
    events.publish(
        VisitAsked(
            about=about(act.application),
            act_id=act.id,
            seq=act.last_seq,
            case_id=case.id,
            department_id=case.department_id,
            region_id=case.region_id,
            on=slot.on,
            at=clock.now(),
        )
    )
