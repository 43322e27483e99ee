"""我的消息: what somebody was told, newest first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.kernel import rows
from onevisit.kernel.ids import parse_id
from onevisit.notifications.access import own
from onevisit.notifications.queries.wording import said, wordings
from onevisit.notifications.rules.channels import Language
from onevisit.notifications.rules.kinds import TOPICS, Kind, Topic

SIZE = 20
MOST_COUNTED = 99
_UNREAD = (
    "SELECT count(*) FROM (SELECT 1 FROM notifications_message"
    " WHERE person_id = %s AND read_at IS NULL LIMIT %s) AS unread"
)
_UNREAD_BY_LOGIN = _UNREAD.replace("person_id", "user_id")


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message in words. `number` is that of the application, "" for what is not handed in."""

    id: UUID
    kind: Kind
    topic: Topic
    title: str
    body: str
    name: str
    number: str
    application_id: UUID
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Some messages; `next` continues, "" at the end."""

    lines: tuple[MessageLine, ...]
    next: str


def unread(actor: Actor) -> int:
    """How many messages wait to be read, counted up to 100; one query."""
    if actor.acting is not None or actor.user_id is None:
        return 0
    if actor.person_id is not None:
        return int(rows.column(_UNREAD, [actor.person_id, MOST_COUNTED + 1])[0])
    return int(rows.column(_UNREAD_BY_LOGIN, [actor.user_id, MOST_COUNTED + 1])[0])


def messages(
    *, actor: Actor, language: Language, before: str = "", size: int = SIZE
) -> MessagePage:
    """What the actor was told, before the message `before`; two queries."""
    found, versions = own(actor), wordings()
    key = parse_id(before)
    if key is not None:
        found = found.filter(id__lt=key)
    held = list(found.order_by("-id")[: size + 1])
    lines = []
    for row in held[:size]:
        words = said(row, language, versions)
        lines.append(
            MessageLine(
                id=row.id,
                kind=Kind(row.kind),
                topic=TOPICS[Kind(row.kind)],
                title=words.title,
                body=words.body,
                name=row.facts.get("name", ""),
                number=row.facts["number"],
                application_id=row.application_id,
                at=row.at,
                read=row.read_at is not None,
            )
        )
    return MessagePage(tuple(lines), str(lines[-1].id) if len(held) > size else "")
