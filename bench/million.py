"""A million cases with ten million events, and the pages of officers, citizens and supervisors.

`build` makes the county (see `multiplying`); every page is then opened in this process through the
product's own WSGI application, one after the other, and told with the plain SQL that asks for the
same rows. Archives, projects, mandates and lockers stand beside (see `beside`). The statements of
each page are counted before the county is multiplied and after: they must be as many. What is over
its limit is told with its slowest statement and PostgreSQL's plan.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from statistics import median
from typing import TYPE_CHECKING, Any

import psycopg

from bench import beside, beside_pages, filling, lifecycle, multiplying
from bench.browser import Browser, Send
from bench.million_pages import Page, pages
from bench.serving import in_process
from bench.table import Report, Row, verdict
from bench.timing import nearest_rank

if TYPE_CHECKING:
    from onevisit.accounts.rules import Actor

CASES = int(os.environ.get("ONEVISIT_BENCH_CASES", "1000000"))
COPIES = 100
LONG_SHARE = 0.65
"""So that there are ten events to a case: an ordinary one has six, a long one fourteen."""

LIMIT_MS = 150.0
LIMIT_OF_SEARCH_MS = 50.0
OPENED = 40
"""So often each page is opened, after three times that do not count."""

_WARM = 3
_BROKEN = 500
_SUSPENSIONS = 4
_LONG = 6
_PLAN_LINES = 14


def report(dsn: str, cases: int = CASES) -> Report:
    """Each page by the clock; the county must stand. At full size some eight minutes."""
    started = time.perf_counter()
    copies = prepare(cases)
    before = {each.name: each.statements for each in _opened(dsn, times=OPENED)}
    filled = build(dsn, copies)
    stand = beside.fill(dsn, cases)
    took = time.perf_counter() - started
    opened = list(_opened(dsn, times=OPENED))
    rows = [each.row() for each in opened]
    grown = [
        f"{each.name} {before[each.name]} → {each.statements}"
        for each in opened
        if each.statements > before.get(each.name, each.statements)
    ]
    rows.append(
        Row(
            "statements of a page, with all those cases",
            "as many as before" if not grown else "; ".join(grown),
            f"with {cases // copies:,}",
            f"{len(opened)} pages",
            "NOT within" if grown else "within",
        )
    )
    told = (
        f"filled: {filled.applications:,} applications, {filled.cases:,} cases,"
        f" {filled.open_cases:,} of them open, {filled.events:,} events;"
        f" {filled.rows:,} rows written, all in {took:.0f} s"
    )
    told += "; beside them " + ", ".join(f"{name} {n:,}" for name, n in stand.items())
    return Report(tuple(rows), (told, *(each.plan for each in opened if each.plan)))


def prepare(cases: int) -> int:
    """On the county that stands: some long histories, copies of all on other days, and what came
    due among them (cards, reminders, lapses). How many copies of that make so many cases.
    """
    from onevisit.config import schedule

    _long_histories()
    copies = min(COPIES, max(1, cases // 2_000))
    filling.fill(cases // (copies + 1) + 1, long_share=LONG_SHARE)
    schedule.run_due()
    return copies


def build(dsn: str, copies: int) -> filling.Filled:
    """So many times more of everything; a sample is folded and unsealed."""
    from django.db import connections

    connections.close_all()
    rows = multiplying.multiply(dsn, copies)
    filling.require_true()
    return filling.counted(rows)


def _long_histories() -> None:
    """Cases with a special procedure again and again, through the services, on days now past."""
    from onevisit.accounts import queries as accounts
    from onevisit.accounts.models import User

    officer = accounts.actor_for(User.objects.get(username=lifecycle.OFFICER))
    citizens = User.objects.filter(kind="citizen", person__isnull=False).order_by("id")
    for number, user in enumerate(citizens[:_LONG]):
        _long_history(accounts.actor_for(user), officer, 40 + number)


def _long_history(citizen: "Actor", officer: "Actor", back: int) -> None:
    from onevisit.cases import services
    from onevisit.kernel import clock

    days = iter(filling.working_days(back))
    with clock.travel(next(days)):
        case = lifecycle.handed_in(citizen)
        services.accept(case_id=case, actor=officer)
        services.claim(case_id=case, actor=officer)
    for _ in range(_SUSPENSIONS):
        day = next(days)
        with clock.travel(day):
            until = (day + timedelta(days=30)).date()
            services.suspend(case_id=case, reason="需要组织专家评审。", until=until, actor=officer)
        with clock.travel(next(days)):
            services.resume(case_id=case, actor=officer)
    with clock.travel(next(days)):
        lifecycle.decided(case, officer)


# -- opening -------------------------------------------------------------------------------------


@dataclass
class _Opened:
    """What came of one page: milliseconds by the clock, of the plain SQL, and its statements."""

    name: str
    limit: float
    took: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    plan: str = ""

    @property
    def statements(self) -> int:
        """The median: pages of different people and cases ask for what these have."""
        return int(median(self.asked))

    def row(self) -> Row:
        """A line of the table; by the 95th of 100 the limit is kept or not."""
        ranked = sorted(self.took)
        p95 = nearest_rank(ranked, 95)
        plain = median(self.plain)
        return Row(
            f"{self.name}, {self.statements} statements",
            f"p50 {median(ranked):.0f} ms, p95 {p95:.0f} ms",
            f"limit {self.limit:.0f} ms; plain SQL {plain:.1f} ms",
            f"{p95 / self.limit:.0%} of it; {median(ranked) / plain:.0f} ×",
            verdict(p95, self.limit),
        )


def _opened(dsn: str, times: int) -> Iterator[_Opened]:
    """Every page so often, in this process."""
    with psycopg.connect(dsn, autocommit=True, prepare_threshold=1) as plain, in_process() as send:
        limits = LIMIT_MS, LIMIT_OF_SEARCH_MS
        for group in chain(pages(plain, *limits), beside_pages.pages(plain, *limits)):
            found = _Opened(group[0].name, group[0].limit)
            _open_all(group, send, plain, found, times)
            yield found


def _open_all(
    group: tuple[Page, ...], send: Send, plain: psycopg.Connection, found: _Opened, times: int
) -> None:
    slowest: _Asked | None = None
    for number in range(-_WARM if times > 1 else -1, times):
        page = group[number % len(group)]
        if page.anew:
            _forget()
        turn = number // len(group) % len(page.requests)
        with _statements() as asked:
            took = _open(page, turn, send)
        if number >= 0:
            found.took.append(took)
            found.asked.append(len(asked))
            found.plain.append(_plain(page, turn, plain))
            slowest = max([slowest, *asked] if slowest else asked, key=lambda each: each.took)
    if slowest and nearest_rank(sorted(found.took), 95) > found.limit:
        found.plan = f"{found.name}: {slowest.took:.0f} ms of it\n{slowest.explained(plain)}"


def _open(page: Page, turn: int, send: Send) -> float:
    browser = Browser(send, {"sessionid": page.session, "csrftoken": "b" * 32})
    wanted = page.requests[turn]
    method = "GET" if wanted.form is None else "POST"
    answer = browser.ask(method, wanted.path, "page", wanted.form)
    if answer.status >= _BROKEN:
        raise RuntimeError(f"{wanted.path}: {answer.status}, which is no page to measure")
    return browser.took["page"][0]


def _plain(page: Page, turn: int, plain: psycopg.Connection) -> float:
    started = time.perf_counter()
    plain.execute(page.sql, page.params[turn % len(page.params)]).fetchall()
    return 1000 * (time.perf_counter() - started)


def _forget() -> None:
    from django.core.cache import cache

    cache.clear()


@dataclass(frozen=True)
class _Asked:
    """A statement the product sent."""

    took: float
    sql: str
    params: Any

    def explained(self, plain: psycopg.Connection) -> str:
        """How PostgreSQL answers it: the first lines."""
        lines = plain.execute(f"EXPLAIN (ANALYZE, COSTS OFF) {self.sql}", self.params).fetchall()
        return "\n".join(f"      {line[0][:150]}" for line in lines[:_PLAN_LINES])


@contextmanager
def _statements() -> Iterator[list[_Asked]]:
    from django.db import connection

    found: list[_Asked] = []

    def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            found.append(_Asked(1000 * (time.perf_counter() - started), str(sql), params))

    with connection.execute_wrapper(timed):
        yield found
