"""The feed of events for departments' systems that ask by themselves."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from onevisit.accounts.bearer import actor, needs
from onevisit.accounts.rules.tokens import ApiScope
from onevisit.reporting import queries
from onevisit.ui.api.cursors import Cursor, Limit, cursor_after, key_of

router = Router(tags=["events"])


class CaseHappening(Schema):
    """One event of a case: what happened to which case, and nobody's name. `number` only grows;
    `seq` counts the events of its case from 1 without a gap.

    With `review` it is news of drawings one's department only reviews along (联合审图): `action` is
    "drawings_" and what moved, `department` the one that leads, `before` and `after` are empty,
    `limit_on` is the day of whomever the review waits for, and `seq` counts what one's department
    was told of that case.
    """

    number: int
    case: str
    application: str
    item: str
    department: str
    region: str
    seq: int
    action: str
    before: str
    after: str
    at: datetime
    limit_on: date | None
    review: UUID | None


class Feed(Schema):
    """Some events in order. `cursor` goes on behind the last of them, also where there is nothing
    more yet: it is kept and asked with again later.
    """

    items: list[CaseHappening]
    cursor: str
    more: bool = Field(description="Whether there is more by now.")


Since = Annotated[
    date | None, Query(None, description="Without a cursor: from this day on, to begin or replay.")
]


@router.get("/events", response=Feed, url_name="events", **needs(ApiScope.CASES_REVIEW))
def events(request: HttpRequest, cursor: Cursor, since: Since, limit: Limit) -> dict[str, Any]:
    """What happened to the cases of one's departments and to drawings they review along, the oldest
    first, each case in its order, at least once: an event that was read and lost is read again
    from an earlier cursor.
    """
    after = int(key_of("events", cursor) or 0)
    page = queries.feed_page(
        actor=actor(request), after=after, since=None if cursor else since, limit=limit
    )
    items = [{"number": each.number, **_told(each)} for each in page.lines]
    return {"items": items, "cursor": cursor_after("events", str(page.last)), "more": page.more}


def _told(line: queries.FeedLine) -> dict[str, Any]:
    names = CaseHappening.model_fields.keys() - {"number", "case", "application", "item"}
    move = line.move
    named = {name: getattr(move, name) for name in names}
    return {
        **named,
        "case": move.number,
        "application": move.application_number,
        "item": move.item_code,
    }
