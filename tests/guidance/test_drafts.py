"""A draft seen as a citizen will see it: the same pages, for officers, before anybody else."""

from uuid import UUID

import msgspec
import pytest
from django.test import Client
from django.urls import reverse

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import queries, services
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.catalogue.services import NewItem
from onevisit.kernel.types import JsonObject
from tests.catalogue.conftest import COUNTY, offices  # noqa: F401
from tests.catalogue.test_findings_page import browser

pytestmark = pytest.mark.django_db
GOODS: JsonObject = {"var": "goods"}
WRITTEN: JsonObject = {
    "code": "11339921000000115X4330131009000",
    "name": "临时占道经营登记",
    "questions": [
        {
            "key": "goods",
            "label": "卖什么？",
            "options": [
                {"value": "food", "label": "吃的"},
                {"value": "other", "label": "别的"},
            ],
        }
    ],
    "materials": [
        {
            "key": "health",
            "name": "健康证明",
            "when": {"==": [{"var": "goods"}, "food"]},
            "why_not": "不卖吃的不用",
        }
    ],
    "fees": [
        {
            "name": "占道费",
            "rates": [
                {"since": "2026-01-01", "standard": standard, "when": {"==": [GOODS, goods]}}
                for goods, standard in (("food", "8 元"), ("other", "9 元"))
            ],
            "exemptions": [{"when": {"==": [GOODS, "other"]}, "reason": "自产自销免收"}],
        }
    ],
    "steps": [{"key": "decide", "name": "决定", "kind": "decide", "party": "department"}],
}


@pytest.fixture
def code(offices: dict[str, UUID]) -> str:  # noqa: F811
    made = services.new_item(NewItem("330131009000", "临时占道经营登记", "market"), actor=SYSTEM)
    written = parse_item(WRITTEN)
    for section in ("questions", "materials", "steps", "fees"):
        put(made, section, written)
    return made


def put(code: str, section: str, written: ItemDefinition) -> None:
    seen = queries.draft_view(code, actor=SYSTEM).digest(section)
    services.change_draft(
        code=code, section=section, seen=seen, change=lambda _item: written, actor=SYSTEM
    )


def test_an_officer_walks_through_the_draft_and_a_citizen_finds_nothing(code: str) -> None:
    client = browser("keeper", "catalogue_officer", COUNTY)
    guide = client.get(reverse("guidance:draft-guide", args=[code])).content.decode()
    assert "这是第 1 版草稿" in guide
    question = reverse("guidance:draft-question", args=[code, "goods"])
    assert reverse("guidance:draft-questions", args=[code]) in guide
    assert client.get(reverse("guidance:draft-questions", args=[code])).headers["Location"] == (
        question
    )
    listed = client.post(question, {"answer": "food"}, follow=True)
    assert listed.request["PATH_INFO"] == reverse("guidance:draft-checklist", args=[code])
    assert "健康证明" in listed.content.decode()
    assert "<dd>占道费 8 元</dd>" in listed.content.decode()
    assert f'"{reverse("guidance:guide", args=[code])}"' not in listed.content.decode()
    other = client.post(question, {"answer": "other"}, follow=True).content.decode()
    assert "不卖吃的不用" in other
    assert "<dd>占道费免收，自产自销免收</dd>" in other
    assert client.get(reverse("guidance:guide", args=[code])).status_code == 404
    assert Client().get(reverse("guidance:draft-guide", args=[code])).status_code == 302


def test_a_draft_that_contradicts_itself_says_so_instead(code: str) -> None:
    put(code, "questions", msgspec.structs.replace(parse_item(WRITTEN), questions=()))
    client = browser("keeper", "catalogue_officer", COUNTY)
    response = client.get(reverse("guidance:draft-guide", args=[code]), follow=True)
    assert response.request["PATH_INFO"] == reverse("catalogue:draft", args=[code])
    assert "处自相矛盾，改好以后才能预览" in response.content.decode()
