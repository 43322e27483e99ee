"""What people say and search does not know yet: for an officer to look at."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from onevisit.accounts.rules import Actor, Permission, Scope
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import Findable
from onevisit.guidance.models import Verdict
from onevisit.guidance.queries.finding import Hit, search, suggestions
from onevisit.guidance.rules.learning import KEPT, SEVERAL, is_worth_a_look
from onevisit.guidance.rules.words import normal
from onevisit.kernel import clock

MOST = 50
_LOOKED = 10
"""So far down a list of results people look."""
_SAID = """
SELECT phrase, code, n, said
FROM (SELECT phrase, code, count(*) AS n, sum(count(*)) OVER (PARTITION BY phrase) AS said
      FROM guidance_choice WHERE day >= %(since)s GROUP BY phrase, code) AS each
WHERE n >= %(several)s
ORDER BY n DESC, phrase, code
"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A phrase that leads people to a thing: how often it was said, how often it led here, and at
    which place search shows the thing for it today (None: not among the first ten).
    """

    phrase: str
    code: str
    name: str
    chosen: int
    said: int
    place: int | None


@dataclass(frozen=True, slots=True)
class InVain:
    """A phrase nothing was found for, how often, and the things that come nearest to it."""

    phrase: str
    said: int
    near: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """An officer's word on a phrase."""

    phrase: str
    code: str
    name: str
    taken: bool
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Sayings:
    """What the page of an officer shows."""

    proposals: tuple[Proposal, ...]
    in_vain: tuple[InVain, ...]
    judged: tuple[Judged, ...]


def sayings(actor: Actor) -> Sayings:
    """Phrases to look at in the things this officer may edit, most said first; a fixed number of
    queries.
    """
    rows = _said()
    verdicts = list(Verdict.objects.order_by("-given_at")[: 20 * MOST])
    known = {(each.phrase, each.code) for each in verdicts}
    codes = {code for _, code, _, _ in rows if code} | {each.code for each in verdicts}
    things = {
        code: found
        for code, found in catalogue.findable_by_code(codes).items()
        if _may_edit(actor, found)
    }
    open_rows = [row for row in rows if row[1] in things and row[:2] not in known]
    return Sayings(
        proposals=tuple(_proposals(open_rows, things)),
        in_vain=tuple(_in_vain(rows, known)),
        judged=tuple(
            Judged(
                each.phrase,
                each.code,
                things[each.code].listing.name,
                each.taken,
                each.given_at,
                each.given_by_name,
            )
            for each in verdicts
            if each.code in things
        )[:MOST],
    )


Row = tuple[str, str, int, int]


def _said() -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(_SAID, {"since": clock.today() - KEPT, "several": SEVERAL})
        return [(phrase, code, n, int(said)) for phrase, code, n, said in cursor.fetchall()]


def _may_edit(actor: Actor, found: Findable) -> bool:
    scope = Scope(found.listing.department_id, found.listing.region)
    return actor.may(Permission.CATALOGUE_EDIT, scope)


def _proposals(rows: list[Row], things: dict[str, Findable]) -> list[Proposal]:
    """Those that would change something: what search shows first already needs no name."""
    found: list[Proposal] = []
    for phrase, code, chosen, said in rows:
        if len(found) == MOST:
            break
        thing = things[code]
        names = {normal(each) for each in (thing.listing.name, *thing.aliases)}
        if phrase in names or not is_worth_a_look(chosen, said):
            continue
        place = _place(phrase, code)
        if place != 1:
            found.append(Proposal(phrase, code, thing.listing.name, chosen, said, place))
    return found


def _place(phrase: str, code: str) -> int | None:
    codes = [hit.code for hit in search(phrase, limit=_LOOKED)]
    return codes.index(code) + 1 if code in codes else None


def _in_vain(rows: list[Row], known: set[tuple[str, str]]) -> list[InVain]:
    """What several looked for, for which nothing is found today either."""
    judged = {phrase for phrase, _ in known}
    found = []
    for phrase, code, n, _ in rows:
        if code or phrase in judged or search(phrase, limit=1):
            continue
        found.append(InVain(phrase, n, suggestions(phrase).nearest))
    return found[:MOST]
