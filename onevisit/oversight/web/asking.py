"""From the query of a page to a period and a filter, and back to addresses."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, QueryDict

from onevisit.kernel import clock
from onevisit.kernel.ids import parse_id
from onevisit.oversight.errors import bad_filter, bad_period
from onevisit.oversight.queries import CardFilter, Filter
from onevisit.oversight.rules import NO_PLACE, PLACE_DIGITS, Period, PeriodKind, period
from onevisit.oversight.rules.cards import CardState

_THING = 80


def read_period(query: QueryDict, default: PeriodKind = PeriodKind.THIS_MONTH) -> Period:
    """This month unless said otherwise. Raises Invalid `oversight.bad_period`."""
    try:
        kind = PeriodKind(query.get("period") or default)
    except ValueError:
        raise bad_period() from None
    since, until = _day(query, "since"), _day(query, "until")
    return period(kind, today=clock.today(), since=since, until=until)


def period_query(of: Period) -> dict[str, str]:
    """What an address says of the period."""
    said = {"period": str(of.kind)}
    if of.kind is PeriodKind.CUSTOM:
        said |= {"since": of.now.since.isoformat(), "until": of.now.until.isoformat()}
    return said


def read_filter(query: QueryDict, of: Period, limit: int) -> Filter:
    """Raises Invalid `oversight.bad_filter`."""
    return Filter(
        days=of.now,
        department=_id(query, "department"),
        thing=query.get("thing", "")[:_THING],
        item=_id(query, "item"),
        after=query.get("after", "")[:90],
        limit=limit,
    )


def read_cards(query: QueryDict, of: Period, limit: int) -> CardFilter:
    """Raises Invalid `oversight.bad_filter`."""
    colour, state = query.get("colour", ""), query.get("state", "")
    if colour not in ("", "red", "yellow"):
        raise bad_filter("colour")
    if state and state not in set(CardState):
        raise bad_filter("state")
    department, after = _id(query, "department"), query.get("after", "")[:90]
    return CardFilter(of.now, colour, state, department, after, limit)


def read_place(query: QueryDict) -> str:
    """The township asked for by the first digits of its codes, `NO_PLACE`, or "" for all.

    Raises Invalid `oversight.bad_filter`.
    """
    place = query.get("place", "")
    digits = len(place) == PLACE_DIGITS and place.isascii() and place.isdigit()
    if place and place != NO_PLACE and not digits:
        raise bad_filter("place")
    return place


def with_query(path: str, said: dict[str, str]) -> str:
    """An address with what is not empty of its query."""
    kept = {name: value for name, value in said.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def going_on(request: HttpRequest, after: str) -> str:
    """The address of the next page, or of the first when `after` is empty."""
    kept = request.GET.copy()
    kept.pop("after", None)
    if after:
        kept["after"] = after
    return f"{request.path}?{kept.urlencode()}" if kept else request.path


def _day(query: QueryDict, name: str) -> date | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    found = clock.parse_day(text)
    if found is None:
        raise bad_period()
    return found


def _id(query: QueryDict, name: str) -> UUID | None:
    text = query.get(name, "")
    if not text:
        return None
    found = parse_id(text)
    if found is None:
        raise bad_filter(name)
    return found
