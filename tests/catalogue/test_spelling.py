"""Conditions written out in a cell: read back to the letter, a mistake named where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.catalogue.rules.definition import Option, Question
from onevisit.catalogue.rules.editing.spelling import Names, read, spelled
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.kernel.conditions import Condition, compile
from onevisit.kernel.errors import Invalid
from tests.catalogue.strategies import conditions, items
from tests.catalogue.test_picking import QUESTIONS
from tests.kernel.condition_strategies import wild_conditions

NAMES = Names(QUESTIONS)


def back(condition: Condition, names: Names) -> Condition:
    return read(spelled(condition, names), names)


@given(wild_conditions, items)
def test_whatever_a_condition_says_comes_back(source: object, document: dict[str, object]) -> None:
    condition = compile(source)  # type: ignore[arg-type]
    assert back(condition, NAMES) == condition
    names = Names(parse_item(document).questions)
    assert back(condition, names) == condition


@given(conditions, st.text('#ab】”“"是并且（） ', max_size=8), st.text("#ab】”是", max_size=3))
def test_names_that_look_like_something_else_come_back(
    source: object, name: str, label: str
) -> None:
    key = name if name.strip() else "b"
    odd = (
        Question(key="a", label=name, short=label, options=(Option(value="a", label=label),)),
        Question(key=key, label="a", options=(Option(value="#a", label="a"),)),
    )
    condition = compile(source)  # type: ignore[arg-type]
    assert back(condition, Names(odd)) == condition
    both = compile({"and": [{"==": [{"var": key}, label]}, {"in": ["#a", {"var": "a"}]}]})
    assert back(both, Names(odd)) == both


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("【店面】 大于 300", {">": [{"var": "area"}, 300]}),
        ("【店面多大？】不超过1.5", {"<=": [{"var": "area"}, 1.5]}),
        ("【店面】 在 1 到 9 之间", {"<=": [1, {"var": "area"}, 9]}),
        ('【火】 是 "GAS"', {"==": [{"var": "gas"}, "gas"]}),
        ("【火】都不是“GAS”，“ELECTRIC”", {"!": [{"in": [{"var": "gas"}, ["gas", "electric"]]}]}),
        ("【卖什么？】 包括 “HOT”", {"in": ["hot", {"var": "foods"}]}),
        ("【since】 小于 2026-01-01", {"<": [{"var": "since"}, "2026-01-01"]}),
        (
            "【火】 有回答 并且 (【店面】 是 1 或者 【店面】 没有回答)",
            {
                "and": [
                    {"!=": [{"var": "gas"}, None]},
                    {"or": [{"==": [{"var": "area"}, 1]}, {"==": [{"var": "area"}, None]}]},
                ]
            },
        ),
    ],
)
def test_it_reads_as_one_says_it(text: str, meant: object) -> None:
    assert read(text, NAMES) == compile(meant)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "code", "fact"),
    [
        ("【店面】 大于 很大", "when_unreadable", "很大"),
        ("【店面】 大于", "when_unreadable", "…"),
        ("【店面】 大于 3 300", "when_unreadable", "300"),
        ("（" * 99, "when_unreadable", "（"),
        ("总是 并且 从不 或者 总是", "when_mixed", "或者 总是"),
        ("【店】 大于 3", "when_without_question", "店面"),
        ("【火】 是 “煤”", "when_without_option", "GAS"),
    ],
)
def test_a_mistake_is_named_where_it_stands(text: str, code: str, fact: str) -> None:
    with pytest.raises(Invalid, match=code) as raised:
        read(text, NAMES)
    assert any(fact in str(value) for value in raised.value.facts.values())


def test_a_question_that_was_called_otherwise_is_understood() -> None:
    renamed = Names([Question(key="area", label="多大")], QUESTIONS)
    assert read("【店面】 大于 3", renamed) == read("【多大】 大于 3", renamed)
