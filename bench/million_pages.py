"""Which pages are opened when a million cases stand, by whom, and the plain SQL beside each."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from bench import lifecycle
from bench.pages import session_of

SEED = 20261122
DRAWN = 40
"""So many people, applications and cases are drawn for the pages that show one."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request; with `form` it is sent."""

    path: str
    form: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page as one person opens it: `requests` are taken in turn; `sql` asks for the same rows.
    `anew`: what is kept for some minutes is thrown away before."""

    name: str
    session: str
    requests: tuple[Request, ...]
    sql: str
    params: tuple[dict[str, Any], ...]
    limit: float
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """Some of everything, from a seed."""

    applications: list[dict[str, Any]]
    running: list[dict[str, Any]]
    cases: list[dict[str, Any]]
    people: list[dict[str, Any]]


_ROWS = {
    "applications": "SELECT a.id, a.number, a.applicant_id, u.id AS login FROM cases_application a"
    " JOIN accounts_user u ON u.person_id = a.applicant_id"
    " WHERE a.state = 'ended' AND a.organisation_id IS NULL AND a.id >= %s ORDER BY a.id LIMIT 1",
    "running": "SELECT a.id, a.number, a.applicant_id, u.id AS login FROM cases_application a"
    " JOIN accounts_user u ON u.person_id = a.applicant_id"
    " WHERE a.state = 'submitted' AND a.organisation_id IS NULL AND a.id >= %s"
    " ORDER BY a.id LIMIT 1",
    "cases": "SELECT c.id, c.number FROM cases_case c JOIN directory_department d"
    " ON d.id = c.department_id WHERE d.short_name = '民政局' AND c.id >= %s"
    " ORDER BY c.id LIMIT 1",
    "people": "SELECT p.id, p.name FROM accounts_person p"
    " JOIN accounts_user u ON u.person_id = p.id WHERE u.kind <> 'staff'"
    " AND p.id_kind = 'resident_id' AND p.id >= %s ORDER BY p.id LIMIT 1",
}
_OF = {"people": "accounts_person", "cases": "cases_case"}


def draw(connection: psycopg.Connection) -> Drawn:
    """By keys between the first and the last; twice the same where few stand."""
    chosen = random.Random(SEED)
    found: dict[str, list[dict[str, Any]]] = {}
    for name, statement in _ROWS.items():
        first, last = _ends(connection, _OF.get(name, "cases_application"))
        found[name] = []
        while len(found[name]) < DRAWN:
            key = UUID(int=chosen.randint(first.int, last.int))
            row = _one(connection, statement, key)
            if row is not None:
                found[name].append(row)
    return Drawn(**found)


def _ends(connection: psycopg.Connection, table: str) -> tuple[UUID, UUID]:
    statement = sql.SQL("(SELECT id FROM {0} ORDER BY id {1} LIMIT 1)")
    both = [statement.format(sql.Identifier(table), sql.SQL(way)) for way in ("ASC", "DESC")]
    found = connection.execute(sql.SQL(" UNION ALL ").join(both)).fetchall()
    return min(found)[0], max(found)[0]


def _one(connection: psycopg.Connection, statement: str, key: UUID) -> dict[str, Any] | None:
    cursor = connection.cursor(row_factory=dict_row)
    return cursor.execute(statement, [key]).fetchone()


# -- plain SQL -----------------------------------------------------------------------------------

_DUE = (
    "CASE WHEN c.paused THEN NULL WHEN c.state = 'submitted' THEN c.intake_due"
    " ELSE c.promised_due END"
)
_LINE = (
    " c.id, c.number, c.name, c.state, a.number, a.offer_name, p.name FROM cases_case c"
    " JOIN cases_application a ON a.id = c.application_id"
    " JOIN accounts_person p ON p.id = a.applicant_id "
)
DESK = (
    f"SELECT {_DUE} AS due,{_LINE}WHERE c.department_id = %(department)s AND c.ended_at IS NULL"
    " AND c.decided_at IS NULL{} ORDER BY due, c.id LIMIT 51"
)
CASE = (
    "WITH c AS (SELECT * FROM cases_case WHERE id = %(id)s) SELECT (SELECT row_to_json(c) FROM c),"
    " (SELECT json_agg(e) FROM cases_caseevent e, c WHERE e.case_id = c.id),"
    " (SELECT json_agg(m) FROM cases_casematerial m, c WHERE m.case_id = c.id),"
    " (SELECT json_agg(t) FROM cases_task t, c WHERE t.case_id = c.id),"
    " (SELECT row_to_json(a) FROM cases_application a, c WHERE a.id = c.application_id),"
    " (SELECT json_agg(v) FROM cases_evidence v, c WHERE v.application_id = c.application_id)"
)
STATUS = (
    "WITH a AS (SELECT * FROM cases_application WHERE number = %(number)s)"
    " SELECT (SELECT row_to_json(a) FROM a),"
    " (SELECT json_agg(c) FROM cases_case c, a WHERE c.application_id = a.id),"
    " (SELECT json_agg(e) FROM cases_caseevent e JOIN cases_case c ON c.id = e.case_id, a"
    " WHERE c.application_id = a.id)"
)
MINE = (
    "SELECT a.id, a.number, a.state, a.offer_name FROM cases_application a"
    " WHERE a.applicant_id = %(person)s AND a.organisation_id IS NULL ORDER BY a.id DESC LIMIT 21"
)
BY_NUMBER = "SELECT id, number, state, offer_name FROM cases_application WHERE number = %(number)s"
BY_NAME = (
    "SELECT a.id, a.number, a.state, a.offer_name FROM accounts_person p"
    " JOIN cases_application a ON a.applicant_id = p.id WHERE p.name = %(name)s"
    " ORDER BY a.id DESC LIMIT 50"
)
BY_PERSON = (
    "SELECT a.id, a.number, a.state, a.offer_name FROM accounts_person p"
    " JOIN cases_application a ON a.applicant_id = p.id WHERE p.id_number_index = %(index)s"
    " ORDER BY a.id DESC LIMIT 50"
)
OUT = f"SELECT{_LINE}WHERE c.state = 'issued' ORDER BY a.id LIMIT 50"
CARDS = (
    f"SELECT k.red, k.shown_at,{_LINE}JOIN oversight_card k ON k.case_id = c.id"
    "{} ORDER BY k.shown_at DESC LIMIT 51"
)
BOARD = (
    "SELECT department_id, count(*), min(promised_due) FROM cases_case WHERE ended_at IS NULL"
    " AND promised_due < current_date GROUP BY 1"
)
CLOSED = (
    "SELECT id, number, offer_name FROM cases_application WHERE ended_at IS NOT NULL"
    " ORDER BY ended_at DESC, id DESC LIMIT 51"
)
MONTH = (
    "SELECT a.offer_code, count(*) FROM cases_application a WHERE a.ended_at >="
    " now() - interval '60 days' GROUP BY 1"
)


# -- pages ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Crew:
    """Sessions by what their owner does; `department` is that of the officer."""

    officer: str
    clerk: str
    supervisor: str
    department: UUID
    of_login: Callable[[Any], str]


def crew() -> Crew:
    """Who opens the pages; each citizen is signed in when drawn."""
    from onevisit.accounts.models import User

    officer = User.objects.get(username=lifecycle.OFFICER)
    held = officer.grants.get()
    assert held.department_id is not None
    return Crew(
        session_of(officer),
        session_of(User.objects.get(username="clerk1")),
        session_of(User.objects.get(username="supervisor")),
        held.department_id,
        lambda login: session_of(User.objects.get(pk=login)),
    )


def pages(
    connection: psycopg.Connection, limit: float, limit_of_search: float
) -> Iterator[tuple[Page, ...]]:
    """Groups of pages; those of a group are opened in turn and told as one."""
    drawn, team = draw(connection), crew()
    yield from _desks(team, drawn, limit)
    yield from _citizens(team, drawn, limit)
    yield from _searching(team, drawn, limit_of_search)
    yield from _windows(team, drawn, limit)
    yield from _supervising(team, limit)


_SHOWN = {
    "": "",
    "free": " AND c.claimed_by_id IS NULL",
    "mine": " AND c.claimed_by_id IS NOT NULL",
    "intake": " AND c.state = 'submitted'",
    "paused": " AND c.paused",
    "two": " AND EXISTS (SELECT FROM cases_proposal q WHERE q.case_id = c.id AND q.state = 'open')",
}


def _desks(team: Crew, drawn: Drawn, limit: float) -> Iterator[tuple[Page, ...]]:
    whose = ({"department": team.department},)
    for show, where in _SHOWN.items():
        asked = (Request(f"/desk/?show={show}"),)
        name = f"desk, {show or 'all'}"
        yield (Page(name, team.officer, asked, DESK.format(where), whose, limit),)
    far = (Request("/desk/?after=9999-12-31_00000000-0000-0000-0000-000000000000"),)
    yield (Page("desk, its last pages", team.officer, far, DESK.format(""), whose, limit),)
    opened = tuple(Request(f"/desk/{each['id']}/") for each in drawn.cases)
    keys = tuple({"id": each["id"]} for each in drawn.cases)
    yield (Page("case", team.officer, opened, CASE, keys, limit),)


def _citizens(team: Crew, drawn: Drawn, limit: float) -> Iterator[tuple[Page, ...]]:
    def own(name: str, path: str, row: dict[str, Any], sql: str) -> Page:
        params = {"number": row["number"], "person": row["applicant_id"]}
        asked = (Request(path.format(**row)),)
        return Page(name, team.of_login(row["login"]), asked, sql, (params,), limit)

    some = drawn.applications[: DRAWN // 2]
    yield tuple(own("home of a citizen", "/", each, MINE) for each in some)
    yield tuple(own("a citizen's list", "/affairs/", each, MINE) for each in some)
    ended = "/affairs/?show=ended"
    yield tuple(own("a citizen's list, ended", ended, each, MINE) for each in some)
    status = "/affairs/{number}/"
    yield tuple(own("status, ended", status, each, STATUS) for each in some)
    running = drawn.running[: DRAWN // 2]
    yield tuple(own("status, running", status, each, STATUS) for each in running)


def _searching(team: Crew, drawn: Drawn, limit: float) -> Iterator[tuple[Page, ...]]:
    from onevisit.accounts.models import Person
    from onevisit.accounts.models.sealing import opened
    from onevisit.accounts.rules import PersonField

    numbers = tuple(Request(f"/lookup/?q={each['number']}") for each in drawn.applications)
    params = tuple({"number": each["number"]} for each in drawn.applications)
    yield (Page("search by number", team.clerk, numbers, BY_NUMBER, params, limit),)
    numbers = tuple(Request(f"/lookup/?q={each['number']}") for each in drawn.cases)
    params = tuple({"id": each["id"]} for each in drawn.cases)
    yield (Page("search by a case's number", team.clerk, numbers, CASE, params, limit),)
    absent = (Request("/lookup/?q=AL20260101-99"),)
    nobody = ({"number": "AL20260101-99"},)
    yield (Page("search by a number of nothing", team.clerk, absent, BY_NUMBER, nobody, limit),)
    names = tuple(Request("/lookup/find/", {"name": each["name"]}) for each in drawn.people)
    params = tuple({"name": each["name"]} for each in drawn.people)
    yield (Page("search by name", team.clerk, names, BY_NAME, params, limit),)
    people = Person.objects.in_bulk([each["id"] for each in drawn.people]).values()
    forms = [{"id_number": opened(each, PersonField.ID_NUMBER)} for each in people]
    asked = tuple(Request("/lookup/find/", form) for form in forms)
    params = tuple({"index": each.id_number_index} for each in people)
    yield (Page("search by ID number", team.clerk, asked, BY_PERSON, params, limit),)


def _windows(team: Crew, drawn: Drawn, limit: float) -> Iterator[tuple[Page, ...]]:
    people = tuple(Request(f"/window/people/{each['id']}/") for each in drawn.people)
    params = tuple({"person": each["id"]} for each in drawn.people)
    yield (Page("a person at the window", team.clerk, people, MINE, params, limit),)
    looked = tuple(Request(f"/lookup/{each['id']}/") for each in drawn.applications)
    keys = tuple({"number": each["number"]} for each in drawn.applications)
    yield (Page("an application looked up", team.clerk, looked, STATUS, keys, limit),)
    for name, path in (("out-window", "/window/out/"), ("parcels", "/window/parcels/")):
        yield (Page(name, team.clerk, (Request(path),), OUT, ({},), limit),)
    yield (Page("queue of the hall", team.clerk, (Request("/window/queue/"),), OUT, ({},), limit),)


def _supervising(team: Crew, limit: float) -> Iterator[tuple[Page, ...]]:
    def seen(name: str, path: str, sql: str, *, anew: bool = False) -> tuple[Page]:
        return (Page(name, team.supervisor, (Request(path),), sql, ({},), limit, anew),)

    yield seen("cards", "/oversight/cards/", CARDS.format(""))
    red = CARDS.format(" WHERE k.red")
    yield seen("cards, red", "/oversight/cards/?colour=red", red)
    yield seen("orders", "/oversight/orders/", "SELECT * FROM oversight_supervisionorder")
    for what in ("overdue", "soon", "intake", "suspended", "uncollected"):
        yield seen(f"board, {what}", f"/oversight/lists/{what}/", BOARD)
    for what in ("closed", "over-one", "decided", "late"):
        yield seen(f"list, {what}", f"/oversight/lists/{what}/", CLOSED)
    yield seen("director, figures kept", "/oversight/", BOARD)
    yield seen("director, figures anew", "/oversight/", MONTH, anew=True)
    yield seen("visits compared", "/oversight/visits/", MONTH, anew=True)
