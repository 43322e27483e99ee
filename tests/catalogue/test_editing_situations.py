"""Situations, steps and form as an officer picks them, without a script."""

import json
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from onevisit.catalogue import queries, services
from onevisit.catalogue.rules.definition import Fee, ItemDefinition
from onevisit.catalogue.rules.editing.sentences import sentence
from onevisit.catalogue.rules.parsing import parse_item
from tests.catalogue.conftest import item_document, item_documents
from tests.catalogue.test_editing import MAKER, NEW, change, seen
from tests.catalogue.test_findings_page import COUNTY, browser
from tests.catalogue.typing_in import controls, send
from tests.factories import offers

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(offices: dict[str, UUID]) -> Client:
    return browser("keeper", "catalogue_officer", COUNTY)


@pytest.fixture
def code(offices: dict[str, UUID]) -> str:
    return services.new_item(NEW, actor=MAKER)


def at(code: str, section: str) -> str:
    return reverse("catalogue:draft-section", args=[code, section])


def draft(code: str) -> ItemDefinition:
    return queries.draft_view(code, actor=MAKER).definition


def rich() -> list[str]:
    """Published documents of the demonstration with the most to draw."""
    found = item_documents()
    return sorted(found, key=lambda name: -len(json.dumps(found[name]["document"])))[:4]


@pytest.mark.parametrize("name", rich())
def test_a_page_sent_unchanged_changes_nothing(client: Client, code: str, name: str) -> None:
    item = parse_item(item_document(name)["document"])
    for section, values in (
        ("questions", {"questions": item.questions, "consistent": item.consistent}),
        ("materials", {"materials": item.materials}),
        ("steps", {"steps": item.steps}),
        ("form", {"form": item.form}),
    ):
        change(code, section, **values)
    for section in ("questions", "steps", "form"):
        before = seen(code, section)
        assert send(client, at(code, section)).status_code == 302
        assert seen(code, section) == before, section


def test_two_questions_with_a_condition_between_them_are_made_by_buttons(
    client: Client, code: str
) -> None:
    url = at(code, "questions")
    send(client, url, do="add:questions:")
    typed = {"questions__0__label": "用燃气吗？", "questions__0__short": "燃气"}
    send(client, url, do="add:questions.0.options:", **typed)
    send(client, url, do="add:questions.0.options:", questions__0__options__0__label="用")
    send(client, url, do="add:questions:", questions__0__options__1__label="不用")
    send(client, url, questions__1__label="店面多大？", questions__1__kind="number")
    first, second = draft(code).questions
    assert [option.value for option in first.options] == ["o1", "o2"]
    assert first.key.startswith(NEW.code), "keys are shared between items"
    added = send(client, url, do="add:questions.1.when:", questions__1__when__new=first.key)
    row = added.headers["Location"].partition("#")[2]
    assert f'id="{row}"' in client.get(url).content.decode(), "one is led to the new row"
    assert draft(code).questions[1].when({first.key: "o1"})
    send(client, url, questions__1__when__0__op="is_not")
    shown = client.get(url).content.decode()
    assert "燃气 不是 用" in shown
    assert "店面多大" in shown
    kept = send(client, url, do="drop:questions:0")
    assert kept.status_code == 422
    assert "店面多大" in str(kept.context["trouble"].text)
    kept = send(client, url, do="drop:questions.0.options:0")
    assert kept.status_code == 422
    send(client, url, do="drop:questions.1.when:0")
    send(client, url, do="drop:questions:0")
    assert [each.key for each in draft(code).questions] == [second.key]


QUESTIONS = [
    {"key": "gas", "label": "火", "options": [{"value": v, "label": v} for v in ("气", "电")]},
    {"key": "area", "label": "店面", "kind": "number", "unit": "平方米"},
    {"key": "day", "label": "开业", "kind": "date"},
]


@pytest.fixture
def asked(code: str) -> str:
    item = parse_item({"code": "x", "name": "x", "questions": QUESTIONS})
    change(code, "questions", questions=item.questions)
    return code


def when(code: str) -> str:
    item = draft(code)
    return sentence(item.consistent, item.questions)


def test_rows_and_groups_are_picked_and_what_cannot_be_read_is_told(
    client: Client, asked: str
) -> None:
    url = at(asked, "questions")
    send(client, url, do="add:consistent:", consistent__new="area")
    send(client, url, consistent__0__v="300", consistent__0__op="between")
    send(client, url, consistent__0__v=["300", "500"])
    assert when(asked) == "店面 在 300 到 500 平方米 之间"
    send(client, url, do="add:consistent:", consistent__new="gas")
    send(client, url, do="add:consistent:", consistent__new="day", consistent__to="1")
    assert when(asked) == "店面 在 300 到 500 平方米 之间 并且 （火 是 气 或者 回答了 开业）"
    send(client, url, consistent__every="0", consistent__1__op="one_of")
    send(client, url, consistent__1__v=["气", "电"], consistent__2__op=">", consistent__2__v="x")
    assert when(asked) == "店面 在 300 到 500 平方米 之间 或者 （火 是 气 之一 并且 回答了 开业）"
    refused = send(client, url, consistent__2__op=">", consistent__2__v="明天")
    assert refused.status_code == 422
    assert "日期写成" in refused.content.decode()
    assert "明天" in refused.content.decode()
    send(client, url, do="drop:consistent:0")
    assert when(asked) == "火 是 气 之一 并且 回答了 开业"


def test_what_cannot_be_picked_is_shown_and_kept(client: Client, asked: str) -> None:
    rule = {"!": {"and": [{">": [{"var": "area"}, 1]}, {"==": [{"var": "gas"}, "气"]}]}}
    item = parse_item({"code": "x", "name": "x", "consistent": rule})
    change(asked, "questions", consistent=item.consistent)
    url = at(asked, "questions")
    assert "并非（店面 大于 1 平方米 并且 火 是 气）" in client.get(url).content.decode()
    send(client, url, questions__0__short="明火")
    assert draft(asked).consistent == item.consistent
    send(client, url, do="clear:consistent:")
    assert when(asked) == "总是"


def test_sample_answers_say_at_once_what_holds_and_what_can_not_be(
    client: Client, code: str
) -> None:
    item = parse_item(
        {
            "code": "x",
            "name": "x",
            "questions": [*QUESTIONS[:1], {**QUESTIONS[1], "when": {"==": [{"var": "gas"}, "气"]}}],
            "consistent": {"!": {">": [{"var": "area"}, 999]}},
            "materials": [{"key": "m", "name": "消防图", "when": {">": [{"var": "area"}, 300]}}],
        }
    )
    change(code, "questions", questions=item.questions, consistent=item.consistent)
    change(code, "materials", materials=item.materials)
    change(code, "fees", fees=(Fee(name="工本费", standard="10 元"),))
    url = reverse("catalogue:draft-try", args=[code])

    def lines(**given: str) -> tuple[list[str], str, str]:
        panel = client.get(url, {f"try.{key}": value for key, value in given.items()}).context[
            "try"
        ]
        states = [str(line.state) for _title, held in panel.groups for line in held]
        return [f.name for f in panel.asked], "、".join(states), panel.contradiction

    assert lines() == (["try.gas"], "看回答、10 元", "")
    assert lines(gas="电", area="500") == (["try.gas"], "不要、10 元", "")
    assert lines(gas="气", area="500") == (["try.gas", "try.area"], "要、10 元", "")
    assert lines(gas="气", area="5000")[2] == "并非（店面 大于 999 平方米）"
    assert (
        "这种情况不会有" in client.get(url, {"try.gas": "气", "try.area": "5000"}).content.decode()
    )


def test_steps_stand_behind_each_other_and_never_in_a_round(client: Client, code: str) -> None:
    url = at(code, "steps")
    for at_, name in enumerate(("申请", "受理", "决定")):
        send(client, url, do="add:steps:")
        send(client, url, **{f"steps__{at_}__name": name, f"steps__{at_}__limit": "2"})
    send(client, url, do="add:steps:0")
    send(client, url, steps__1__name="预审", steps__1__party="centre")
    assert edges(code) == ["申请:", "预审:申请", "受理:预审", "决定:受理"]
    shown = client.get(url).content.decode()
    assert "最长的一条路 6 天" in shown
    assert "决定（部门 · 2 天）：接在 受理 之后" in shown
    key = {step.name: step.key for step in draft(code).steps}
    send(client, url, do="add:steps.0.after:")
    refused = send(client, url, steps__0__after__0__step=key["决定"])
    assert refused.status_code == 422
    assert "申请 → 预审 → 受理 → 决定 → 申请" in str(refused.context["trouble"].text)
    send(client, url, do="drop:steps.0.after:0")
    send(client, url, do="drop:steps:1")
    assert edges(code) == ["申请:", "受理:申请", "决定:受理"]
    send(client, url, steps__1__after__0__wait="？")
    assert draft(code).steps[1].after[0].wait is True


def edges(code: str) -> list[str]:
    steps = draft(code).steps
    names = {step.key: step.name for step in steps}
    return [f"{s.name}:{'、'.join(names.get(a.step, '?') for a in s.after)}" for s in steps]


def test_fields_come_from_what_all_forms_share(client: Client, code: str) -> None:
    offers.publish_everything()
    url = at(code, "form")
    elements = {each.field.key: each for each in queries.data_elements()}
    assert elements["shop.name"].uses > 1
    send(client, url, do="pick:form:", pick="shop.name")
    assert [field.key for field in draft(code).form] == ["shop.name"]
    values, _buttons = controls(client.get(url).content.decode())
    assert values["form.0.label"] == [elements["shop.name"].field.label]
    send(client, url, do="add:form:")
    send(client, url, form__1__label="摊位号", form__1__kind="number")
    assert draft(code).form[1].key == f"{NEW.code}.f1"
    assert "摊位号" in client.get(url).context["schema"]
    questions = at(code, "questions")
    send(client, questions, do="pick:questions:", pick="shop.area")
    assert [each.key for each in draft(code).questions] == ["shop.area"]
