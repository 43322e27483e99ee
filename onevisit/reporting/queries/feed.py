"""What a department's system has not heard yet."""

from dataclasses import dataclass
from datetime import date, datetime, time

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.cases.queries.reported import told_moves
from onevisit.cases.rules.reported import ToldMove
from onevisit.kernel import clock
from onevisit.reporting.models import FeedEntry


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One event, under its number in the feed."""

    number: int
    move: ToldMove


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Some events; `last` is the number to go on from, `more` whether there is more by now."""

    lines: tuple[FeedLine, ...]
    last: int
    more: bool


def feed_page(
    *, actor: Actor, after: int = 0, since: date | None = None, limit: int = 100
) -> FeedPage:
    """The events of the actor's departments behind the number `after`, or from the day `since` on;
    two queries. Read again from an earlier number, it says the same again.

    Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CASES_REVIEW)
    departments = sorted(actor.departments(Permission.CASES_REVIEW))
    found = FeedEntry.objects.filter(department__in=departments, number__gt=after)
    if since is not None:
        found = found.filter(at__gte=datetime.combine(since, time.min, clock.SHANGHAI))
    held = list(found.order_by("number")[: limit + 1])
    shown = held[:limit]
    moves = told_moves((each.case_id, each.seq) for each in shown)
    return FeedPage(
        tuple(FeedLine(each.number, moves[each.case_id, each.seq]) for each in shown),
        shown[-1].number if shown else after,
        len(held) > limit,
    )
