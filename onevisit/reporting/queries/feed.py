"""What a department's system has not heard yet."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.cases.queries.reported import told_beside, told_moves
from onevisit.cases.rules.reported import Beside, ToldMove
from onevisit.kernel import clock
from onevisit.reporting.models import Call, FeedEntry


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


def beside_of(row: FeedEntry | Call) -> Beside:
    """What a department is told of a case that is not its own (`news`)."""
    facts = row.facts
    return Beside(
        case_id=row.case_id,
        seq=row.seq,
        action=facts["action"],
        at=datetime.fromisoformat(facts["at"]),
        limit_on=date.fromisoformat(facts["limit_on"]),
        review=UUID(facts["review"]),
    )


def feed_page(
    *, actor: Actor, after: int = 0, since: date | None = None, limit: int = 100
) -> FeedPage:
    """The events of the actor's departments behind the number `after`, or from the day `since` on,
    with what they are told of drawings they review along; three queries. Read again from an
    earlier number, it says the same again.

    Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CASES_REVIEW)
    departments = sorted(actor.departments(Permission.CASES_REVIEW))
    found = FeedEntry.objects.filter(department__in=departments, number__gt=after)
    if since is not None:
        found = found.filter(at__gte=datetime.combine(since, time.min, clock.SHANGHAI))
    held = list(found.order_by("number")[: limit + 1])
    shown = held[:limit]
    return FeedPage(
        _lines(shown),
        shown[-1].number if shown else after,
        len(held) > limit,
    )


def _lines(shown: list[FeedEntry]) -> tuple[FeedLine, ...]:
    news = [each for each in shown if each.news]
    beside = told_beside([beside_of(each) for each in news])
    told = dict(zip((each.number for each in news), beside, strict=True))
    moves = told_moves((each.case_id, each.seq) for each in shown if not each.news)
    return tuple(
        FeedLine(each.number, told.get(each.number) or moves[each.case_id, each.seq])
        for each in shown
    )
