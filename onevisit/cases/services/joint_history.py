"""What happened to an appointment, one more event at a time."""

from datetime import datetime

from onevisit.accounts.rules import Actor
from onevisit.cases.models import Case, JointAct, JointEvent
from onevisit.cases.queries.joint import act_happening
from onevisit.cases.queries.pinning import about
from onevisit.cases.rules.events import VisitMoved
from onevisit.cases.rules.joint import ActMove, Slot, fold_act
from onevisit.kernel import clock, events


def append_event(
    act: JointAct,
    move: ActMove,
    case: Case | None,
    actor: Actor,
    *,
    at: datetime | None = None,
    slot: Slot | None = None,
    reason: str = "",
) -> None:
    """One more event; the columns of the appointment are what folding its events gives. Raises
    Conflict `cases.visit_over`.
    """
    event = JointEvent(
        act=act,
        seq=act.last_seq + 1,
        move=move,
        case=case,
        on=slot.on if slot else None,
        half=slot.half if slot else "",
        hour=slot.hour if slot else None,
        at=at or clock.now(),
        actor_id=actor.user_id,
        actor_name=actor.name if actor.named or actor.is_system else "",
    )
    told = list(JointEvent.objects.filter(act_id=act.id).order_by("seq"))
    folded = fold_act([act_happening(each) for each in (*told, event)])
    act.state, act.last_seq = folded.state, folded.last_seq
    act.on, act.half, act.hour = folded.slot.on, folded.slot.half, folded.slot.hour
    act.save(force_insert=not told, update_fields=_FOLDED if told else None)
    if reason:
        event.reason = reason
    event.save(force_insert=True)
    stands = (act.id, event.seq, act.name, str(move), act.on, event.at)
    events.publish(VisitMoved(about(act.application), *stands))


_FOLDED = ("state", "last_seq", "on", "half", "hour")
