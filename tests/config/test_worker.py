"""What the house does by itself: when due, once, whatever was in the way."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import OperationalError

from onevisit.cases.models import CaseEvent, RedCard
from onevisit.config import checkup, schedule, watching
from onevisit.config.schedule import DAY, MINUTE, Job
from onevisit.kernel import clock
from onevisit.kernel import services as kernel
from tests.factories import cases as make

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


class Count:
    """A deed that knows how often it was done, and fails the first `failing` times."""

    def __init__(self, failing: int = 0) -> None:
        self.done, self.failing = 0, failing

    def __call__(self) -> str:
        if self.failing:
            self.failing -= 1
            raise ValueError("not now")
        self.done += 1
        return "done"


@pytest.fixture(autouse=True)
def never_done() -> None:
    cache.clear()


def test_a_job_is_done_when_its_time_has_come_and_not_before() -> None:
    often, daily = Count(), Count()
    table = (Job("often", MINUTE, often), Job("daily", DAY, daily))
    for after in (timedelta(0), timedelta(seconds=59), timedelta(seconds=61), DAY):
        with clock.travel(make.MONDAY + after):
            schedule.run_due(table)
    assert (often.done, daily.done) == (3, 2)


def test_one_that_fails_keeps_no_other_from_being_done_and_is_tried_again() -> None:
    bad, good = Count(failing=1), Count()
    table = (Job("bad", DAY, bad), Job("good", DAY, good))
    with clock.travel(make.MONDAY):
        assert schedule.run_due(table) == 1
        assert set(schedule.last_done(table)) == {"good"}
        assert schedule.run_due(table) == 1
    assert (bad.done, good.done) == (1, 1)


def test_a_worker_that_was_away_for_ten_working_days_makes_up_for_them_once() -> None:
    with clock.travel(make.MONDAY):
        here = make.county()
        application = make.submitted(here)
        schedule.run_due()
    for _ in range(2):
        with clock.travel(make.MONDAY + timedelta(days=14)):
            schedule.run_due()
    deemed = CaseEvent.objects.filter(action="deem_accepted")
    assert deemed.count() == RedCard.objects.count() == application.cases.count()
    assert {event.effective_at for event in deemed} == {make.MONDAY}


def test_the_work_of_a_minute_ago_counts_for_every_worker() -> None:
    with clock.travel(make.MONDAY):
        schedule.run_due()
        assert schedule.run_due() == 0


def test_watchers_see_when_each_job_was_last_done_and_the_doctor_misses_it() -> None:
    kernel.seed_calendar()
    assert not _doctor_is_content()
    schedule.run_due()
    assert 'onevisit_job_done_timestamp_seconds{job="cases.sweep"}' in watching.text()
    assert _doctor_is_content()
    with clock.travel(clock.now() + timedelta(minutes=20)):
        assert not _doctor_is_content()


def _doctor_is_content() -> bool:
    return {line.name: line.ok for line in checkup.of_the_house()}["background worker"]


def test_without_a_database_the_metrics_leave_the_jobs_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(cache, "get_many", away)
    assert watching._of_jobs() == {}


def test_the_worker_waits_for_a_database_that_is_away() -> None:
    nowhere = "postgresql://nobody:x@127.0.0.1:9/onevisit"
    done = subprocess.run(
        [sys.executable, "-m", "onevisit.config.worker", "--once"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": nowhere, "PYTHONWARNINGS": "default"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "no database to work on: OperationalError" in done.stderr
