"""What differs between two definitions is named, all of it and nothing else."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.catalogue.rules.comparing import Act, compare, effect_of
from onevisit.catalogue.rules.parsing import definition_digest, parse_bundle, parse_item
from tests.catalogue import publishable
from tests.catalogue.strategies import bundles, items

KINDS = st.sampled_from([(items, parse_item), (bundles, parse_bundle)])


@given(st.data())
def test_a_definition_differs_from_itself_in_nothing(data: st.DataObject) -> None:
    strategy, parse = data.draw(KINDS)
    one = parse(data.draw(strategy))
    assert compare(one, one) == ()


@given(st.data())
def test_every_changed_field_is_named_and_only_those(data: st.DataObject) -> None:
    strategy, parse = data.draw(KINDS)
    one, other = parse(data.draw(strategy)), parse(data.draw(strategy))
    for name in one.__struct_fields__:
        mixed: Any = msgspec.structs.replace(one, **{name: getattr(other, name)})
        same = definition_digest(mixed) == definition_digest(one)
        assert {each.section for each in compare(one, mixed)} == (set() if same else {name})


ROW = {"key": "plan", "name": "平面图", "source": {"kind": "held"}}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("/materials/1/need", "2"), ("materials", Act.CHANGED, ("photo", "need"), ("摊位照片",))),
        (("/materials/2", ROW), ("materials", Act.ADDED, ("plan",), ("平面图",))),
        (
            ("/materials/0/source/kind", "held"),
            ("materials", Act.CHANGED, ("form", "source", "kind"), ("登记申请书",)),
        ),
        (("/regime/promise", None), ("regime", Act.REMOVED, ("promise",), ())),
        (("/texts/faq", []), ("texts", Act.REMOVED, ("faq", "要钱吗？"), ("要钱吗？",))),
        (
            ("/steps/1/after", []),
            ("steps", Act.REMOVED, ("decide", "after", "apply"), ("决定", "apply")),
        ),
    ],
)
def test_a_change_is_told_by_name(change: tuple[str, Any], told: tuple[object, ...]) -> None:
    (found,) = compare(publishable.item(), publishable.item(change))
    assert (found.section, found.act, found.path, found.things) == told


def test_rows_in_another_order_are_one_change() -> None:
    one = publishable.item()
    (found,) = compare(one, msgspec.structs.replace(one, materials=one.materials[::-1]))
    assert (found.act, found.was) == (Act.MOVED, "登记申请书 → 摊位照片")


def _asked(*materials: dict[str, Any]) -> Any:
    options = [{"value": each, "label": each} for each in "abc"]
    question = {"key": "q", "label": "哪一种", "options": options}
    return publishable.item(("/questions", [question]), ("/materials", list(materials)))


def _paper(key: str, when: object = True, **more: Any) -> dict[str, Any]:
    return {"key": key, "name": key, "when": when, **more}


def test_the_papers_to_bring_are_those_of_the_worst_situation() -> None:
    a, b = ({"==": [{"var": "q"}, each]} for each in "ab")
    item = _asked(
        _paper("always"),
        _paper("one", a),
        _paper("two", b),
        _paper("three", b),
        _paper("fetched", source={"kind": "fetched"}),
        _paper("if you like", need="2"),
    )
    assert (effect_of(item).brought, effect_of(item).exact) == (3, True)


@given(st.lists(st.sets(st.sampled_from("abc"), min_size=1), max_size=5))
def test_the_worst_situation_is_the_worst_of_all(asked: list[set[str]]) -> None:
    papers = [
        _paper(f"m{index}", {"in": [{"var": "q"}, sorted(each)]})
        for index, each in enumerate(asked)
    ]
    brute = max(sum(answer in each for each in asked) for answer in "abc")
    assert effect_of(_asked(*papers)).brought == brute
