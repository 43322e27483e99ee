"""How many questions each staff page asks the database: a golden number, however long the lists."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onevisit.cases import services
from onevisit.hall.queries import board
from onevisit.hall.services import take_ticket
from tests.factories import cases as world
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db


def asked(client: Client, name: str, *args: object) -> str:
    """The line of the golden file; the page is opened once before, so that memory is warm."""
    url = reverse(f"portal:{name}", args=args)
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return f"{name} {len(queries)}\n"


def test_staff_pages_ask_as_often_as_they_did(
    here: County, golden: Callable[[str, str | bytes], None]
) -> None:
    application = world.submitted(here)
    case = world.case_of(application, "licence")
    services.accept(case_id=case.id, actor=here.officers["market"])
    draft = services.start_application(
        offer_code=world.BUNDLE,
        actor=here.clerk,
        applicant_id=here.other_citizen.person_id,
        answers={"shop.area": 86},
        channel="window",
    )
    take_ticket(actor=here.clerk)
    ticket = board(actor=here.clerk).waiting[0].id
    officer, clerk = browser(here.officers["market"]), browser(here.clerk)
    supervisor = browser(here.supervisor)
    lines = [
        asked(officer, "desk"),
        asked(officer, "desk-case", case.id),
        asked(officer, "desk-clock", case.id, "C2"),
        asked(clerk, "window"),
        asked(clerk, "queue"),
        asked(clerk, "queue-column"),
        asked(clerk, "queue-ticket", ticket),
        asked(clerk, "window-person", here.citizen.person_id),
        asked(clerk, "intake", draft),
        asked(clerk, "out"),
        asked(supervisor, "lookup-application", application.id),
        asked(supervisor, "lookup-case", case.id),
    ]
    golden("staff_queries.txt", "".join(lines))


def test_more_people_waiting_ask_no_more(here: County) -> None:
    clerk = browser(here.clerk)
    take_ticket(actor=here.clerk)
    one = asked(clerk, "window") + asked(clerk, "queue") + asked(clerk, "queue-column")
    for _ in range(5):
        take_ticket(actor=here.clerk)
    assert asked(clerk, "window") + asked(clerk, "queue") + asked(clerk, "queue-column") == one


def test_a_longer_queue_asks_no_more(here: County) -> None:
    first = world.submitted(here)
    officer = browser(here.officers["market"])
    short = asked(officer, "desk")
    for citizen in (here.other_citizen, here.boss):
        world.submitted(here, citizen)
    assert asked(officer, "desk") == short
    assert first.number
