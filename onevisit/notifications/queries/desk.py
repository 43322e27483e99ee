"""What was sent, and what could not be: for those who look after it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor
from onevisit.kernel.ids import parse_id
from onevisit.notifications.access import sent_in_reach
from onevisit.notifications.rules.channels import Channel
from onevisit.notifications.rules.kinds import Kind
from onevisit.notifications.rules.sending import DeliveryState, Reason

SIZE = 50


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One sending; the receiver's name and phone are masked. `next_at`: when it is tried again."""

    id: UUID
    kind: Kind
    channel: Channel
    state: DeliveryState
    reason: Reason | None
    tries: int
    name: str
    phone: str
    thing: str
    number: str
    application_id: UUID
    at: datetime
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class SentPage:
    """Some sendings; `next` continues, "" at the end."""

    lines: tuple[DeliveryLine, ...]
    next: str


def deliveries(
    *, actor: Actor, state: DeliveryState | None, before: str = "", size: int = SIZE
) -> SentPage:
    """Sendings about applications in the actor's reach, newest first; two queries."""
    found = sent_in_reach(actor).select_related("message")
    if state is not None:
        found = found.filter(state=state)
    key = parse_id(before)
    if key is not None:
        found = found.filter(id__lt=key)
    held = list(found.order_by("-id")[: size + 1])
    people = accounts.person_summaries(
        row.message.person_id for row in held if row.message.person_id is not None
    )
    lines = []
    for row in held[:size]:
        message = row.message
        person = people.get(message.person_id) if message.person_id else None
        lines.append(
            DeliveryLine(
                id=row.id,
                kind=Kind(message.kind),
                channel=Channel(row.channel),
                state=DeliveryState(row.state),
                reason=Reason(row.reason) if row.reason else None,
                tries=row.tries,
                name=person.masked_name if person else "",
                phone=person.masked_phone if person else "",
                thing=message.facts["thing"],
                number=message.facts["number"],
                application_id=message.application_id,
                at=row.sent_at or row.planned_at,
                next_at=row.due_at if row.state == DeliveryState.WAITING else None,
            )
        )
    return SentPage(tuple(lines), str(lines[-1].id) if len(held) > size else "")
