"""How many questions each citizen page asks the database: a golden number."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onevisit.cases import services
from tests.factories import cases as world
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


def asked(what: str, client: Client, name: str, *args: object) -> str:
    """The line of the golden file; the page is opened once before, so that memory is warm."""
    url = reverse(f"portal:{name}", args=args)
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return f"{what} {len(queries)}\n"


def test_citizen_pages_ask_as_often_as_they_did(
    here: County, golden: Callable[[str, str], None]
) -> None:
    lines = [asked("home, guest", Client(), "home")]
    client = browser(here.citizen)
    lines.append(asked("home, nothing yet", client, "home"))
    world.filled_draft(here, code=here.card_code)
    lines.append(asked("home, draft", client, "home"))
    services.discard_draft(
        application_id=world.filled_draft(here, code=here.card_code).id, actor=here.citizen
    )
    application = world.submitted(here)
    case = world.case_of(application, "sign")
    services.accept(case_id=case.id, actor=here.officer(case))
    lines.append(asked("home, running", client, "home"))
    lines.append(asked("affairs", client, "affairs"))
    lines.append(asked("affair, five parts", client, "affair", application.number))
    lines.append(asked("clock", client, "affair_clock", application.number, case.id, "C2"))
    lines.append(asked("withdraw", client, "affair_withdraw", application.number))
    golden("citizen_queries.txt", "".join(lines))


def test_a_longer_list_asks_no_more(here: County) -> None:
    world.submitted(here)
    client = browser(here.citizen)
    short = asked("affairs", client, "affairs")
    for _ in range(3):
        world.submitted(here)
    assert asked("affairs", client, "affairs") == short
