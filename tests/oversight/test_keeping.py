"""Nobody waits for figures that somebody saw within the hour; a worker adds up the new ones."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onevisit.accounts.rules import SYSTEM
from onevisit.cases.models import Application
from onevisit.kernel import clock
from onevisit.oversight.access import reach_of
from onevisit.oversight.rules import PeriodKind, period
from onevisit.oversight.services import kept_figures, renew_figures
from tests.factories.cases import MONDAY, County
from tests.oversight.scatter import scatter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


def test_figures_are_shown_as_they_were_until_a_worker_has_added_them_up_anew(here: County) -> None:
    scatter(here, seed=3, count=8)
    reach = reach_of(SYSTEM)
    of = period(PeriodKind.NINETY_DAYS, today=MONDAY.date())
    seen, first = kept_figures(reach, of)
    assert seen.now.closed.count > 0
    ended = Application.objects.filter(ended_at__isnull=False)
    ended.update(ended_at=first + timedelta(days=300))

    with clock.travel(first + timedelta(minutes=4)):
        assert kept_figures(reach, of) == (seen, first)
        assert renew_figures() == 0
    later = first + timedelta(minutes=20)
    with clock.travel(later):
        with CaptureQueriesContext(connection) as sent:
            assert kept_figures(reach, of) == (seen, first)
        assert len(sent) == 0
        assert renew_figures() == 1
        renewed, at = kept_figures(reach, of)
        assert (renewed.now.closed.count, at) == (0, later)
        assert renew_figures() == 0


def test_what_nobody_renewed_for_an_hour_is_added_up_at_once(here: County) -> None:
    reach, of = reach_of(SYSTEM), period(PeriodKind.THIS_MONTH, today=MONDAY.date())
    _seen, first = kept_figures(reach, of)
    with clock.travel(first + timedelta(hours=1)):
        assert kept_figures(reach, of)[1] == first + timedelta(hours=1)


def test_what_was_looked_at_is_ready_for_three_days_and_each_day_for_its_own(here: County) -> None:
    reach = reach_of(SYSTEM)
    _seen, first = kept_figures(reach, period(PeriodKind.THIS_MONTH, today=clock.today()))
    with clock.travel(first + timedelta(minutes=49)):
        assert renew_figures() == 0
    for later in (timedelta(minutes=51), timedelta(days=1), timedelta(days=2, hours=23)):
        with clock.travel(first + later):
            of = period(PeriodKind.THIS_MONTH, today=clock.today())
            assert (renew_figures(), renew_figures()) == (1, 0)
            with CaptureQueriesContext(connection) as sent:
                assert kept_figures(reach, of)[1] == first + later
            assert len(sent) == 0
    with clock.travel(first + timedelta(days=3, minutes=1)):
        assert renew_figures() == 0
