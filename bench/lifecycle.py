"""The whole life cycle through the services against the frozen SQL, in one run."""

import queue
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

import psycopg

from bench import raw_sql
from bench.timing import Rate, median_rate, rate

if TYPE_CHECKING:
    from demo.founding import County
    from onevisit.accounts.rules import Actor

T = TypeVar("T")
OFFER = "11339921000000182U4330511020000"
ANSWERS = {"applicant_for": "self", "age_band": "80", "pay_to": "social_card"}
FORM = {"elder.address": "安澜县云溪镇竹里村 8 号"}
OFFICER = "civil1"
BY_HAND = ("household", "social_card_account")
CLIENTS = 16


class Pool(Generic[T]):
    """Things of which each client needs one for itself while it acts."""

    def __init__(self, things: list[T]) -> None:
        self._free: queue.SimpleQueue[T] = queue.SimpleQueue()
        for thing in things:
            self._free.put(thing)

    @contextmanager
    def one(self) -> Iterator[T]:
        """One of them, given back after."""
        thing = self._free.get()
        try:
            yield thing
        finally:
            self._free.put(thing)


def raw(dsn: str, clients: int, acts: int) -> Rate:
    """The frozen script."""
    connections = [psycopg.connect(dsn, prepare_threshold=1) for _ in range(clients)]
    try:
        raw_sql.prepare(connections[0])
        pool = Pool(connections)
        person, officer = uuid.uuid4(), uuid.uuid4()

        def act(_: int) -> None:
            with pool.one() as connection:
                raw_sql.life_cycle(connection, person, officer)

        return rate("frozen SQL", act, clients=clients, acts=acts)
    finally:
        for connection in connections:
            connection.close()


def life_cycle(citizen: "Actor", officer: "Actor") -> None:
    """The same facts through the services."""
    from onevisit.cases import services
    from onevisit.cases.queries import case_view, draft_view, status_view

    application = services.start_application(offer_code=OFFER, actor=citizen, answers=ANSWERS)
    services.save_form(application_id=application, values=FORM, actor=citizen)
    draft = draft_view(application_id=application, actor=citizen)
    services.submit(
        application_id=application,
        actor=citizen,
        signed_digest=draft.digest,
        version=draft.version,
    )
    case = status_view(application_id=application, actor=citizen).cases[0].id
    services.accept(case_id=case, actor=officer)
    services.claim(case_id=case, actor=officer)
    for material in BY_HAND:
        services.set_verdict(case_id=case, material=material, verdict="ok", actor=officer)
    services.give_opinion(case_id=case, step="review", text="符合条件，拟同意。", actor=officer)
    seen = case_view(case_id=case, actor=officer)
    services.decide(
        case_id=case, outcome="approve", reason="", actor=officer, last_seq=seen.version
    )


def approver(county: "County") -> "Actor":
    """The officer who decides this item."""
    return county.actors[OFFICER]


def through_services(county: "County", clients: int, acts: int) -> Rate:
    """Services called from threads of one process."""
    from django.db import connection

    citizens = [county.actors[key] for key in list(county.people)[:clients]]
    officer = approver(county)
    pool = Pool(citizens)

    def act(_: int) -> None:
        with pool.one() as citizen:
            life_cycle(citizen, officer)

    try:
        return rate("services", act, clients=clients, acts=acts)
    finally:
        connection.close()


def report(dsn: str, county: "County", *, runs: int = 3, acts: int = 60) -> list[str]:
    """One client and 16, each pair in this run, medians of `runs`; then where the time goes."""
    lines = []
    for clients in (1, CLIENTS):
        raws = [raw(dsn, clients, acts * 4) for _ in range(runs)]
        ours = [through_services(county, clients, acts) for _ in range(runs)]
        peer, own = median_rate(raws), median_rate(ours)
        times = f"median {own.median_ms:.0f} ms, p95 {own.p95_ms:.0f} ms"
        lines += [
            f"{peer.name}, {clients} clients: {peer.per_second:.0f} life cycles/s",
            f"{own.name}, {clients} clients: {own.per_second:.1f}/s, {times}",
            f"services ÷ SQL, {clients} clients: {own.per_second / peer.per_second:.1%}",
        ]
    return [*lines, *profile(county)]


def profile(county: "County", *, acts: int = 20, rows: int = 12) -> list[str]:
    """Where the time of a life cycle through services goes: by statement count and by package."""
    import cProfile
    import pstats

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    citizen, officer = county.actors[next(iter(county.people))], approver(county)
    life_cycle(citizen, officer)
    with CaptureQueriesContext(connection) as captured:
        life_cycle(citizen, officer)
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(acts):
        life_cycle(citizen, officer)
    profiler.disable()
    shares: dict[str, float] = {}
    for (path, _, _), timing in pstats.Stats(profiler).stats.items():  # type: ignore[attr-defined]
        shares[_package(path)] = shares.get(_package(path), 0.0) + timing[2]
    total = sum(shares.values())
    top = sorted(shares.items(), key=lambda each: -each[1])[:rows]
    return [
        f"statements of one life cycle through services: {len(captured)} (with BEGIN and COMMIT)",
        "own time by package: " + ", ".join(f"{name} {own / total:.0%}" for name, own in top),
    ]


def _package(path: str) -> str:
    if "site-packages/" in path:
        parts = path.rsplit("site-packages/", 1)[1].split("/")
        return ".".join(parts[: 3 if parts[0] == "django" else 1]).removesuffix(".py")
    if "/onevisit/" in path:
        return "onevisit." + path.rsplit("/onevisit/", 1)[1].split("/", 1)[0]
    return "python"
