"""The list behind every figure, from the same statements as the figure; keyset pages.

Applicants are masked, organisations named as they are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from onevisit.kernel import clock, masks
from onevisit.oversight.access import Reach
from onevisit.oversight.errors import bad_filter, no_such_list
from onevisit.oversight.queries.exceptions import Trouble, open_params
from onevisit.oversight.queries.figures import Row, asked, instants, rule_params
from onevisit.oversight.queries.promises import PROMISED, PROMISED_FACTS, over_for
from onevisit.oversight.queries.satisfaction import RATED_LIST
from onevisit.oversight.queries.statements import (
    APPLICATION_REACHED,
    CASE_REACHED,
    TIMES,
    TROUBLES,
    VISITS,
    composed,
)
from onevisit.oversight.rules import Days
from onevisit.oversight.rules.comparing import Cause

CLOSED_LISTS: Mapping[str, str] = {
    "closed": "true",
    "within-one": "f.visits <= 1",
    "over-one": "f.visits > 1",
    "zero": "f.visits = 0",
    "seen": "f.contacts > 0",
    "not-recorded": "f.recorded < f.expected",
    "unrecorded": "f.visits IS NULL",
    "over-declared": "f.visits > f.declared",
    **{f"over-{cause}": over_for(cause) for cause in Cause},
}
"""Lists of closed applications, and which of the facts are theirs."""

DECIDED_LISTS: Mapping[str, str] = {
    "decided": "true",
    "on-time": "f.on_time",
    "late": "NOT f.on_time",
    "timed": "f.used IS NOT NULL",
    "limited": "f.promise + f.legal >= 0",
}
"""Lists of decided cases, and which of the facts are theirs."""

RATED_LISTS: Mapping[str, str] = {"rated": "true", "rated-bad": "r.level >= 4"}
"""Lists of ratings, and which levels are theirs."""

CARD_LISTS: Mapping[str, str] = {"red-cards": "k.red", "yellow-cards": "NOT k.red"}
"""Lists of cards that nobody took back, and whose colour is theirs."""

_OF_PERIODS = {**CLOSED_LISTS, **DECIDED_LISTS}
_NEWEST = (4, 20)
"""So many times a page is looked through for what a list wants, before the whole period is."""

_NO_DAY = date(9999, 12, 31)
_LATEST = datetime(9999, 12, 30, tzinfo=clock.SHANGHAI)
_HIGHEST, _LOWEST = UUID(int=2**128 - 1), UUID(int=0)


@dataclass(frozen=True, slots=True)
class Filter:
    """What of a list is wanted. `days` counts for lists of a period only."""

    days: Days
    department: UUID | None = None
    thing: str = ""
    item: UUID | None = None
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """A closed application. `missing` = contacts that must have been recorded and were not;
    `visits` is None where not one is.
    """

    application_id: UUID
    number: str
    thing: str
    applicant: str
    departments: str
    channel: str
    submitted_at: datetime
    ended_at: datetime
    visits: int | None
    contacts: int
    missing: int


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case. Open: `due` of its kind and what it waits for. Decided: days `used` against
    `promise` and `legal` (working days; None for limits in natural days), `on_time`.
    """

    application_id: UUID
    case_id: UUID
    number: str
    name: str
    thing: str
    applicant: str
    department: str
    holder: str
    state: str
    due: date | None = None
    doing: str = ""
    decided_at: datetime | None = None
    used: int | None = None
    promise: int | None = None
    legal: int | None = None
    on_time: bool | None = None


@dataclass(frozen=True, slots=True)
class RatedLine:
    """A rating. Nobody is named: neither who rated nor who was rated."""

    given_at: datetime
    level: int
    application_id: UUID
    number: str
    thing: str
    place: str
    window: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One page; `after` fetches the next, empty at the end."""

    rows: tuple[ClosedLine | CaseLine | RatedLine, ...]
    after: str


_CLOSED = """
WITH closed AS MATERIALIZED (
    SELECT a.id, a.number, a.offer_name, a.channel, a.helped, a.submitted_at, a.ended_at,
        a.applicant_id, a.organisation_id, {promised_facts}
    FROM cases_application AS a {promised}
    WHERE a.ended_at >= %(begin)s AND a.ended_at < %(end)s
        AND (a.ended_at, a.id) < (%(key)s, %(last)s)
        AND (%(thing)s = '' OR a.offer_code = %(thing)s)
        AND (%(department)s::uuid IS NULL OR EXISTS (SELECT 1 FROM cases_case AS c
            WHERE c.application_id = a.id AND c.department_id = %(department)s AND {case_reached}))
        AND {reached}
    ORDER BY a.ended_at DESC, a.id DESC LIMIT %(most)s
), {visits}, page AS (
    SELECT f.* FROM facts AS f WHERE {wanted} ORDER BY f.ended_at DESC, f.id DESC LIMIT %(limit)s
)
SELECT f.id, f.number, f.offer_name, p.name, coalesce(o.name, ''), (
        SELECT string_agg(DISTINCT d.short_name, ' ') FROM cases_case AS c
        JOIN directory_department AS d ON d.id = c.department_id WHERE c.application_id = f.id),
    f.channel, f.submitted_at, f.ended_at, f.visits, f.contacts, f.expected - f.recorded
FROM page AS f JOIN accounts_person AS p ON p.id = f.applicant_id
LEFT JOIN accounts_organisation AS o ON o.id = f.organisation_id
ORDER BY f.ended_at DESC, f.id DESC"""

_DECIDED = """
WITH decided AS MATERIALIZED (
    SELECT c.id, c.number, c.name, c.state, c.department_id, c.claimed_by_id, c.item_version_id,
        c.promise_days, c.promised_due, c.application_id, c.decided_at,
        (c.accepted_at AT TIME ZONE 'Asia/Shanghai')::date AS accepted_on,
        (c.decided_at AT TIME ZONE 'Asia/Shanghai')::date AS decided_on
    FROM cases_case AS c JOIN cases_application AS a ON a.id = c.application_id
    JOIN catalogue_itemversion AS v ON v.id = c.item_version_id
    WHERE c.decided_at >= %(begin)s AND c.decided_at < %(end)s
        AND (c.decided_at, c.id) < (%(key)s, %(last)s)
        AND (%(thing)s = '' OR a.offer_code = %(thing)s)
        AND (%(department)s::uuid IS NULL OR c.department_id = %(department)s)
        AND (%(item)s::uuid IS NULL OR v.item_id = %(item)s) AND {reached}
    ORDER BY c.decided_at DESC, c.id DESC LIMIT %(most)s
), {times}
SELECT f.application_id, f.id, f.number, f.name, a.offer_name, p.name, coalesce(o.name, ''),
    d.short_name, coalesce(u.display_name, ''), f.state, f.decided_at, f.used, f.promise, f.legal,
    f.on_time, f.promised_due
FROM facts AS f JOIN cases_application AS a ON a.id = f.application_id
JOIN accounts_person AS p ON p.id = a.applicant_id
JOIN directory_department AS d ON d.id = f.department_id
LEFT JOIN accounts_organisation AS o ON o.id = a.organisation_id
LEFT JOIN accounts_user AS u ON u.id = f.claimed_by_id
WHERE {wanted} ORDER BY f.decided_at DESC, f.id DESC LIMIT %(limit)s"""

_OPEN = """
SELECT c.application_id, c.id, c.number, c.name, a.offer_name, p.name, coalesce(o.name, ''),
    d.short_name, coalesce(u.display_name, ''), c.state, {day}, (
        SELECT string_agg(t.name, ' ' ORDER BY t.opened_at, t.id) FROM cases_task AS t
        WHERE t.case_id = c.id AND t.state = 'open')
FROM cases_case AS c JOIN cases_application AS a ON a.id = c.application_id
JOIN accounts_person AS p ON p.id = a.applicant_id
JOIN directory_department AS d ON d.id = c.department_id
LEFT JOIN accounts_organisation AS o ON o.id = a.organisation_id
LEFT JOIN accounts_user AS u ON u.id = c.claimed_by_id
WHERE c.ended_at IS NULL AND {wrong} AND {reached}
    AND (%(department)s::uuid IS NULL OR c.department_id = %(department)s)
    AND (%(thing)s = '' OR a.offer_code = %(thing)s)
    AND ({day}, c.id) > (%(key)s, %(last)s)
ORDER BY {day}, c.id LIMIT %(limit)s"""

_CARDS = """
SELECT c.application_id, c.id, c.number, c.name, a.offer_name, p.name, coalesce(o.name, ''),
    d.short_name, coalesce(u.display_name, ''), c.state, k.due_on, k.shown_at, k.id
FROM oversight_card AS k JOIN cases_case AS c ON c.id = k.case_id
JOIN cases_application AS a ON a.id = c.application_id
JOIN accounts_person AS p ON p.id = a.applicant_id
JOIN directory_department AS d ON d.id = k.department_id
LEFT JOIN accounts_organisation AS o ON o.id = a.organisation_id
LEFT JOIN accounts_user AS u ON u.id = k.officer_id
WHERE k.shown_at >= %(begin)s AND k.shown_at < %(end)s AND k.state <> 'withdrawn'
    AND (k.shown_at, k.id) < (%(key)s, %(last)s)
    AND (%(department)s::uuid IS NULL OR k.department_id = %(department)s)
    AND (%(thing)s = '' OR a.offer_code = %(thing)s) AND {reached} AND {wanted}
ORDER BY k.shown_at DESC, k.id DESC LIMIT %(limit)s"""

_STATEMENTS: Mapping[str, str] = {
    **{
        name: composed(
            _CLOSED,
            reached=APPLICATION_REACHED,
            case_reached=CASE_REACHED,
            visits=VISITS,
            promised=PROMISED,
            promised_facts=PROMISED_FACTS,
            wanted=wanted,
        )
        for name, wanted in CLOSED_LISTS.items()
    },
    **{
        name: composed(_DECIDED, reached=CASE_REACHED, times=TIMES, wanted=wanted)
        for name, wanted in DECIDED_LISTS.items()
    },
    **{
        name: composed(
            RATED_LIST, reached=APPLICATION_REACHED, case_reached=CASE_REACHED, wanted=wanted
        )
        for name, wanted in RATED_LISTS.items()
    },
    **{
        name: composed(_CARDS, reached=CASE_REACHED, wanted=wanted)
        for name, wanted in CARD_LISTS.items()
    },
    **{
        kind: composed(_OPEN, day=day, wrong=wrong, reached=CASE_REACHED)
        for kind, (day, wrong) in TROUBLES.items()
    },
}

LISTS: frozenset[str] = frozenset(_STATEMENTS)
"""The names of all lists."""


def listing(what: str, wanted: Filter, reach: Reach) -> Listing:
    """One page of the list of that name; one statement.

    Raises NotFound `oversight.no_such_list`, Invalid `oversight.bad_filter`.
    """
    if what not in LISTS:
        raise no_such_list()
    params = reach.params | {
        "department": wanted.department,
        "thing": wanted.thing,
        "item": wanted.item,
        "limit": wanted.limit + 1,
    }
    if what in set(Trouble):
        day, last = _day_key(wanted.after)
        params |= open_params(reach) | {"key": day, "last": last}
        return _page(asked(_STATEMENTS[what], params), wanted.limit, _open_line)
    begin, end = instants(wanted.days)
    at, last = instant_key(wanted.after)
    params |= rule_params() | {"begin": begin, "end": end, "key": at, "last": last}
    line = _LINES.get(what, _decided_line)
    return _page(_asked_in_parts(what, params), wanted.limit, line)


Line = ClosedLine | CaseLine | RatedLine


def _asked_in_parts(what: str, params: dict[str, object]) -> list[Row]:
    """The facts of what ended are worked out for the newest first, and for more, at last for all of
    the period, only where too few of these are on the list: at most three statements.
    """
    limit = int(str(params["limit"]))
    statement, wanted = _STATEMENTS[what], _OF_PERIODS.get(what)
    if wanted is None or wanted == "true":
        return asked(statement, params | {"most": limit})
    for times in _NEWEST:
        rows = asked(statement, params | {"most": times * limit})
        if len(rows) == limit:
            return rows
    return asked(statement, params | {"most": None})


def _page(rows: list[Row], limit: int, line: Callable[[Row], tuple[Line, str]]) -> Listing:
    made = [line(row) for row in rows[:limit]]
    return Listing(tuple(each for each, _ in made), made[-1][1] if len(rows) > limit else "")


def _closed_line(row: Row) -> tuple[Line, str]:
    application_id, number, thing, person, organisation, *rest = row
    line = ClosedLine(application_id, number, thing, _who(person, organisation), *rest)
    return line, f"{line.ended_at.isoformat()}_{application_id}"


def _rated_line(row: Row) -> tuple[Line, str]:
    rating_id, at, *rest = row
    return RatedLine(at, *rest), f"{at.isoformat()}_{rating_id}"


def _decided_line(row: Row) -> tuple[Line, str]:
    at, used, promise, legal, on_time, due = row[10:]
    line = replace(
        _case_line(row),
        due=due,
        decided_at=at,
        used=used,
        promise=promise,
        legal=legal,
        on_time=on_time,
    )
    return line, f"{at.isoformat()}_{line.case_id}"


def _open_line(row: Row) -> tuple[Line, str]:
    day, doing = row[10:]
    due = None if day == _NO_DAY else day
    line = replace(_case_line(row), due=due, doing=doing or "")
    return line, f"{day}_{line.case_id}"


def _card_line(row: Row) -> tuple[Line, str]:
    due, at, card_id = row[10:]
    return replace(_case_line(row), due=due), f"{at.isoformat()}_{card_id}"


def _case_line(row: Row) -> CaseLine:
    """What every line of a case begins with."""
    application_id, case_id, number, name, thing, person, organisation = row[:7]
    department, holder, state = row[7:10]
    applicant = _who(person, organisation)
    return CaseLine(
        application_id, case_id, number, name, thing, applicant, department, holder, state
    )


def _who(person: str, organisation: str) -> str:
    return organisation or masks.mask_name(person)


def _day_key(after: str) -> tuple[date, UUID]:
    if not after:
        return date.min, _LOWEST
    day, _, last = after.partition("_")
    try:
        return date.fromisoformat(day), UUID(last)
    except ValueError:
        raise bad_filter("after") from None


def instant_key(after: str) -> tuple[datetime, UUID]:
    """Behind which row of a list sorted by instant, newest first, the next page begins; before the
    first for "". Raises Invalid `oversight.bad_filter`.
    """
    if not after:
        return _LATEST, _HIGHEST
    text, _, last = after.partition("_")
    try:
        at, row = datetime.fromisoformat(text), UUID(last)
    except ValueError:
        raise bad_filter("after") from None
    if at.tzinfo is None:
        raise bad_filter("after")
    return at, row


_LINES: Mapping[str, Callable[[Row], tuple[Line, str]]] = {
    **dict.fromkeys(CLOSED_LISTS, _closed_line),
    **dict.fromkeys(RATED_LISTS, _rated_line),
    **dict.fromkeys(CARD_LISTS, _card_line),
}
