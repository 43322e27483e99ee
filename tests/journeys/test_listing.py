"""The public list of everything by visits: by what was worked out, never by what is declared."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import services as catalogue_services
from onevisit.journeys import services
from onevisit.kernel.sheets import read_sheet
from tests.catalogue.conftest import COUNTY, item_document
from tests.factories.enablers import change
from tests.factories.publishing import publish_item
from tests.guidance.test_pages import text

pytestmark = pytest.mark.django_db
LICENCE = item_document("driver_licence")["document"]


@pytest.fixture
def county(publish: Callable[[str], UUID], working: Callable[..., Any]) -> dict[str, Any]:
    """Without a trip, with two, and one of which nobody knows."""
    rows: dict[str, Any] = working("driver_licence", "elder_allowance", "social_card")
    for name in ("driver_licence", "elder_allowance"):
        publish(name)
    silent = item_document("social_card")["document"] | {"steps": [], "delegation": {}}
    publish_item(
        catalogue_services.save_item_draft(silent, region=COUNTY, department="hrss", actor=SYSTEM)
    )
    change(rows["police.fee_online"], "absent")
    services.work_figures()
    return rows


def shown(**asked: str) -> str:
    response = Client().get("/visits/", asked)
    assert response.status_code == 200
    return text(response)


def test_groups_say_what_was_worked_out_and_why_something_was_not(county: dict[str, Any]) -> None:
    whole = shown()
    assert "全部 3" in whole
    assert "机动车驾驶证换证" in shown(visits="more")
    assert "目录里声明的是 1 次" in shown(visits="more")
    assert "高龄津贴" in shown(visits="0")
    unknown = shown(visits="unknown")
    assert "没有写办理环节" in unknown
    assert "1 件算不出来，因为指南里缺这些" in unknown
    assert "机动车驾驶证换证" not in unknown
    change(county["police.fee_online"], "open")
    assert "正在重新算" in shown(visits="unknown")
    assert "要跑 2 次以上 0" in shown()


def test_it_is_narrowed_to_an_office_an_audience_and_words(county: dict[str, Any]) -> None:
    assert "驾驶证" not in shown(department="civil")
    assert "高龄津贴" in shown(department="civil")
    assert "全部 3" in shown(department="nobody")
    assert "全部 0" in shown(**{"for": "business"})
    assert "全部 1" in shown(q="驾驶 换证")
    assert "没有找到" in shown(q="没有这样的事")


def test_pages_go_on_after_the_last_code(
    county: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onevisit.journeys.web.listing.PAGE", 2)
    page = Client().get("/visits/").context["page"]
    rest = Client().get(page.next_url).context["page"]
    seen = [line.name for line in (*page.lines, *rest.lines)]
    assert len(seen) == len(set(seen)) == 3
    assert not rest.next_url
    assert rest.first_url


def test_it_is_taken_away_as_a_spreadsheet_and_read_by_programs(county: dict[str, Any]) -> None:
    for form in ("csv", "xlsx"):
        answer = Client().get(f"/visits/{form}/", {"visits": "more"})
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        _heads, row = [cells for _, cells in read_sheet(content)]
        assert (row[0], row[3], row[7]) == (LICENCE["code"], "2", "1")
    first = Client().get("/api/v1/catalogue/visits?limit=2").json()
    rest = Client().get("/api/v1/catalogue/visits", {"cursor": first["next"]}).json()
    told = {each["code"]: each for each in (*first["items"], *rest["items"])}
    assert len(told) == 3
    assert (told[LICENCE["code"]]["worst"], told[LICENCE["code"]]["declared"]) == (2, 1)
    assert Client().get("/api/v1/catalogue/visits?visits=unknown").json()["items"][0]["gaps"]
