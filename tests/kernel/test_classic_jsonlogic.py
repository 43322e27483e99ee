"""Our conditions beside classic JsonLogic: the same wherever both have a meaning.

The table is ours, written from the documented meaning of each operator (see `classic_jsonlogic`).
Where we differ a row says how; why is docs/adr on conditions.
"""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onevisit.kernel.conditions import compile
from onevisit.kernel.conditions.nodes import Compare, Var, leaves_of
from onevisit.kernel.errors import Invalid
from tests.kernel.classic_jsonlogic import classic, truthy
from tests.kernel.condition_strategies import EVERY_ANSWER, typed_conditions

X, Y = {"var": "x"}, {"var": "y"}
SAME: list[tuple[Any, dict[str, Any], bool]] = [
    # ==, != between values of one kind, and beside null
    ({"==": [1, 1]}, {}, True),
    ({"==": [1, 2]}, {}, False),
    ({"==": [1, 1.0]}, {}, True),
    ({"==": ["a", "a"]}, {}, True),
    ({"==": ["a", "A"]}, {}, False),
    ({"==": [True, True]}, {}, True),
    ({"==": [True, False]}, {}, False),
    ({"==": [None, None]}, {}, True),
    ({"==": [X, None]}, {}, True),
    ({"==": [X, None]}, {"x": 0}, False),
    ({"==": [X, None]}, {"x": ""}, False),
    ({"==": [X, Y]}, {"x": "a", "y": "a"}, True),
    ({"==": [X, Y]}, {}, True),
    ({"!=": [1, 2]}, {}, True),
    ({"!=": [1, 1]}, {}, False),
    ({"!=": [X, "a"]}, {}, True),
    ({"!=": [X, "a"]}, {"x": "b"}, True),
    ({"!=": [X, "a"]}, {"x": "a"}, False),
    # < <= > >= between numbers, and the middle form
    ({"<": [1, 2]}, {}, True),
    ({"<": [2, 2]}, {}, False),
    ({"<": [3, 2]}, {}, False),
    ({"<=": [2, 2]}, {}, True),
    ({"<=": [3, 2]}, {}, False),
    ({">": [2, 1]}, {}, True),
    ({">": [2, 2]}, {}, False),
    ({">=": [2, 2]}, {}, True),
    ({">=": [1, 2]}, {}, False),
    ({"<": [-1, 0.5]}, {}, True),
    ({"<": [1, 2, 3]}, {}, True),
    ({"<": [1, 1, 3]}, {}, False),
    ({"<": [1, 4, 3]}, {}, False),
    ({"<": [0, X, 100]}, {"x": 37}, True),
    ({"<=": [1, 1, 3]}, {}, True),
    ({"<=": [1, 2, 3]}, {}, True),
    ({"<=": [1, 4, 3]}, {}, False),
    ({"<=": [0, X, 100]}, {"x": 100}, True),
    # days sort as text
    ({"<": ["2026-02-28", X]}, {"x": "2026-03-01"}, True),
    ({">=": [X, "2026-03-01"]}, {"x": "2026-02-28"}, False),
    ({"<=": ["2026-01-01", X, "2026-12-31"]}, {"x": "2026-11-21"}, True),
    # ! and what counts as true
    ({"!": [True]}, {}, False),
    ({"!": [False]}, {}, True),
    ({"!": True}, {}, False),
    ({"!": X}, {}, True),
    ({"!": [X]}, {"x": 0}, True),
    ({"!": [X]}, {"x": 1}, False),
    ({"!": [X]}, {"x": ""}, True),
    ({"!": [X]}, {"x": "0"}, False),
    ({"!": [X]}, {"x": []}, True),
    ({"!": [X]}, {"x": ["a"]}, False),
    ({"!": {"==": [1, 2]}}, {}, True),
    # and, or
    ({"and": [True, True]}, {}, True),
    ({"and": [True, False]}, {}, False),
    ({"and": [False, True]}, {}, False),
    ({"and": [True]}, {}, True),
    ({"and": [True, X]}, {"x": 3}, True),
    ({"and": [X, True]}, {"x": ""}, False),
    ({"and": [{">": [3, 1]}, {"<": [1, 3]}]}, {}, True),
    ({"or": [True, False]}, {}, True),
    ({"or": [False, True]}, {}, True),
    ({"or": [False, False]}, {}, False),
    ({"or": [False]}, {}, False),
    ({"or": [False, X]}, {"x": 3}, True),
    ({"or": [X, Y]}, {"x": 0, "y": []}, False),
    ({"and": [{"or": [False, True]}, {"!": [False]}]}, {}, True),
    # in a list
    ({"in": ["a", ["a", "b"]]}, {}, True),
    ({"in": ["c", ["a", "b"]]}, {}, False),
    ({"in": [X, ["a", "b"]]}, {"x": "b"}, True),
    ({"in": [X, ["a", "b"]]}, {}, False),
    ({"in": [1, [1, 2]]}, {}, True),
    ({"in": ["1", [1, 2]]}, {}, False),
    ({"in": [True, [1]]}, {}, False),
    ({"in": ["a", X]}, {"x": ["a", "b"]}, True),
    ({"in": ["a", X]}, {"x": []}, False),
    ({"in": ["a", X]}, {}, False),
    # var: a name, alone or in a list
    (X, {"x": True}, True),
    (X, {"x": False}, False),
    (X, {"y": True}, False),
    ({"var": ["x"]}, {"x": 1}, True),
    (True, {}, True),
    (False, {}, False),
]


@pytest.mark.parametrize(("rule", "data", "holds"), SAME)
def test_both_readings_agree(rule: Any, data: dict[str, Any], holds: bool) -> None:
    assert truthy(classic(rule, data)) is holds
    assert compile(rule)(data) is holds


STRICTER: list[tuple[str, Any, dict[str, Any], bool]] = [
    ("text is never a number", {"==": [1, "1"]}, {}, True),
    ("text is never a number", {"==": [X, 86]}, {"x": "86"}, True),
    ("yes is never one", {"==": [1, True]}, {}, True),
    ("no is never zero", {"==": [X, False]}, {"x": 0}, True),
    ("no is never empty text", {"==": [X, ""]}, {"x": False}, True),
    ("a list equals nothing", {"==": [X, "a"]}, {"x": ["a"]}, True),
    ("no answer is no zero", {"<": [X, 5]}, {}, True),
    ("no answer is no zero", {">=": [X, 0]}, {}, True),
    ("no answer is no zero", {"<=": [X, 0]}, {"x": None}, True),
    ("text is never a number", {"<": [X, 5]}, {"x": "4"}, True),
    ("yes is never one", {"<": [X, 5]}, {"x": True}, True),
    ("a day that is none", {"<": [X, "2026-03-01"]}, {"x": "2026-02-30"}, True),
    ("text has no order", {"<": [X, Y]}, {"x": "a", "y": "b"}, True),
    ("in looks into lists only", {"in": ["pri", X]}, {"x": "Spring"}, True),
    ("names are flat", {"==": [{"var": "shop.area"}, 86]}, {"shop": {"area": 86}}, True),
]


@pytest.mark.parametrize(("why", "rule", "data", "classically"), STRICTER)
def test_where_we_are_stricter_on_purpose(
    why: str, rule: Any, data: dict[str, Any], classically: bool
) -> None:
    assert truthy(classic(rule, data)) is classically, why
    assert compile(rule)(data) is not classically, why


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (1, "not_a_condition"),  # values alone are no conditions
        ("apple", "not_a_condition"),
        (None, "not_a_condition"),
        ({"and": [1, 3]}, "not_a_condition"),
        ({"or": [0, "a"]}, "not_a_condition"),
        ({"!": [0]}, "not_a_condition"),
        ({"and": []}, "empty"),
        ({"!": []}, "operand_count"),
        ({"var": ""}, "bad_variable"),  # all the data
        ({"var": 1}, "bad_variable"),  # a member of a list
        ({"==": [{"var": ["x", 9]}, 9]}, "bad_variable"),  # a value in its place
        ({"==": [{"!": [True]}, False]}, "bad_operand"),  # operations as operands
        ({"<": [X, "b"]}, "bad_date"),
        ({"<": [X, None]}, "bad_operand"),
        ({"in": ["a", "abc"]}, "bad_list"),
        ({"in": ["a", []]}, "bad_list"),
        ({"===": [1, 1]}, "unknown_operator"),
        ({"!==": [1, 1]}, "unknown_operator"),
        ({"!!": [1]}, "unknown_operator"),
        ({"if": [True, 1, 2]}, "unknown_operator"),
        ({"missing": ["x"]}, "unknown_operator"),
        ({"+": [1, 2]}, "unknown_operator"),
        ({"max": [1, 2]}, "unknown_operator"),
        ({"cat": ["a", "b"]}, "unknown_operator"),
        ({"some": [X, True]}, "unknown_operator"),
        ({"map": [X, True]}, "unknown_operator"),
    ],
)
def test_what_classic_jsonlogic_takes_and_we_refuse_is_refused_by_name(
    rule: Any, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        compile(rule)
    assert caught.value.code == f"conditions.{code}"


complete = st.fixed_dictionaries(
    {name: st.sampled_from(values) for name, values in EVERY_ANSWER.items()}
)


@given(typed_conditions, complete)
def test_a_well_typed_condition_over_complete_answers_reads_the_same_everywhere(
    rule: Any, answers: dict[str, Any]
) -> None:
    """So any JsonLogic library may judge a published definition once all is answered."""
    data = {name: list(v) if isinstance(v, tuple) else v for name, v in answers.items()}
    assert compile(rule)(data) is truthy(classic(rule, data))


@given(typed_conditions, complete, st.sets(st.sampled_from(sorted(EVERY_ANSWER))))
def test_without_an_answer_only_an_order_reads_differently(
    rule: Any, answers: dict[str, Any], unanswered: set[str]
) -> None:
    condition = compile(rule)
    orders = (leaf for leaf in leaves_of(condition.node) if isinstance(leaf, Compare))
    assume(not any(each in unanswered for leaf in orders for each in _names(leaf)))
    data = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in answers.items()
        if name not in unanswered
    }
    assert condition(data) is truthy(classic(rule, data))


def _names(leaf: Compare) -> list[str]:
    return [each.name for each in leaf.operands if isinstance(each, Var)]
