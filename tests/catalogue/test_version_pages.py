"""The pages of versions: what waits, what differs, approving by another, the history."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from enum import Enum
from typing import Any, get_args
from uuid import UUID

import msgspec
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import services
from onevisit.catalogue.models import Item, ItemVersion, VersionEvent
from onevisit.catalogue.queries import queueing
from onevisit.catalogue.rules import definition
from onevisit.catalogue.rules.vocabulary import HandleArea, Level
from onevisit.catalogue.web.code_words import FIELDS, WORDS, code_text
from onevisit.kernel import clock
from tests.catalogue import publishable
from tests.catalogue.conftest import COUNTY
from tests.catalogue.test_findings_page import browser, page
from tests.catalogue.test_review import ON_SITE, SECOND, WRITER, in_review, standing, written

pytestmark = pytest.mark.django_db
CODE = publishable.ITEM["code"]


@pytest.fixture
def client(offices: dict[str, UUID]) -> Client:
    """A browser of a catalogue officer who has written nothing."""
    return browser("second", "catalogue_officer", COUNTY)


def post(client: Client, name: str, *args: object, **data: Any) -> tuple[int, str]:
    response = client.post(reverse(f"catalogue:{name}", args=args), data, follow=True)
    return response.status_code, response.content.decode()


def test_a_version_in_review_is_read_in_words_and_approved_with_reasons(client: Client) -> None:
    standing()
    asked = [{"question": "能请人代摆吗？", "answer": "不能。"}]
    version = in_review(
        *ON_SITE,
        ("/materials/0/source/kind", "held"),
        ("/name", "摊贩登记"),
        ("/texts/faq", asked),
    )
    shown = page(client, "reviews")
    assert "摊贩登记" in shown and "温静怡" in shown and "3 处" in shown
    shown = page(client, "version", version)
    for said in (
        "名称从“食品摊贩登记”改成“摊贩登记”。",
        "时限，承诺时限从“3”改成“5”。",
        "材料“登记申请书”的来源，类型从“按表单自动生成（免提交）”改成“申请人自备”。",
        "新增指南文字“能请人代摆吗？”：回答 不能。",
        "现在要群众带",
        "到现场次数增加",
    ):
        assert said in shown, said
    status, shown = post(client, "version-approve", version, note="核对过")
    assert status == 422 and "还没有逐条写明理由" in shown
    kinds = ["visits_raised", "more_to_bring", "promise_raised"]
    reasons = {f"reason-{each}": f"理由 {each}" for each in kinds}
    status, shown = post(client, "version-approve", version, flag=kinds, **reasons)
    assert status == 200 and "已批准发布" in shown
    history = page(client, "history", CODE)
    assert "理由 promise_raised" in history and "第 2 版" in history


def test_several_are_approved_from_the_list_as_they_were_listed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes a reason, is one's own or was written anew meanwhile is opened instead."""
    mine = replace(WRITER, user_id=UUID(client.session["_auth_user_id"]))
    waiting: dict[str, UUID] = {}
    for key, changes in {"plain": (), "late": (), "worse": ON_SITE, "own": ()}.items():
        code = ("/code", f"{CODE[:-4]}{len(waiting):04}")
        services.publish_item(written(code, actor=SYSTEM), actor=SECOND)
        waiting[key] = written(code, ("/name", f"{key}登记"), *changes)
        services.submit_for_review(waiting[key], actor=mine if key == "own" else WRITER)
    with CaptureQueriesContext(connection) as before:
        shown = page(client, "reviews")
    ticks = dict(re.findall(r'name="ticked" value="([^|"]+)\|([^"]+)"', shown))
    assert set(ticks) == {str(waiting["plain"]), str(waiting["late"])}
    assert "名称从“食品摊贩登记”改成“plain登记”。" in shown
    assert "您参与了，由别人审" in shown and "要逐条写理由" in shown
    services.take_back(waiting["late"], reason="还要改", actor=WRITER)
    written(("/code", f"{CODE[:-4]}0001"), ("/name", "晚了"))
    services.submit_for_review(waiting["late"], actor=WRITER)
    listed = re.findall(r'name="listed" value="([^"]+)"', shown)
    status, shown = post(client, "reviews-approve", every="1", listed=listed, note="一起核对过")
    assert status == 200 and "已批准发布 1 个" in shown and "1 个没有批准" in shown
    assert "在您看过以后又改过" in shown
    crafted = [f"{e.id}|{e.digest}" for e in ItemVersion.objects.filter(state="in_review")]
    shown = post(client, "reviews-approve", ticked=crafted)[1]
    assert "2 个没有批准" in shown and "还没有逐条写明理由" in shown
    assert "要由另一个人来审核" in shown
    states = {key: ItemVersion.objects.get(id=each).state for key, each in waiting.items()}
    assert states == {
        "plain": "published",
        "late": "published",
        "worse": "in_review",
        "own": "in_review",
    }
    assert VersionEvent.objects.filter(move="publish", reason="一起核对过").count() == 1
    with CaptureQueriesContext(connection) as after:
        page(client, "reviews")
    assert len(after) == len(before)
    monkeypatch.setattr(queueing, "MOST_LISTED", 1)
    last = client.get(reverse("catalogue:reviews"), {"page": "9"}).content.decode()
    assert "own登记" in last and "worse登记" not in last and "?page=1" in last
    assert "没有打勾" in post(client, "reviews-approve", every="1")[1]


def test_who_wrote_it_reads_that_another_approves(offices: dict[str, UUID]) -> None:
    client = browser("writer", "catalogue_officer", COUNTY)
    standing()
    version = in_review(("/name", "甲"))
    shown = page(client, "version", version)
    assert "批准" in shown
    mine = ItemVersion.objects.get(id=version)
    assert mine.state == "in_review"
    status, _ = post(client, "version-send-back", version, reason="再改改")
    assert status == 200
    post(client, "version-submit", version, note="又改了")
    assert "您参与写了这个版本" in page(client, "version", version)
    status, shown = post(client, "version-approve", version)
    assert status == 409 and "要由另一个人来审核" in shown
    status, shown = post(client, "version-take-back", version, reason="还没写完")
    assert status == 200 and "又是草稿了" in shown


def test_a_day_ahead_is_shown_and_a_wrong_one_is_told(client: Client) -> None:
    standing()
    version = in_review(("/name", "甲"))
    for wrong in ("2020-01-01", "明天"):
        status, shown = post(client, "version-approve", version, effective_on=wrong)
        assert status == 422 and "生效日期应在今天到一年之内" in shown
    day = clock.today() + timedelta(days=30)
    status, shown = post(client, "version-approve", version, effective_on=day.isoformat())
    assert status == 200 and "到日子自动发布" in shown
    assert "已批准，待生效" in page(client, "history", CODE)


def test_an_item_is_ended_by_two_and_brought_back_on_its_page(client: Client) -> None:
    standing()
    other = browser("third", "catalogue_officer", COUNTY)
    today = clock.today().isoformat()
    status, _ = post(other, "retire", CODE, on=today, reason="已废止")
    plan = Item.objects.get().retirements.get()
    status, shown = post(other, "retire-confirm", CODE, plan.id)
    assert status == 409 and "要由另一个人同意" in shown
    assert "已废止" in page(client, "reviews")
    status, shown = post(client, "retire-confirm", CODE, plan.id)
    assert "没有在办的版本" in shown
    gone = Client().get(reverse("guidance:guide", args=[CODE]))
    assert gone.status_code == 410 and "起取消了，不能再申请" in gone.content.decode()
    assert Client().get(reverse("guidance:guide", args=["nothing"])).status_code == 404
    status, shown = post(other, "revive", CODE, reason="又要办了")
    assert status == 200 and "提交审核、批准以后就恢复" in shown


def test_the_pages_ask_the_database_no_more_often_than_written_down(
    client: Client, golden: Callable[[str, str | bytes], None]
) -> None:
    standing()
    version = in_review(*ON_SITE)
    pages = {"reviews": (), "history": (CODE,), "version": (version,)}
    found = []
    for name, args in pages.items():
        page(client, name, *args)
        with CaptureQueriesContext(connection) as asked:
            page(client, name, *args)
        found.append(f"{name} {len(asked)}\n")
    golden("version_queries.txt", "".join(found))


def test_every_field_of_a_definition_has_a_name() -> None:
    kinds = [each for each in vars(definition).values() if isinstance(each, type)]
    nodes = [each for each in kinds if issubclass(each, definition.Node)]
    names = {field.name for node in nodes for field in msgspec.structs.fields(node)}
    assert sorted(names - FIELDS.keys()) == []


def test_every_code_of_a_definition_has_words_of_its_own_set() -> None:
    """Codes of two sets may be the same string; 县级 is not 全县."""
    sets = {
        kind
        for node in vars(definition).values()
        if isinstance(node, type) and issubclass(node, definition.Node)
        for field in msgspec.structs.fields(node)
        for kind in (field.type, *get_args(field.type))
        if isinstance(kind, type) and issubclass(kind, Enum)
    }
    assert len(sets) > 20
    for kind in sets:
        assert set(WORDS[kind]) >= {code.value for code in kind} - {""}, kind
    assert (code_text(Level.COUNTY), code_text(HandleArea.COUNTY)) == ("县级", "全县")
