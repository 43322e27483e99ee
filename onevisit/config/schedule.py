"""What the house does by itself again and again, and when each was last done.

A job asks nobody for permission and finds out itself what is due, so it may be run at any time, by
several workers, and after any pause: what was missed is made up for once. That is why there is no
queue of jobs to lose (docs/adr/0008).
"""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import OperationalError

from onevisit.accounts import services as accounts
from onevisit.archive import services as archive
from onevisit.cases import services as cases
from onevisit.catalogue import services as catalogue
from onevisit.catalogue.services import exchange
from onevisit.delivery import services as delivery
from onevisit.guidance import services as guidance
from onevisit.hall import services as hall
from onevisit.journeys import services as journeys
from onevisit.kernel import clock
from onevisit.notifications import services as notifications
from onevisit.oversight import services as oversight
from onevisit.payments import services as payments
from onevisit.projects import services as projects
from onevisit.reporting import services as reporting
from onevisit.vault import services as vault

SOON = timedelta(seconds=2)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_PREFIX = "jobs.done."
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """`run` is called when it was last done, by whichever worker, at least `every` ago."""

    name: str
    every: timedelta
    run: Callable[[], object]


JOBS: tuple[Job, ...] = (
    Job("cases.sweep", MINUTE, cases.sweep),
    Job("cases.roll_drafts", MINUTE, cases.roll_drafts),
    Job("cases.sweep_lockers", MINUTE, cases.sweep_lockers),
    Job("delivery.tell_late_bags", MINUTE, delivery.tell_late_bags),
    Job("cases.remind_of_visits", HOUR, cases.remind_of_visits),
    Job("notifications.sweep", SOON, notifications.sweep),
    Job("reporting.plan", SOON, reporting.plan),
    Job("reporting.tell", SOON, reporting.tell),
    Job("payments.sweep", MINUTE, payments.sweep),
    Job("payments.compare_days", HOUR, payments.compare_days),
    Job("oversight.show_cards", MINUTE, oversight.show_cards),
    Job("oversight.sweep_orders", MINUTE, oversight.sweep_orders),
    Job("reporting.exchange_files", MINUTE, reporting.exchange_files),
    Job("oversight.count_exceeding", HOUR, oversight.count_exceeding),
    Job("hall.close_days", HOUR, hall.close_days),
    Job("archive.sweep", MINUTE, archive.sweep),
    Job("vault.sweep", DAY, vault.sweep),
    Job("catalogue.apply_plans", MINUTE, catalogue.apply_plans),
    Job("catalogue.lint_everything", DAY, catalogue.lint_everything),
    Job("catalogue.count_deviations", DAY, catalogue.count_deviations),
    Job("catalogue.forget_exchange", DAY, exchange.forget_exchange),
    Job("journeys.ask_for_missing", HOUR, journeys.ask_for_missing),
    Job("reporting.forget", DAY, reporting.forget),
    Job("guidance.forget_choices", DAY, guidance.forget_choices),
    Job("accounts.forget_answers", HOUR, accounts.forget_answers),
    Job("accounts.forget_uses", HOUR, accounts.forget_uses),
)

LONG: tuple[Job, ...] = (
    Job("catalogue.work_exchange", SOON, exchange.work_exchange),
    Job("cases.recount_limits", SOON, cases.recount_limits),
    Job("reporting.report", MINUTE, reporting.report),
    Job("oversight.renew_figures", SOON, oversight.renew_figures),
    Job("projects.renew_sums", SOON, projects.renew_sums),
    Job("journeys.work_figures", SOON, journeys.work_figures),
    Job("journeys.count_situations", DAY, journeys.count_situations),
    Job("journeys.work_plans", SOON, journeys.work_plans),
)
"""What may take minutes: done beside the others, and taken up again where it was left."""


def last_done(jobs: Iterable[Job] = JOBS) -> Mapping[str, datetime]:
    """When each job was last done to its end; a job never done is not in it."""
    found: dict[str, datetime] = cache.get_many([_PREFIX + job.name for job in jobs])
    return {key.removeprefix(_PREFIX): at for key, at in found.items()}


def run_due(jobs: Iterable[Job] = JOBS) -> int:
    """Do what is due; how many were done. One that fails is logged and due again at once, and does
    not keep the others from being done.

    Raises OperationalError when the database is away: then nothing can be done.
    """
    jobs = tuple(jobs)
    done, now = last_done(jobs), clock.now()
    due = [job for job in jobs if job.name not in done or now - done[job.name] >= job.every]
    return sum(_run(job) for job in due)


def _run(job: Job) -> bool:
    started = time.perf_counter()
    try:
        outcome = job.run()
    except OperationalError:
        raise
    except Exception:
        _log.exception("job %s failed", job.name)
        return False
    cache.set(_PREFIX + job.name, clock.now(), timeout=None)
    level = logging.INFO if outcome else logging.DEBUG  # what looks every few seconds is quiet
    _log.log(
        level, "job %s: %s, %.0f ms", job.name, outcome, 1000 * (time.perf_counter() - started)
    )
    return True
