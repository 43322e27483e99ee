"""Builds the county in one transaction: it is there whole or not at all."""

import gc
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from demo import (
    absences,
    archiving,
    asking,
    carding,
    cast,
    curating,
    elsewhere,
    exchanging,
    founding,
    helping,
    joining,
    lodging,
    looking_back,
    messaging,
    noticing,
    ordering,
    passing,
    paying,
    planning,
    projecting,
    registering,
    reviewing,
    unifying,
    waiting,
    wording,
)
from demo.calls import calls
from demo.month import month
from demo.rating import rating
from demo.schedule import Days, Schedule, Telling, at
from demo.stories import Story
from demo.telling import Teller
from onevisit.accounts.rules import SYSTEM
from onevisit.audit import queries as audit_queries
from onevisit.audit import services as audit
from onevisit.audit.rules import Filter
from onevisit.cases import services as cases
from onevisit.journeys import services as journeys
from onevisit.kernel import clock
from onevisit.kernel import services as kernel
from onevisit.kernel.progress import Progress
from onevisit.kernel.queries import load_calendar
from onevisit.oversight import services as oversight
from onevisit.vault import services as vault

BUILT = "demo.built"
FOUNDED_BACK = 40
"""The county was founded so many working days ago; its first application came after that."""

_LOCK = 0x0DE30
_REPLAN_EVERY = 250
"""Applications. Statements are planned once for tables of one size; in one transaction a table
grows from nothing to thousands of rows.
"""


def is_built() -> bool:
    """Whether the county stands."""
    return bool(audit_queries.trail(Filter(action=BUILT), size=1).rows)


def build(
    *, now: datetime | None = None, stories: Iterable[Story] | None = None, more: int = 0
) -> bool:
    """Build the county up to `now`; False if it stands already. The data is that of the day it was
    built on: the same day gives the same county. `more` applications are drawn beside the told.

    A kill in the midst leaves no row behind, and its files are cleared away by the next build; two
    builders at once build it once.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if is_built():
            return False
        vault.sweep(older_than_seconds=0)
        told = _all() if stories is None else list(stories)
        _tell(told, now or clock.now(), more)
        audit.record(
            action=BUILT,
            target_type="demo.county",
            target_id="339921",
            actor=SYSTEM,
            facts={"stories": len(told), "drawn": more},
        )
    return True


def _all() -> list[Story]:
    more = (elsewhere, lodging, helping, passing)
    return [*cast.told(), *(s for each in more for s in each.stories()), *cast.ordinary()]


def told_count() -> int:
    """How many applications are told, however few are drawn."""
    return len(_all())


def _tell(stories: list[Story], now: datetime, more: int) -> None:
    with Progress("Building the county", total=len(stories) + more) as line:
        kernel.seed_calendar()
        days = Days(load_calendar(), now)
        with clock.travel(at(days.back(FOUNDED_BACK), 0)):
            county = founding.found()
        schedule = Schedule(now)
        teller = Teller(county, days, schedule)
        schedule.add(_sweeping(days))
        schedule.add(rating(county, days, FOUNDED_BACK))
        schedule.add(waiting.tell(county, days))
        schedule.add(calls(county, days))
        schedule.add(absences.told(county, days))
        schedule.add(curating.told(county, days))
        schedule.add(curating.heard(county, days))
        schedule.add(unifying.told(county, days))
        schedule.add(reviewing.told(county, days))
        schedule.add(exchanging.told(county, days))
        schedule.add(registering.told(county, days))
        schedule.add(planning.told(county, days))
        schedule.add(projecting.told(county, days))
        schedule.add(projecting.reviewed(county, days))
        schedule.add(noticing.told(county, days))
        schedule.add(wording.told(county, days))
        schedule.add(ordering.told(county, days))
        schedule.add(asking.told(county, days))
        schedule.add(carding.told(county, days))
        schedule.add(looking_back.told(county, days))
        schedule.add(paying.told(days, FOUNDED_BACK - 1))
        schedule.add(passing.told(county, days))
        schedule.add(archiving.told(county, days))
        schedule.add(messaging.told(county, days, FOUNDED_BACK))
        schedule.add(joining.told(county, days))
        for given in (*helping.told(county, days), *elsewhere.told(county, days)):
            schedule.add(given)
        for story in (*stories, *month(county.offers, days, more)):
            schedule.add(_counted(teller.tell(story), line))
        with _seldom_collected(), paying.open_books(), messaging.open_books(), joining.open_books():
            for _ in schedule.run():
                pass
        journeys.work_figures()
        journeys.count_situations()


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Hundreds of thousands of rows come and go; looking for cycles among them at Python's usual
    pace takes a good part of the time.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _counted(telling: Telling, line: Progress) -> Telling:
    """Each application counts as it has come in; what offices do with it goes on beside it."""
    yield from telling
    line.advance()
    if line.done % _REPLAN_EVERY == 0:
        with connection.cursor() as cursor:
            cursor.execute("DISCARD PLANS")


def _sweeping(days: Days) -> Telling:
    """What the server does by itself: twice a day here, when offices open and before they close."""
    for back in range(FOUNDED_BACK - 1, 0, -1):
        yield at(days.back(back), 2)
        cases.sweep()
        oversight.show_cards()
        yield at(days.back(back), 425)
        cases.sweep()
    yield at(days.today, 2)
    cases.sweep()
    oversight.show_cards()


def tear_down() -> None:
    """Forget the whole database and every kept file, and lay the tables anew. Needs the owner.

    Raises RuntimeError outside demo mode.
    """
    if not settings.DEMO:
        raise RuntimeError("only a demonstration may be torn down")
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    shutil.rmtree(Path(settings.VAULT_ROOT), ignore_errors=True)
    call_command("prepare_database", verbosity=0)
