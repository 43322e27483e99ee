"""Conditions in rows, as sentences, tried with answers; steps linked without a way round."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onevisit.catalogue.rules.checks.situations import var_types
from onevisit.catalogue.rules.definition import ItemDefinition, Option, Question
from onevisit.catalogue.rules.editing import graph
from onevisit.catalogue.rules.editing.picking import (
    OPS,
    VALUES,
    Op,
    Picked,
    Row,
    condition_of,
    first_row,
    picked,
)
from onevisit.catalogue.rules.editing.sentences import sentence
from onevisit.catalogue.rules.editing.trying import tried
from onevisit.catalogue.rules.editing.uses import uses_of
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.catalogue.rules.publishing.limits import longest
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.guidance.rules.situation import situation
from onevisit.kernel.conditions import ALWAYS, check_types, compile
from onevisit.kernel.errors import Invalid
from tests.catalogue.strategies import conditions
from tests.guidance.strategies import given_answers, offers
from tests.kernel.condition_strategies import TYPES, typed_conditions


def _options(*values: str) -> tuple[Option, ...]:
    return tuple(Option(value=value, label=value.upper()) for value in values)


AREA = Question(key="area", label="店面多大？", short="店面", kind=VarKind.NUMBER, unit="平方米")
GAS = Question(key="gas", label="用什么火？", short="火", options=_options("gas", "electric"))
FOODS = Question(key="foods", label="卖什么？", kind=VarKind.MULTI, options=_options("hot", "cold"))
SINCE = Question(key="since", label="哪天开业？", kind=VarKind.DATE)
QUESTIONS = (AREA, GAS, FOODS, SINCE)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A whole row over one of the questions."""
    question = draw(st.sampled_from(QUESTIONS))
    op = draw(st.sampled_from(OPS[question.kind]))
    values: dict[VarKind, st.SearchStrategy[Any]] = {
        VarKind.CHOICE: st.sampled_from(["gas", "electric"]),
        VarKind.MULTI: st.sampled_from(["hot", "cold"]),
        VarKind.NUMBER: st.sampled_from([0, 1.5, 300]),
        VarKind.DATE: st.sampled_from(["2026-01-01", "2026-11-21"]),
    }
    wanted = VALUES[op]
    least, most = (1, 2) if wanted is None else (wanted, wanted)
    drawn = draw(st.lists(values[question.kind], min_size=least, max_size=most))
    return Row(question.key, op, tuple(drawn))


pickeds = st.builds(
    Picked,
    st.lists(st.lists(rows(), min_size=1, max_size=3).map(tuple), max_size=3).map(tuple),
    st.booleans(),
)


@given(pickeds)
def test_what_is_picked_is_read_back_as_the_same_condition(found: Picked) -> None:
    condition = condition_of(found)
    again = picked(condition, QUESTIONS)
    assert again is not None
    assert condition_of(again) == condition
    assert check_types(condition, var_types(QUESTIONS)) == []


@given(typed_conditions)
def test_what_can_not_be_picked_is_left_alone(rule: Any) -> None:
    kinds = {"kind": VarKind.CHOICE, "other": VarKind.CHOICE, "many": VarKind.MULTI}
    kinds |= dict.fromkeys(("seats", "area", "size"), VarKind.NUMBER)
    kinds |= dict.fromkeys(("since", "until"), VarKind.DATE)
    questions = [Question(key=key, label=key, kind=kinds[key]) for key in TYPES if key in kinds]
    condition = compile(rule)
    found = picked(condition, questions)
    assert found is None or condition_of(found) == condition


@given(conditions)
def test_every_condition_has_a_sentence(rule: Any) -> None:
    for language in ("zh", "en"):
        assert sentence(compile(rule), QUESTIONS, language).strip()


@pytest.mark.parametrize(
    ("rule", "chinese", "english"),
    [
        (True, "总是", "always"),
        (
            {"and": [{">": [{"var": "area"}, 300]}, {"==": [{"var": "gas"}, "gas"]}]},
            "店面 大于 300 平方米 并且 火 是 GAS",
            "店面 is more than 300 平方米 and 火 is GAS",
        ),
        (
            {
                "or": [
                    {"<=": [100, {"var": "area"}, 300]},
                    {"and": [{"in": ["hot", {"var": "foods"}]}, {"!=": [{"var": "gas"}, None]}]},
                ]
            },
            "店面 在 100 到 300 平方米 之间 或者 （卖什么？ 包括 HOT 并且 回答了 火）",
            "店面 is from 100 to 300 平方米 or (卖什么？ includes HOT and 火 is answered)",
        ),
        ({"!": {"in": [{"var": "gas"}, ["gas", "x"]]}}, "火 不是 GAS、x 之一", None),
        ({"<": [5, {"var": "area"}]}, "店面 大于 5 平方米", None),
        ({"!": {"var": "gone"}}, "并非（gone 为是）", "not (gone is yes)"),
    ],
)
def test_sentences_read_as_people_say_them(rule: Any, chinese: str, english: str | None) -> None:
    assert sentence(compile(rule), QUESTIONS) == chinese
    if english:
        assert sentence(compile(rule), QUESTIONS, "en") == english


def test_rows_are_added_and_taken_away() -> None:
    found = Picked().with_row(first_row(AREA)).with_row(Row("gas", Op.IS, ("gas",)))
    assert condition_of(found).source == (
        '{"and":[{">":[{"var":"area"},0]},{"==":[{"var":"gas"},"gas"]}]}'
    )
    wide = found.with_row(Row("foods", Op.HAS, ("hot",)), 1)
    assert [len(group) for group in wide.groups] == [1, 2]
    assert wide.without_row(0, 0).groups == wide.groups[1:]
    assert condition_of(Picked().with_row(first_row(AREA)).without_row(0, 0)) == ALWAYS


ITEM: dict[str, Any] = {
    "code": "x",
    "name": "x",
    "questions": [
        {"key": "gas", "label": "火", "options": [{"value": v, "label": v} for v in "ab"]},
        {"key": "area", "label": "店", "kind": "number", "when": {"==": [{"var": "gas"}, "a"]}},
    ],
    "materials": [{"key": "m", "name": "图", "when": {">": [{"var": "area"}, 300]}}],
    "form": [{"key": "area", "label": "店", "kind": "number", "prefill": "answer"}],
}


def test_a_question_in_use_says_where() -> None:
    item = parse_item(ITEM)
    assert [use.place for use in uses_of(item, "area")] == ["/materials/0/when", "/form/0/prefill"]
    assert [use.place for use in uses_of(item, "gas", "a")] == ["/questions/1/when"]
    assert uses_of(item, "gas", "b") == ()


@settings(max_examples=40)
@given(offers(), st.data())
def test_trying_a_draft_says_what_people_will_be_told(offer: Any, data: st.DataObject) -> None:
    """Held to the reading that guides people, for the parts that are simply items."""
    answers = data.draw(given_answers(offer))
    here = situation(offer, answers)
    for part in offer.parts:
        item = ItemDefinition(
            code="x",
            name="x",
            questions=offer.questions,
            materials=part.item.materials,
            form=part.item.form,
        )
        found = tried(item, answers, date(2026, 11, 22))
        truths = {"yes": True, "no": False, "maybe": None}
        assert {q.key: holds for q, holds in found.questions} == {
            key: truths[judged.truth] for key, judged in here.whens.items()
        }
        for material, holds in found.materials:
            assert holds is truths[here.judge(material.when).truth]


def _steps(edges: dict[str, list[str]], limits: dict[str, int]) -> Any:
    document = {
        "code": "x",
        "name": "x",
        "steps": [
            {
                "key": key,
                "name": key.upper(),
                "kind": "review",
                "party": "department",
                "limit": limits.get(key, 0),
                "after": [{"step": each} for each in after],
            }
            for key, after in edges.items()
        ],
    }
    return parse_item(document).steps


@st.composite
def graphs(draw: st.DrawFn) -> Any:
    """Up to six steps in any order, each behind some of those drawn before it."""
    keys = draw(st.permutations("abcdef"))[: draw(st.integers(1, 6))]
    edges = {
        key: draw(st.lists(st.sampled_from(keys[:at]), unique=True)) if at else []
        for at, key in enumerate(keys)
    }
    listed = draw(st.permutations(sorted(edges)))
    limits = {key: draw(st.integers(0, 9)) for key in edges}
    return _steps({key: edges[key] for key in listed}, limits)


@given(graphs())
def test_a_layout_puts_every_step_behind_what_it_waits_for(steps: Any) -> None:
    found = graph.layout(steps)
    column = {each.step.key: each.column for each in found.steps}
    assert all(column[before] < each.column for each in found.steps for before in each.after)
    places = [(each.column, each.row) for each in found.steps]
    assert len(set(places)) == len(places) == len(steps)
    limits = {step.key: step.limit for step in steps}
    assert found.days == longest(graph.edges_of(steps), limits)
    if found.days:
        critical = sum(each.step.limit for each in found.steps if each.critical)
        assert critical >= found.days


@given(graphs(), st.data())
def test_operations_never_leave_a_way_round_or_a_name_that_is_gone(
    steps: Any, data: st.DataObject
) -> None:
    keys = [step.key for step in steps]
    one, other = data.draw(st.sampled_from(keys)), data.draw(st.sampled_from(keys))
    try:
        steps = graph.linked(steps, one, other)
    except Invalid as refusal:
        assert one.upper() in str(refusal.facts["cycle"])
    gone = data.draw(st.sampled_from(keys))
    before = graph.layout(steps)
    steps = graph.removed(steps, gone)
    known = {step.key for step in steps}
    assert all(edge.step in known for step in steps for edge in step.after)
    graph.refuse_round(steps)
    assert graph.layout(steps).days <= before.days


def test_a_step_is_put_between_and_taken_out_again() -> None:
    steps = _steps({"a": [], "b": ["a"]}, {})
    new = _steps({"n": []}, {})[0]
    wider = graph.added(steps, new, after="a")
    assert graph.edges_of(wider) == {"a": (), "n": ("a",), "b": ("n",)}
    assert graph.removed(wider, "n") == steps
    with pytest.raises(Invalid) as caught:
        graph.linked(wider, "a", "b")
    assert caught.value.facts["cycle"] == "A → N → B → A"
    assert graph.unlinked(wider, "b", "n")[2].after == ()
