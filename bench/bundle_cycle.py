"""A bundle of five parts from its first question to its results in hand, against plain inserts.

One shop of the demonstration county, told as the county tells it: questions, form, papers, a
signature; five departments accept, look, decide; the clerk hands out. The peer writes the very rows
that came of it, row by row, into tables with nothing but a primary key, with as many commits.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import TYPE_CHECKING

import psycopg

from bench import filling, plain_rows, profiling, stage
from bench.table import Report, Row

if TYPE_CHECKING:
    from demo.founding import County
    from demo.schedule import Days
    from demo.stories import Story

ROUNDS = 7
_FOUNDED_BACK = 40
_BEGUN_BACK = 20


def report(dsn: str) -> Report:
    """The median of the rounds' own ratios; in each the peer runs right after the services."""
    from django.db import connection

    (county, days), story = founded(), _shop()
    with books():
        tell(county, days, story)
        with profiling.statements() as sent:
            tell(county, days, story)
        commits = sum(each == "COMMIT" for each in sent)
        written = _newest()
        ours, theirs = [], []
        with psycopg.connect(dsn, prepare_threshold=1) as plain:
            peer = plain_rows.Peer(plain, written, commits)
            for _ in range(ROUNDS):
                connection.close()
                ours.append(took(lambda: tell(county, days, story)))
                theirs.append(peer.took())
    ratio = median(their / own for own, their in zip(ours, theirs, strict=True))
    row = Row(
        "life cycle of a bundle of five parts, 1 client",
        f"median {1000 * median(ours):.0f} ms, {len(sent)} statements, {commits} commits",
        f"plain inserts of the same {peer.count} rows: {1000 * median(theirs):.0f} ms",
        f"{ratio:.0%}",
    )
    return Report((row,))


def founded() -> "tuple[County, Days]":
    """The county with no application yet, founded on a day of its own; and its days."""
    from django.db import transaction

    from demo import founding
    from demo.schedule import Days, at
    from onevisit.kernel import clock
    from onevisit.kernel.queries import load_calendar

    stage.prepare()
    days = Days(load_calendar(), clock.now())
    with transaction.atomic(), clock.travel(at(days.back(_FOUNDED_BACK), 0)):
        return founding.found(), days


@contextmanager
def books() -> Iterator[None]:
    """What payments and messages of the county are kept in beside the database."""
    from demo import joining, messaging, paying

    with paying.open_books(), messaging.open_books(), joining.open_books():
        yield


def tell(county: "County", days: "Days", story: "Story") -> None:
    """One story through the services, to its end."""
    from demo.schedule import Schedule
    from demo.telling import Teller

    schedule = Schedule(days.now)
    schedule.add(Teller(county, days, schedule).tell(story))
    for _ in schedule.run():
        pass


def _shop() -> "Story":
    from demo.cast import HOT_POT
    from demo.stories import Fate, Story

    return Story(
        "restaurant",
        "chenxiaolan",
        _BEGUN_BACK,
        HOT_POT,
        company="o1",
        shop="老灶台火锅",
        minute=60,
        fate=Fate(work=5),
        fates={"licence": Fate(accept=0, work=0), "sign": Fate(work=1)},
        collect=9,
    )


def took(act: Callable[[], object]) -> float:
    """Seconds by the clock."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _newest() -> plain_rows.Rows:
    """All rows of the application handed in last, which must have ended with five cases."""
    from django.apps import apps

    application = apps.get_model("cases", "Application")
    found = max(
        filling.templates(),
        key=lambda each: max(row["id"] for row in each.rows[application]),
    )
    if found.cases != 5 or found.open:
        raise RuntimeError(f"{found.cases} cases, and the application is open: {found.open}")
    return found.rows
