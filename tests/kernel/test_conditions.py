"""Conditions mean what they say, and what is no condition is refused by name and place."""

import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.kernel.conditions import (
    ALWAYS,
    NEVER,
    Bool,
    Choice,
    Date,
    MultiChoice,
    Number,
    VarType,
    check_types,
    compile,
)
from onevisit.kernel.errors import Invalid
from tests.kernel.condition_strategies import (
    TYPES,
    naive,
    typed_conditions,
    wild_answers,
    wild_conditions,
)


@given(wild_conditions, wild_answers)
def test_the_compiled_condition_agrees_with_the_plain_reading(
    expr: Any, answers: dict[str, Any]
) -> None:
    assert compile(expr)(answers) is naive(expr, answers)


@given(wild_conditions)
def test_the_source_reads_back_as_the_same_condition(expr: Any) -> None:
    condition = compile(expr)
    again = compile(json.loads(condition.source))
    assert again == condition
    assert hash(again) == hash(condition)
    assert again.variables == condition.variables
    assert pickle.loads(pickle.dumps(condition)) == condition  # noqa: S301 - our own bytes


def test_ways_of_writing_one_condition_are_one_condition() -> None:
    assert compile({"!": {"var": ["a"]}}) == compile({"!": [{"var": "a"}]})
    assert compile({"!": {"var": "a"}}).source == '{"!":[{"var":"a"}]}'
    assert compile({"==": [{"var": "店"}, "有"]}).variables == {"店"}
    assert compile(True) == ALWAYS
    assert compile(False) == NEVER
    assert ALWAYS({})
    assert not NEVER({})


@pytest.mark.parametrize(
    ("expr", "answers", "holds"),
    [
        ({"==": [{"var": "a"}, 1]}, {"a": 1.0}, True),
        ({"==": [{"var": "a"}, 1]}, {"a": "1"}, False),
        ({"==": [{"var": "a"}, 1]}, {"a": True}, False),
        ({"==": [{"var": "a"}, True]}, {"a": 1}, False),
        ({"==": [{"var": "a"}, 0]}, {"a": False}, False),
        ({"==": [{"var": "a"}, None]}, {}, True),
        ({"!=": [{"var": "a"}, "x"]}, {}, True),
        ({"==": [{"var": "a"}, {"var": "b"}]}, {}, True),
        ({"==": [{"var": "a"}, {"var": "b"}]}, {"a": ["x"], "b": ["x"]}, False),
        ({"in": [{"var": "a"}, ["x", None]]}, {}, True),
        ({"in": [{"var": "a"}, [1, 2]]}, {"a": True}, False),
        ({"in": ["x", {"var": "a"}]}, {"a": ["x", "y"]}, True),
        ({"in": ["x", {"var": "a"}]}, {"a": "xyz"}, False),
        ({"in": ["x", {"var": "a"}]}, {}, False),
        ({"<": [{"var": "a"}, 5]}, {}, False),
        ({">=": [{"var": "a"}, 5]}, {}, False),
        ({"!": {"<": [{"var": "a"}, 5]}}, {}, True),
        ({"<": [{"var": "a"}, 5]}, {"a": "4"}, False),
        ({"<": [{"var": "a"}, 5]}, {"a": False}, False),
        ({"<": [{"var": "a"}, 5]}, {"a": float("nan")}, False),
        ({"<": [{"var": "a"}, 5]}, {"a": -(10**400)}, True),
        ({">": [{"var": "a"}, 5]}, {"a": float("inf")}, True),
        ({"<": [10, {"var": "a"}, 20]}, {"a": 15}, True),
        ({"<": [10, {"var": "a"}, 20]}, {"a": 10}, False),
        ({"<=": [10, {"var": "a"}, 20]}, {"a": 20}, True),
        ({"<": [{"var": "a"}, "2026-03-01"]}, {"a": "2026-02-28"}, True),
        ({"<": [{"var": "a"}, "2026-03-01"]}, {"a": "2026-02-30"}, False),
        ({"<": [{"var": "a"}, "2026-03-01"]}, {"a": "2026-2-3"}, False),
        ({"and": [{"var": "a"}, {"!": {"var": "b"}}]}, {"a": True}, True),
    ],
)
def test_the_finer_points_of_meaning(expr: Any, answers: dict[str, Any], holds: bool) -> None:
    assert compile(expr)(answers) is holds
    assert naive(_listed(expr), answers) is holds


def _listed(expr: Any) -> Any:
    """``!`` with its operand in a list, as the plain reading expects it."""
    if isinstance(expr, dict) and "!" in expr and not isinstance(expr["!"], list):
        return {"!": [_listed(expr["!"])]}
    if isinstance(expr, dict) and "and" in expr:
        return {"and": [_listed(each) for each in expr["and"]]}
    return expr


@pytest.mark.parametrize(
    ("expr", "code", "place"),
    [
        ({}, "empty", ""),
        ([], "empty", ""),
        ({"and": []}, "empty", "/and"),
        ({"or": [True, {}]}, "empty", "/or/1"),
        (None, "not_a_condition", ""),
        ("yes", "not_a_condition", ""),
        (1, "not_a_condition", ""),
        ([True], "not_a_condition", ""),
        ({"and": [{"==": [1, 1]}, "x"]}, "not_a_condition", "/and/1"),
        ({"if": [True, True]}, "unknown_operator", ""),
        ({"and": [{"!!": [True]}]}, "unknown_operator", "/and/0"),
        ({"!": {"reduce": []}}, "unknown_operator", "/!"),
        ({"==": [1, 1], "!=": [1, 2]}, "operand_count", ""),
        ({"and": True}, "operand_count", "/and"),
        ({"==": [1]}, "operand_count", "/=="),
        ({"==": {"var": "a"}}, "operand_count", "/=="),
        ({"==": [1, 2, 3]}, "operand_count", "/=="),
        ({">": [3, {"var": "a"}, 1]}, "operand_count", "/>"),
        ({"!": [True, False]}, "operand_count", "/!"),
        ({"==": [{"var": "a"}, [1]]}, "bad_operand", "/==/1"),
        ({"==": [{"and": [True]}, True]}, "bad_operand", "/==/0"),
        ({"<": [{"var": "a"}, None]}, "bad_operand", "/</1"),
        ({"<": [{"var": "a"}, True]}, "bad_operand", "/</1"),
        ({"==": [{"var": "a"}, float("nan")]}, "bad_operand", "/==/1"),
        ({"==": [{"var": "a"}, float("inf")]}, "bad_operand", "/==/1"),
        ({"<": [{"var": "a"}, 10**400]}, "bad_operand", "/</1"),
        ({"==": [{"var": "a"}, "\ud800"]}, "bad_operand", "/==/1"),
        ({"in": [{"var": "a"}, ["x", "a\0b"]]}, "bad_operand", "/in/1/1"),
        ({"var": "\udc00"}, "bad_variable", "/var"),
        ({"<": [{"var": "a"}, "tomorrow"]}, "bad_date", "/</1"),
        ({"<=": ["2026-02-30", {"var": "a"}, "2026-03-01"]}, "bad_date", "/<=/0"),
        ({"var": ""}, "bad_variable", "/var"),
        ({"var": "  "}, "bad_variable", "/var"),
        ({"var": 1}, "bad_variable", "/var"),
        ({"==": [{"var": ["a", "default"]}, 1]}, "bad_variable", "/==/0/var"),
        ({"in": [{"var": "a"}, "abc"]}, "bad_list", "/in/1"),
        ({"in": [{"var": "a"}, []]}, "bad_list", "/in/1"),
        ({"in": [{"var": "a"}, ["x", ["y"]]]}, "bad_list", "/in/1/1"),
        ({"in": [{"var": "a"}, [{"var": "b"}]]}, "bad_list", "/in/1/0"),
        ({"==": [{"var": "a"}, "x" * 1001]}, "too_large", "/==/1"),
        ({"in": [{"var": "a"}, ["x"] * 1001]}, "too_large", "/in/1"),
    ],
)
def test_what_is_no_condition_is_refused_by_name_and_place(
    expr: Any, code: str, place: str
) -> None:
    with pytest.raises(Invalid) as caught:
        compile(expr, place="/materials/3/when")
    assert caught.value.code == f"conditions.{code}"
    assert caught.value.facts["place"] == f"/materials/3/when{place}"


def test_a_hostile_depth_is_refused_before_the_stack_ends() -> None:
    expr: Any = True
    for _ in range(100_000):
        expr = {"!": expr}
    with pytest.raises(Invalid) as caught:
        compile(expr)
    assert caught.value.code == "conditions.too_large"
    while expr is not True:  # take it apart by hand: freeing it recursively would be as deep
        expr = expr["!"]


def test_a_hostile_width_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        compile({"and": [True] * 2_001})
    assert caught.value.code == "conditions.too_large"


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["==", "in", "and", "or", "!", "var", "<", ">=", "x"]),
            inner,
            max_size=2,
        )
    ),
    max_leaves=10,
)


@given(json_like, wild_answers)
def test_no_json_makes_the_reader_fall_over(expr: Any, answers: dict[str, Any]) -> None:
    try:
        condition = compile(expr)
    except Invalid as error:
        assert error.code.startswith("conditions.")
    else:
        assert condition(answers) in (True, False)


@given(typed_conditions)
def test_a_well_typed_condition_has_no_problems(expr: Any) -> None:
    assert check_types(compile(expr), TYPES) == []


VARS: dict[str, VarType] = {
    "kind": Choice(("hot", "cold")),
    "wide": Choice(("hot", "warm")),
    "many": MultiChoice(("hot", "cold")),
    "seats": Number(0, 100, integer=True),
    "area": Number(),
    "since": Date("2000-01-01", "2030-12-31"),
    "new": Bool(),
}


@pytest.mark.parametrize(
    ("expr", "code", "place"),
    [
        ({"==": [{"var": "gone"}, "x"]}, "unknown_variable", "/==/0"),
        ({"var": "gone"}, "unknown_variable", "/var"),
        ({"in": ["hot", {"var": "gone"}]}, "unknown_variable", "/in/1"),
        ({"<": [1, {"var": "gone"}, 3]}, "unknown_variable", "/</1"),
        ({"and": [True, {"!": {"var": "gone"}}]}, "unknown_variable", "/and/1/!/0/var"),
        ({"==": [{"var": "kind"}, "hut"]}, "unknown_option", "/==/1"),
        ({"!=": ["hut", {"var": "kind"}]}, "unknown_option", "/!=/0"),
        ({"in": [{"var": "kind"}, ["hot", "hut"]]}, "unknown_option", "/in/1/1"),
        ({"in": ["hut", {"var": "many"}]}, "unknown_option", "/in/0"),
        ({"in": [None, {"var": "many"}]}, "type_mismatch", "/in/0"),
        ({"in": [1, {"var": "many"}]}, "type_mismatch", "/in/0"),
        ({"in": ["hot", {"var": "kind"}]}, "type_mismatch", "/in/1"),
        ({"in": [{"var": "seats"}, {"var": "many"}]}, "type_mismatch", "/in/0"),
        ({"==": [{"var": "many"}, "hot"]}, "type_mismatch", "/==/1"),
        ({"==": [{"var": "many"}, {"var": "many"}]}, "type_mismatch", "/=="),
        ({"==": [{"var": "kind"}, {"var": "seats"}]}, "type_mismatch", "/=="),
        ({"==": [{"var": "kind"}, 1]}, "type_mismatch", "/==/1"),
        ({"==": [{"var": "seats"}, "1"]}, "type_mismatch", "/==/1"),
        ({"==": [{"var": "seats"}, True]}, "type_mismatch", "/==/1"),
        ({"==": [{"var": "new"}, "yes"]}, "type_mismatch", "/==/1"),
        ({"==": [{"var": "new"}, 1]}, "type_mismatch", "/==/1"),
        ({"==": [{"var": "since"}, 2026]}, "type_mismatch", "/==/1"),
        ({"var": "kind"}, "type_mismatch", "/var"),
        ({"<": [{"var": "kind"}, 1]}, "type_mismatch", "/</0"),
        ({"<": [{"var": "seats"}, "2026-01-01"]}, "type_mismatch", "/</1"),
        ({"<": [{"var": "seats"}, {"var": "since"}]}, "type_mismatch", "/</1"),
        ({"==": [{"var": "since"}, "2026-02-30"]}, "bad_date", "/==/1"),
        ({"==": [{"var": "since"}, "1999-12-31"]}, "out_of_range", "/==/1"),
        ({"==": [{"var": "seats"}, 101]}, "out_of_range", "/==/1"),
        ({"==": [{"var": "seats"}, 1.5]}, "out_of_range", "/==/1"),
    ],
)
def test_what_makes_no_sense_of_its_variables_is_named_with_its_place(
    expr: Any, code: str, place: str
) -> None:
    problems = check_types(compile(expr), VARS, "/steps/0/when")
    assert [(each.code, each.place) for each in problems] == [
        (f"conditions.{code}", f"/steps/0/when{place}")
    ]
    assert problems[0].facts["place"] == problems[0].place


@pytest.mark.parametrize(
    "expr",
    [
        {"==": [{"var": "kind"}, {"var": "wide"}]},
        {"in": [{"var": "kind"}, {"var": "many"}]},
        {"==": [{"var": "many"}, None]},
        {"==": [{"var": "area"}, -1e9]},
        {"<": ["2026-01-01", {"var": "since"}, "2026-12-31"]},
        {"or": [{"var": "new"}, {"==": [{"var": "new"}, None]}]},
        {"==": [1, 1]},
    ],
)
def test_what_makes_sense_passes(expr: Any) -> None:
    assert check_types(compile(expr), VARS) == []


def test_every_problem_of_a_condition_is_told_at_once() -> None:
    expr = {"and": [{"==": [{"var": "kind"}, "hut"]}, {"var": "gone"}, {"<": [{"var": "new"}, 1]}]}
    assert [each.code.split(".")[1] for each in check_types(compile(expr), VARS)] == [
        "unknown_option",
        "unknown_variable",
        "type_mismatch",
    ]
