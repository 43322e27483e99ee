"""The queue on the pages: entering who comes, calling, passing on, the column that asks again."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from onevisit.accounts.rules import Actor
from onevisit.cases import services as cases
from onevisit.hall import queries, services
from onevisit.hall.queries import TicketLine
from onevisit.kernel import clock
from tests.factories import cases as world
from tests.factories.cases import County
from tests.factories.people import staff_actor
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(here: County) -> Client:
    return browser(here.clerk)


def page(client: Client, name: str, *args: object, status: int = 200) -> str:
    response = client.get(reverse(f"portal:{name}", args=args))
    assert response.status_code == status
    return response.content.decode()


def post(client: Client, name: str, *args: object, **data: object) -> str:
    """Where it led, "" when it stayed."""
    response = client.post(reverse(f"portal:{name}", args=args), data)
    return str(response.headers.get("Location", ""))


def press_next(client: Client, having: object = "") -> str:
    return post(client, "queue-next", having=having)


def current(actor: Actor) -> TicketLine:
    line = queries.current_ticket(actor=actor)
    assert line is not None
    return line


def test_somebody_is_entered_called_and_served(here: County, clerk: Client) -> None:
    greeter = browser(staff_actor("greeter", service_point_id=here.centre))
    post(greeter, "queue-take", called_as="红衣女士", priority="elder", prepared="1")
    listed = page(greeter, "queue")
    assert "A001 号，请告诉来的人" in listed
    assert "红衣女士" in listed
    assert 'data-key="F2"' not in page(greeter, "queue-column")
    assert "请叫下一位" in page(clerk, "window")
    assert press_next(clerk) == reverse("portal:window")
    shown = page(clerk, "window")
    assert "过号" in shown
    assert "红衣女士" in shown
    post(clerk, "window-find", id_number=world.resident_id(1))
    assert current(here.clerk).person == "陈*岚"
    assert "已办" in page(clerk, "window-person", here.citizen.person_id)


def test_what_somebody_came_for_is_understood_or_said_to_be_unknown(clerk: Client) -> None:
    said = clerk.post(reverse("portal:queue-take"), {"wants": "啊啊啊啊", "called_as": "赵先生"})
    assert said.status_code == 422
    assert "没有找到这件事" in said.content.decode()
    assert "赵先生" in said.content.decode()
    told = clerk.post(reverse("portal:queue-take"), {"called_as": "13800000001"})
    assert "不要写证件号码" in told.content.decode()


def test_the_column_is_only_sent_when_it_changed(here: County, clerk: Client) -> None:
    services.take_ticket(actor=here.clerk, called_as="红衣女士")
    url = reverse("portal:queue-column")
    first = clerk.get(url)
    mark = first.headers["ETag"]
    assert mark.strip('"') in page(clerk, "window")
    assert clerk.get(url, headers={"If-None-Match": mark}).status_code == 304
    with clock.travel(world.MONDAY + timedelta(minutes=1)):
        assert clerk.get(url, headers={"If-None-Match": mark}).status_code == 200
    services.take_ticket(actor=here.clerk)
    again = clerk.get(url, headers={"If-None-Match": mark})
    assert again.status_code == 200
    assert "A002" in again.content.decode()
    assert 'id="counters"' in again.content.decode()


def test_the_numbers_of_the_day_are_those_of_the_database(here: County, clerk: Client) -> None:
    services.take_ticket(actor=here.clerk)
    services.take_ticket(actor=here.clerk)
    press_next(clerk)
    press_next(clerk, current(here.clerk).id)
    shown = page(clerk, "window")
    assert "又叫了一次" in shown and "再叫 <kbd>F2</kbd>" in shown
    services.serve(person_id=here.citizen.person_id, actor=here.clerk)
    with clock.travel(world.MONDAY + timedelta(minutes=7, seconds=12)):
        press_next(clerk, current(here.clerk).id)
        shown = page(clerk, "window")
    assert "今日 <b>1</b> 位" in shown
    assert "平均 <b>7 分 12 秒</b>" in shown
    assert "等候 <b>0</b> 人" in shown


def test_a_long_queue_shows_its_head_and_leads_to_the_rest(here: County, clerk: Client) -> None:
    for _ in range(13):
        services.take_ticket(actor=here.clerk)
    shown = page(clerk, "window")
    assert 'id="q-A012"' in shown
    assert 'id="q-A013"' not in shown
    assert "看全部 13 人" in shown


def test_another_window_goes_on_where_it_was_left(here: County, clerk: Client) -> None:
    services.take_ticket(actor=here.clerk, called_as="红衣女士")
    other_actor = staff_actor("clerk", service_point_id=here.centre, window="A04")
    press_next(clerk)
    post(clerk, "window-find", id_number=world.resident_id(1))
    draft = post(clerk, "window-begin", here.citizen.person_id, code=world.BUNDLE)
    line = current(here.clerk)
    assert "A04 号窗口" in page(clerk, "queue-ticket", line.id)
    post(clerk, "queue-act", line.id, do="pass_on", window="A04")
    assert queries.current_ticket(actor=here.clerk) is None
    assert press_next(clerk) == reverse("portal:window")
    assert press_next(browser(other_actor)) == draft


def test_a_window_that_is_not_there_gets_nobody(here: County, clerk: Client) -> None:
    services.take_ticket(actor=here.clerk)
    press_next(clerk)
    url = reverse("portal:queue-act", args=[current(here.clerk).id])
    for window in ("99", "A03"):
        response = clerk.post(url, {"do": "pass_on", "window": window})
        assert response.status_code == 422
        assert "没有这个窗口" in response.content.decode()


@pytest.mark.parametrize(("do", "state"), [("leave", "gone"), ("call", "called")])
def test_who_waits_may_leave_or_be_called_out_of_turn(
    here: County, clerk: Client, do: str, state: str
) -> None:
    services.take_ticket(actor=here.clerk)
    ticket: UUID = queries.board(actor=here.clerk).waiting[0].id
    post(clerk, "queue-act", ticket, do=do)
    assert queries.ticket_for(ticket_id=ticket, actor=here.clerk).state == state
    gone = clerk.post(reverse("portal:queue-act", args=[ticket]), {"do": do})
    assert gone.status_code == 409
    assert clerk.post(reverse("portal:queue-act", args=[ticket]), {"do": "x"}).status_code == 422


def test_somebody_without_a_number_is_measured_too(here: County, clerk: Client) -> None:
    post(clerk, "window-find", id_number=world.resident_id(1))
    assert current(here.clerk).number == "A001"
    application = cases.start_application(
        offer_code=world.BUNDLE,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
    )
    cases.send_home(application_id=application, reason="materials", actor=here.clerk)
    with clock.travel(world.MONDAY + timedelta(minutes=3)):
        assert press_next(clerk, current(here.clerk).id) == reverse("portal:window")
        assert queries.day_figures(actor=here.clerk).whole == timedelta(minutes=3)
