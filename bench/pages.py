"""The pages people wait for, at a hundred thousand cases and 16 clients without a pause."""

import random
import re
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import psycopg

from bench import filling, lifecycle, raw_sql, serving
from bench.browser import Browser, Line
from bench.table import Report, Row, verdict
from bench.timing import Act, OpenClient, Rate, percentile, rate, said

if TYPE_CHECKING:
    from onevisit.accounts.models import User

CLIENTS = lifecycle.CLIENTS
LIMIT_MS = 150.0
SECONDS = 30.0
ROUNDS = 3
WAITING = {1: 450, CLIENTS: CLIENTS * 60}
"""Drafts made for a round of handing in: more than the quickest machine seen so far got through."""
PAGES = ("home", "search", "checklist", "submit", "queue", "case", "director")
QUERIES = ("小饭馆", "高龄津贴", "社保卡", "换身份证", "营业执照", "shenfenzheng", "招牌", "排水")
_THING = f"/things/{lifecycle.OFFER}/"
_TOKEN = "b" * 32
_UUID = r"[0-9a-f-]{36}"


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft that wants only the signature: whose session, which address, what is signed."""

    session: str
    address: str
    form: dict[str, str]


def report(dsn: str, *, cases: int = filling.CASES) -> Report:
    """Each page's median and 95th percentile; then handing in over HTTP against frozen SQL."""
    from django.db import connections

    filled = filling.fill(cases)
    _do_what_is_due()
    with serving.server() as port:
        sessions = _sessions()
        ready = _drafts(CLIENTS * 60)
        connections.close_all()
        rows = _pages(port, sessions, ready)
        rows += _handing_in(port, dsn)
    remark = (
        f"filled: {filled.applications:,} applications, {filled.cases:,} cases,"
        f" {filled.open_cases:,} of them open; {filled.rows:,} rows copied"
    )
    return Report(tuple(rows), (remark,))


def _do_what_is_due() -> None:
    """The copied cases bring days of due work at once; where time has passed it was done long ago,
    and only what comes due meanwhile is done beside the pages.
    """
    from onevisit.config import schedule

    schedule.run_due()


# -- who asks ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sessions:
    """Sessions that are signed in, by whose they are."""

    citizens: list[str]
    officers: list[str]
    supervisor: str


def _sessions() -> _Sessions:
    from onevisit.accounts.models import User

    by_name = {each.username: each for each in User.objects.filter(kind="staff")}
    officers = [each for name, each in sorted(by_name.items()) if re.match(r"[a-z]+\d$", name)]
    approvers = [each for each in officers if not each.username.startswith("clerk")]
    citizens = User.objects.filter(username__startswith="bench").order_by("id")[:CLIENTS]
    return _Sessions(
        [session_of(each) for each in citizens],
        [session_of(each) for each in approvers],
        session_of(by_name["supervisor"]),
    )


def session_of(user: "User") -> str:
    """A session in which that login is signed in, as if by its page."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session: Any = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _browser(port: int, session: str) -> Browser:
    return Browser(Line(port), {"sessionid": session, "csrftoken": _TOKEN})


def _drafts(count: int) -> list[Ready]:
    """Drafts made through the services, each by somebody else, with nothing left but to sign."""
    from onevisit.accounts import queries as accounts
    from onevisit.accounts.models import User
    from onevisit.cases import services
    from onevisit.cases.queries import draft_view

    found = []
    used = _drafts_of(lifecycle.OFFER)
    people = User.objects.filter(username__startswith="bench").exclude(person_id__in=used)
    for user in people.order_by("-id")[:count]:
        actor = accounts.actor_for(user)
        draft = services.start_application(
            offer_code=lifecycle.OFFER, actor=actor, answers=lifecycle.ANSWERS
        )
        services.save_form(application_id=draft, values=lifecycle.FORM, actor=actor)
        view = draft_view(application_id=draft, actor=actor)
        form = {"digest": view.digest, "version": str(view.version), "promise": "1"}
        found.append(Ready(session_of(user), f"/apply/{draft}/sign/", form))
    return found


def _drafts_of(offer: str) -> list[uuid.UUID]:
    """Who has handed in, or begun, that thing lately."""
    from onevisit.cases.models import Application

    mine = Application.objects.filter(offer_code=offer)
    return list(mine.order_by("-created_at").values_list("applicant_id", flat=True)[:5_000])


# -- the pages -----------------------------------------------------------------------------------


def _pages(port: int, sessions: _Sessions, ready: list[Ready]) -> list[Row]:
    took: dict[str, list[float]] = defaultdict(list)
    for note in said(_walking(port, sessions, ready), clients=CLIENTS, seconds=SECONDS):
        assert isinstance(note, dict)
        for page, times in note.items():
            took[page] += times
    rows = []
    for page in PAGES:
        ranked = sorted(took[page])
        p95 = percentile(ranked, 95)
        rows.append(
            Row(
                f"{page}, {CLIENTS} clients",
                f"median {median(ranked):.0f} ms, p95 {p95:.0f} ms ({len(ranked)})",
                f"limit {LIMIT_MS:.0f} ms",
                f"{p95 / LIMIT_MS:.0%} of it",
                verdict(p95, LIMIT_MS),
            )
        )
    return rows


def _walking(port: int, sessions: _Sessions, ready: list[Ready]) -> OpenClient:
    """Clients that open one page after the other, each in an order of its own."""

    @contextmanager
    def opened(number: int) -> Iterator[Act]:
        walker = _Walker(
            random.Random(number),
            _browser(port, sessions.citizens[number % len(sessions.citizens)]),
            _browser(port, sessions.officers[number % len(sessions.officers)]),
            _browser(port, sessions.supervisor),
            ready[number::CLIENTS],
        )
        walker.prepare()
        yield walker.walk

    return opened


@dataclass
class _Walker:
    """One client: a citizen, an officer and the director in turn."""

    chosen: random.Random
    citizen: Browser
    officer: Browser
    director: Browser
    drafts: list[Ready]
    cases: list[str] = field(default_factory=list)

    def prepare(self) -> None:
        """Answer the questions the checklist reads; note the cases on the desk."""
        for key, answer in lifecycle.ANSWERS.items():
            self.citizen.post(f"{_THING}questions/{key}/", {"answer": answer}, "question")
        desk = self.officer.get("/desk/", "queue").text
        self.cases = sorted(set(re.findall(rf"/desk/({_UUID})/", desk)))

    def walk(self) -> dict[str, list[float]]:
        """Every page once; the milliseconds by page."""
        todo: dict[str, Act] = {
            "home": lambda: self.citizen.get("/", "home"),
            "search": self._search,
            "checklist": lambda: self.citizen.get(f"{_THING}checklist/", "checklist"),
            "submit": self._hand_in,
            "queue": lambda: self.officer.get("/desk/", "queue"),
            "case": lambda: self.officer.get(f"/desk/{self.chosen.choice(self.cases)}/", "case"),
            "director": lambda: self.director.get("/oversight/", "director"),
        }
        for page in self.chosen.sample(PAGES, len(PAGES)):
            todo[page]()
        took: dict[str, list[float]] = defaultdict(list)
        for browser in (self.citizen, self.officer, self.director):
            for page, times in browser.took.items():
                took[page] += times
            browser.took.clear()
        return dict(took)

    def _search(self) -> None:
        self.citizen.get(f"/search/?q={quote(self.chosen.choice(QUERIES))}", "search")

    def _hand_in(self) -> None:
        if self.drafts:
            _submit(self.drafts.pop(), self.citizen)


def _submit(draft: Ready, timed: Browser) -> None:
    """The one request that hands an application in, through the connection of `timed`."""
    cookies = dict(timed.cookies)
    timed.cookies.update(sessionid=draft.session, csrftoken=_TOKEN)
    try:
        sent = timed.post(draft.address, draft.form, "submit")
        if not sent.location.endswith("/receipt/"):
            raise RuntimeError(f"not handed in, but sent to {sent.location}")
    finally:
        timed.cookies.clear()
        timed.cookies.update(cookies)


# -- handing in over HTTP ------------------------------------------------------------------------


def _handing_in(port: int, dsn: str) -> list[Row]:
    """POST of the signed form, alone, against the frozen script's one transaction of that act."""
    from django.db import connections

    rows = []
    for clients in (1, CLIENTS):
        ours, peers = [], []
        for _ in range(ROUNDS):
            ready = _drafts(WAITING[clients])
            connections.close_all()
            lifecycle.prepare_frozen(dsn)
            peers.append(rate("frozen SQL", _frozen(dsn, clients), clients=clients, seconds=1.5))
            ours.append(rate("HTTP", _posting(port, ready, clients), clients=clients, seconds=2.0))
        rows.append(_submit_row(ours, peers))
    return rows


def _submit_row(ours: list[Rate], peers: list[Rate]) -> Row:
    whole = lifecycle.row(ours, peers)
    what = whole.what.replace("life cycle through HTTP", "handing in, one POST")
    return Row(what, whole.figure, whole.against, whole.ratio, whole.verdict)


def _posting(port: int, ready: list[Ready], clients: int) -> OpenClient:
    @contextmanager
    def opened(number: int) -> Iterator[Act]:
        mine = ready[number::clients]
        browser = _browser(port, mine[0].session)
        yield lambda: _submit(mine.pop(), browser)

    return opened


def _frozen(dsn: str, clients: int) -> OpenClient:
    """Drafts are there before the clock runs."""

    @contextmanager
    def opened(_: int) -> Iterator[Act]:
        with psycopg.connect(dsn, prepare_threshold=1) as connection:
            person = uuid.uuid4()
            drafts = [uuid.uuid4() for _ in range(4_000 // clients)]
            for each in drafts:
                raw_sql.draft(connection, each, person)
            yield lambda: raw_sql.submit(connection, drafts.pop(), uuid.uuid4(), person)

    return opened
