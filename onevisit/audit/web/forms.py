"""From the query of the audit page to a filter."""

from datetime import date, datetime, time, timedelta

from django.http import QueryDict

from onevisit.audit.errors import bad_filter
from onevisit.audit.rules import Filter
from onevisit.kernel.clock import SHANGHAI, parse_day

FIELDS = ("who", "action", "target", "since", "until")
_LONGEST = 64


def read_filter(query: QueryDict) -> Filter:
    """Raises Invalid `audit.bad_filter` naming the field."""
    since, until = _day(query, "since"), _day(query, "until")
    return Filter(
        who=_text(query, "who"),
        action=_text(query, "action"),
        target=_text(query, "target"),
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until else None,
    )


def read_before(query: QueryDict) -> int | None:
    """The id to go on from, None for the newest. Raises Invalid `audit.bad_filter`."""
    text = query.get("before", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise bad_filter("before")
    return int(text)


def _text(query: QueryDict, name: str) -> str:
    return query.get(name, "").strip()[:_LONGEST]


def _day(query: QueryDict, name: str) -> date | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    day = parse_day(text)
    if day is None or not 2000 <= day.year <= 2200:
        raise bad_filter(name)
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)
