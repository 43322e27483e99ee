"""The whole life cycle through the services against the frozen SQL, in one run."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg

from bench import profiling, raw_sql
from bench.table import Report, Row
from bench.timing import Act, OpenClient, Rate, median_rate, median_ratio, rate

if TYPE_CHECKING:
    from demo.founding import County
    from onevisit.accounts.rules import Actor

OFFER = "11339921000000182U4330511020000"
ANSWERS = {"applicant_for": "self", "age_band": "80", "pay_to": "social_card"}
FORM = {"elder.address": "安澜县云溪镇竹里村 8 号"}
OFFICER = "civil1"
BY_HAND = ("household", "social_card_account")
OPINION = "符合条件，拟同意。"
CLIENTS = 16
ROUNDS = 5


def frozen(dsn: str) -> OpenClient:
    """Clients of the frozen script, each with a connection that prepares its statements."""

    @contextmanager
    def opened(_: int) -> Iterator[Act]:
        with psycopg.connect(dsn, prepare_threshold=1) as connection:
            person, officer = uuid.uuid4(), uuid.uuid4()
            yield lambda: raw_sql.life_cycle(connection, person, officer)

    return opened


def prepare_frozen(dsn: str) -> None:
    """Make the frozen tables anew."""
    with psycopg.connect(dsn) as connection:
        raw_sql.prepare(connection)


def life_cycle(citizen: "Actor", officer: "Actor") -> None:
    """The same facts through the services."""
    from onevisit.cases import services

    case = handed_in(citizen)
    services.accept(case_id=case, actor=officer)
    services.claim(case_id=case, actor=officer)
    decided(case, officer)


def handed_in(citizen: "Actor") -> uuid.UUID:
    """An application from its draft to its number; its case."""
    from onevisit.cases import services
    from onevisit.cases.queries import draft_view, status_view

    application = services.start_application(offer_code=OFFER, actor=citizen, answers=ANSWERS)
    services.save_form(application_id=application, values=FORM, actor=citizen)
    draft = draft_view(application_id=application, actor=citizen)
    services.submit(
        application_id=application,
        actor=citizen,
        signed_digest=draft.digest,
        version=draft.version,
        commitments=[line.key for line in draft.pledged],
    )
    return status_view(application_id=application, actor=citizen).cases[0].id


def decided(case: uuid.UUID, officer: "Actor") -> None:
    """A claimed case from its verdicts to its result."""
    from onevisit.cases import services
    from onevisit.cases.queries import case_view

    for material in BY_HAND:
        services.set_verdict(case_id=case, material=material, verdict="ok", actor=officer)
    services.give_opinion(case_id=case, step="review", text=OPINION, actor=officer)
    seen = case_view(case_id=case, actor=officer)
    services.decide(
        case_id=case, outcome="approve", reason="", actor=officer, last_seq=seen.version
    )


def approver(county: "County") -> "Actor":
    """The officer who decides this item."""
    return county.actors[OFFICER]


def through_services(county: "County") -> OpenClient:
    """Clients that call the services, each a citizen of their own; all have one officer."""
    citizens = list(county.people)
    officer = approver(county)

    @contextmanager
    def opened(number: int) -> Iterator[Act]:
        from django.db import connection

        citizen = county.actors[citizens[number]]
        try:
            yield lambda: life_cycle(citizen, officer)
        finally:
            connection.close()

    return opened


def report(dsn: str, county: "County", *, rounds: int = ROUNDS, seconds: float = 3.0) -> Report:
    """One client and 16; in each round the frozen script runs right before ours."""
    rows = []
    for clients in (1, CLIENTS):
        peers, ours = [], []
        for _ in range(rounds):
            peers.append(rate_of_frozen(dsn, clients, seconds))
            ours.append(
                rate("services", through_services(county), clients=clients, seconds=2 * seconds)
            )
        rows.append(row(ours, peers))
    return Report(tuple(rows), tuple(profile(county)))


def rate_of_frozen(dsn: str, clients: int, seconds: float) -> Rate:
    """One round of the frozen script on fresh tables."""
    from django.db import connections

    connections.close_all()  # a connection must not be shared with the clients' processes
    prepare_frozen(dsn)
    return rate("frozen SQL", frozen(dsn), clients=clients, seconds=seconds)


def row(ours: list[Rate], peers: list[Rate]) -> Row:
    """Medians of the rounds; the ratio is the median of the rounds' own ratios."""
    own, peer = median_rate(ours), median_rate(peers)
    times = f"median {own.median_ms:.0f} ms, p95 {own.p95_ms:.0f} ms"
    clients = "1 client" if own.clients == 1 else f"{own.clients} clients"
    return Row(
        f"life cycle through {own.name}, {clients}",
        f"{own.per_second:.1f}/s ({times})",
        f"{peer.name}: {peer.per_second:.0f}/s",
        f"{median_ratio(ours, peers):.1%}",
    )


def profile(county: "County") -> list[str]:
    """Where the time of a life cycle through services goes: by statement count and by package."""
    citizen, officer = county.actors[next(iter(county.people))], approver(county)
    life_cycle(citizen, officer)
    with profiling.statements() as sent:
        life_cycle(citizen, officer)
    spent = profiling.by_package(lambda: life_cycle(citizen, officer), acts=20)
    return [
        f"life cycle through services: {len(sent)} statements, with BEGIN and COMMIT",
        f"its time by package: {spent}",
    ]
