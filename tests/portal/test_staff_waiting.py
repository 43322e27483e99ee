"""What waits for a window: back from correction, awaited, owed and ready, the nearest day first."""

from datetime import timedelta

import pytest
from django.urls import reverse

from onevisit.accounts.rules import Actor
from onevisit.cases import queries
from onevisit.cases.models import Application
from onevisit.cases.queries import WindowTask, waiting_for_window
from onevisit.kernel import clock
from onevisit.kernel.errors import Refused
from tests.cases.corrections import hand_in, mend, notified
from tests.cases.test_deferral import accepted
from tests.cases.wholeness import issued_at_window
from tests.factories import cases as world
from tests.factories.cases import County
from tests.factories.people import staff_actor
from tests.factories.places import make_service_point
from tests.portal.staff import browser, page

pytestmark = pytest.mark.django_db


def taken_in_here(here: County, application: Application) -> None:
    """As if it had been taken in at the window of the centre."""
    Application.objects.filter(id=application.id).update(intake_point=here.centre)


def kinds(actor: Actor) -> list[WindowTask]:
    return [line.kind for line in waiting_for_window(actor=actor).lines]


def test_a_correction_is_awaited_and_then_is_back(here: County) -> None:
    application = notified(here)
    assert kinds(here.clerk) == []
    taken_in_here(here, application)
    lines = waiting_for_window(actor=here.clerk).lines
    assert [(line.kind, line.number) for line in lines] == [
        (WindowTask.DEFERRAL, application.number),
        (WindowTask.CORRECTION, application.number),
    ]
    there = reverse("portal:window-correct", args=[application.id])
    assert there in page(browser(here.clerk), "portal:window")
    mend(here, application)
    hand_in(here, application)
    assert set(kinds(here.clerk)) == {WindowTask.CORRECTED, WindowTask.DEFERRAL}
    assert "补正已回" in page(browser(here.clerk), "portal:window")


def test_what_may_follow_is_owed_until_its_day_and_late_after_it(here: County) -> None:
    case = accepted(here)
    taken_in_here(here, case.application)
    (line,) = waiting_for_window(actor=here.clerk).lines
    assert (line.kind, line.on, line.late) == (WindowTask.DEFERRAL, case.lapses_on, False)
    assert case.lapses_on is not None
    with clock.travel(clock.now() + (case.lapses_on - clock.today()) + timedelta(days=1)):
        assert waiting_for_window(actor=here.clerk).lines[0].late


def test_a_result_waits_where_it_is_to_be_collected_and_nowhere_else(here: County) -> None:
    application = issued_at_window(here)
    Application.objects.filter(id=application.id).update(collection_point=here.centre)
    found = waiting_for_window(actor=here.clerk)
    assert [(line.kind, line.number) for line in found.lines] == [
        (WindowTask.READY, application.number)
    ]
    assert (found.total, found.counts, found.more) == (1, ((WindowTask.READY, 1),), False)
    elsewhere = make_service_point("石桥镇便民服务中心").id
    assert kinds(staff_actor("clerk", service_point_id=elsewhere, window="B01")) == []
    assert kinds(staff_actor("clerk")) == []


def test_nothing_is_listed_before_it_is_told_and_only_clerks_ask(here: County) -> None:
    taken_in_here(here, world.submitted(here))
    assert kinds(here.clerk) == []
    assert "没有等着您办的" in page(browser(here.clerk), "portal:window")
    with pytest.raises(Refused):
        queries.waiting_for_window(actor=here.officers["market"])
