"""The pages of archives, projects, mandates and lockers, and the plain SQL beside each."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

import psycopg

from bench.million_pages import DRAWN, Page, Request
from bench.pages import session_of

_PACKAGE = (
    "SELECT id, number, title, year, retention FROM archive_package{} ORDER BY id DESC LIMIT 51"
)
_HOLDER = (
    "SELECT k.id, k.number, k.title FROM archive_package k JOIN cases_case c ON c.id = k.case_id"
    " JOIN cases_application a ON a.id = c.application_id"
    " JOIN accounts_person p ON p.id = a.applicant_id WHERE p.id = %(person)s ORDER BY 1 LIMIT 51"
)
_DUE = (
    "SELECT p.id, p.number, p.title FROM archive_kept k"
    " JOIN archive_package p ON p.id = k.package_id"
    " WHERE k.keep_until < current_date ORDER BY k.keep_until, p.id LIMIT 51"
)
_BATCH = (
    "SELECT p.id, p.number, p.title FROM archive_transferpiece t"
    " JOIN archive_package p ON p.id = t.package_id WHERE t.transfer_id = %(id)s"
)
_PROJECTS = "SELECT id, code, name FROM projects_project ORDER BY registered_at DESC LIMIT 21"
_PARTS = (
    "SELECT a.id, a.number, c.id, c.number, c.state FROM projects_projectapplication x"
    " JOIN cases_application a ON a.id = x.application_id"
    " JOIN cases_case c ON c.application_id = a.id WHERE x.project_id = %(id)s"
)
_MANDATES = "SELECT id, number, until FROM accounts_authority WHERE {} = %(id)s"
_DOORS = (
    "SELECT s.id, s.number, s.door FROM delivery_stay s"
    " JOIN delivery_locker l ON l.id = s.locker_id"
    " WHERE s.state IN ('reserved', 'laid', 'overdue') AND l.point_id = %(id)s"
)
Groups = Iterator[tuple[Page, ...]]


def pages(connection: psycopg.Connection, limit: float, limit_of_search: float) -> Groups:
    """Groups of pages, as `million_pages.pages` gives them."""
    yield from _archive(connection, limit, limit_of_search)
    yield from _projects(connection, limit)
    yield from _mandates(connection, limit)
    yield from _lockers(connection, limit)


def _of(username: str) -> str:
    from onevisit.accounts.models import User

    return session_of(User.objects.get(username=username))


def _some(connection: psycopg.Connection, statement: str, number: int = DRAWN) -> list[Any]:
    """From all over a table: its keys are spread by a digest."""
    return connection.execute(f"{statement} ORDER BY md5(id::text) LIMIT {number}").fetchall()


def _one(connection: psycopg.Connection, statement: str) -> Any:
    return connection.execute(statement).fetchall()[0]


def _archive(connection: psycopg.Connection, limit: float, quick: float) -> Groups:
    archivist = _of("archivist1")

    def seen(name: str, query: str, where: str, most: float = limit) -> tuple[Page]:
        sql = _PACKAGE.format(where)
        return (Page(f"archive, {name}", archivist, (Request(query),), sql, ({},), most),)

    yield seen("newest", "/archive/", "")
    year, department = _one(connection, _OLDEST)
    told, far = f"department={department}", _one(connection, _FURTHER)[0]
    for name, query, where in (
        ("a year", f"?year={year}", f" WHERE year = {year}"),
        ("a year of a department", f"?year={year}&{told}", f" WHERE year = {year}"),
        ("a retention, further on", f"?retention=D30&after={far}", " WHERE retention = 'D30'"),
        ("taken over", "?origin=taken", " WHERE case_id IS NULL"),
        ("held", "?held=1", " WHERE case_id IN (SELECT case_id FROM archive_hold)"),
        ("an item", "?item=newborn", " WHERE item_code = 'newborn'"),
    ):
        yield seen(name, f"/archive/{query}", where)
    rows = _some(connection, "SELECT id, number, case_number FROM archive_package")
    numbers = tuple(Request(f"/archive/?q={quote(number)}") for _, number, _ in rows)
    cases = tuple(Request(f"/archive/?q={quote(case or number)}") for _, number, case in rows)
    keys = tuple({"id": row[0]} for row in rows)
    one = _PACKAGE.format(" WHERE id = %(id)s")
    yield (Page("archive, search by number", archivist, numbers, one, keys, quick),)
    yield (Page("archive, search by a case's number", archivist, cases, one, keys, quick),)
    for name, word in (
        ("a common word", "许可"),
        ("a rare word", _one(connection, _RARE)[0]),
        ("no such word", "渔船"),
    ):
        yield seen(
            f"search, {name}", f"/archive/?q={quote(word)}", " WHERE title LIKE '%%渔船%%'", quick
        )
    people = _some(connection, _HOLDERS)
    named = tuple(Request("/archive/find/", {"holder": name}) for _, name in people)
    whose = tuple({"person": key} for key, _ in people)
    yield (Page("archive, search by name", archivist, named, _HOLDER, whose, quick),)
    proven = tuple(Request("/archive/find/", {"holder": each}) for each in _numbers(people))
    yield (Page("archive, search by ID number", archivist, proven, _HOLDER, whose, quick),)
    shown = tuple(Request(f"/archive/packages/{row[0]}/") for row in rows)
    yield (Page("archive, a package", archivist, shown, one, keys, limit),)
    yield (Page("archive, what is due", archivist, (Request(_DUES),), _DUE, ({},), limit),)
    for name, path in (("transfers", "transfers"), ("taking over", "old")):
        yield seen(name, f"/archive/{path}/", "")
    for table, statement in _LISTS.items():
        found = _some(connection, statement, 5)
        asked = tuple(Request(f"/archive/{table}s/{key}/") for (key,) in found)
        params = tuple({"id": key} for (key,) in found)
        yield (Page(f"archive, a {table} of 200", archivist, asked, _BATCH, params, limit),)


_OLDEST = (
    "SELECT year, department_id FROM archive_package WHERE case_id IS NULL ORDER BY id LIMIT 1"
)
_FURTHER = (
    "SELECT id FROM archive_package WHERE retention = 'D30' ORDER BY id"
    " OFFSET (SELECT count(*) / 2 FROM archive_package WHERE retention = 'D30') LIMIT 1"
)
_RARE = (
    "SELECT CASE WHEN EXISTS (SELECT FROM archive_package WHERE title LIKE '%补正')"
    " THEN '补正' ELSE '登记' END"
)
"""In a large county a word of what was taken over alone; in a small one what is there."""
_HOLDERS = (
    "SELECT id, name FROM accounts_person WHERE id_number_index > ''"
    " AND id IN (SELECT applicant_id FROM archive_package)"
)
_DUES = "/archive/destructions/"
_GIVERS = (
    "SELECT id FROM accounts_person"
    " WHERE id IN (SELECT principal_id FROM accounts_authority WHERE agent_id IS NOT NULL)"
)
_LISTS = {
    "transfer": "SELECT id FROM archive_transfer",
    "destruction": "SELECT id FROM archive_destruction",
}


def _numbers(people: Sequence[Any]) -> list[str]:
    from onevisit.accounts.models import Person
    from onevisit.accounts.models.sealing import opened
    from onevisit.accounts.rules import PersonField

    known = Person.objects.in_bulk([key for key, _ in people])
    return [opened(known[key], PersonField.ID_NUMBER) for key, _ in people]


def _projects(connection: psycopg.Connection, limit: float) -> Groups:
    clerk, supervisor = _of("clerk1"), _of("supervisor")
    asked = (Request("/desk/projects/"),)
    for name, session in (
        ("window", clerk),
        ("supervisor", supervisor),
        ("office", _of("housing1")),
    ):
        yield (Page(f"projects, {name}", session, asked, _PROJECTS, ({},), limit),)
    found = _some(connection, "SELECT id, code FROM projects_project")
    one = tuple(Request(f"/desk/projects/{code}/") for _, code in found)
    keys = tuple({"id": key} for key, _ in found)
    yield (Page("projects, one", supervisor, one, _PARTS, keys, limit),)
    summed = (Request("/desk/projects/summary/"),)
    for name, anew in (("projects, summed up", False), ("projects, summed up anew", True)):
        yield (Page(name, supervisor, summed, _PROJECTS, ({},), limit, anew),)


def _mandates(connection: psycopg.Connection, limit: float) -> Groups:
    from onevisit.accounts.models import User

    busy = "SELECT agent_id AS id FROM accounts_authority WHERE agent_id IS NOT NULL GROUP BY 1"
    known = connection.execute(f"{busy} ORDER BY count(*) DESC LIMIT 5").fetchall()
    for name, column, keys in (
        ("of an agent of four hundred", "agent_id", known),
        ("of anybody", "principal_id", _some(connection, _GIVERS, 20)),
    ):
        sql = _MANDATES.format(column)
        group, window = [], []
        for (key,) in keys:
            params = ({"id": key},)
            window.append(Request(f"/window/people/{key}/mandates/"))
            for user in User.objects.filter(person_id=key):
                own = (Request("/account/mandates/"),)
                group.append(Page(f"mandates {name}", session_of(user), own, sql, params, limit))
        if group:
            yield tuple(group)
        at = tuple({"id": key} for (key,) in keys)
        yield (Page(f"mandates {name}, window", _of("clerk1"), tuple(window), sql, at, limit),)
    helping = "SELECT helper_id FROM accounts_authority WHERE number = 'WTB-1'"
    for (helper,) in connection.execute(helping).fetchall():
        session, sql = session_of(User.objects.get(pk=helper)), _MANDATES.format("helper_id")
        asked, params = (Request("/helper/"),), ({"id": helper},)
        yield (Page("a helper of four hundred", session, asked, sql, params, limit),)


def _lockers(connection: psycopg.Connection, limit: float) -> Groups:
    clerk = _of("clerk1")
    here = connection.execute("SELECT point_id FROM delivery_locker ORDER BY id LIMIT 1").fetchall()
    params = tuple({"id": key} for (key,) in here)
    asked = (Request("/window/lockers/"),)
    yield (Page("lockers", clerk, asked, _DOORS, params, limit),)
    lying = _some(connection, "SELECT id FROM delivery_stay WHERE state = 'laid'", 10)
    stays = tuple(Request(f"/window/lockers/stays/{key}/") for (key,) in lying)
    yield (Page("lockers, a door", clerk, stays, _DOORS, params, limit),)
