"""Partial answers and satisfiability, held against trying everything."""

from collections.abc import Iterator
from itertools import combinations, pairwise, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onevisit.kernel.conditions import (
    ALWAYS,
    NEVER,
    Bool,
    Choice,
    Date,
    MultiChoice,
    Number,
    Value,
    VarType,
    compile,
    partial,
    representatives,
    satisfiable,
)
from onevisit.kernel.errors import Invalid
from tests.kernel.condition_strategies import EVERY_ANSWER, TYPES, typed_conditions

MOST_TRIED = 3_000


def completions(names: set[str], *, null: bool) -> Iterator[dict[str, Value]]:
    """All answers to these variables, null among them if wished; fewer if they are too many."""
    ordered = sorted(names)
    choices = [(*((None,) if null else ()), *EVERY_ANSWER[name]) for name in ordered]
    for index, values in enumerate(product(*choices)):
        if index >= MOST_TRIED:
            return
        yield dict(zip(ordered, values, strict=True))


def few_enough(names: frozenset[str]) -> bool:
    size = 1
    for name in names:
        size *= len(EVERY_ANSWER[name]) + 1
    return size <= MOST_TRIED


answered = st.fixed_dictionaries(
    {},
    optional={name: st.sampled_from((None, *values)) for name, values in EVERY_ANSWER.items()},
)


@settings(max_examples=200)
@given(typed_conditions, answered, st.booleans())
def test_what_partial_says_holds_for_every_completion(
    expr: Any, known: dict[str, Value], with_types: bool
) -> None:
    condition = compile(expr)
    unknown = condition.variables - known.keys()
    verdict = partial(condition, known, unknown, TYPES if with_types else None)
    outcomes = {}
    for completion in completions(set(unknown), null=True):
        outcomes[tuple(completion.items())] = condition({**known, **completion})
    if isinstance(verdict, bool):
        assert set(outcomes.values()) == {verdict}
        return
    assert verdict
    assert verdict <= unknown
    seen: dict[Any, bool] = {}
    for items, outcome in outcomes.items():
        kept = tuple(item for item in items if item[0] in verdict)
        assert seen.setdefault(kept, outcome) is outcome, "a variable left out changed the outcome"


@settings(max_examples=200)
@given(typed_conditions, answered)
def test_with_types_each_named_variable_really_matters(expr: Any, known: dict[str, Value]) -> None:
    condition = compile(expr)
    unknown = condition.variables - known.keys()
    if not few_enough(unknown):
        return
    verdict = partial(condition, known, unknown, TYPES)
    table = {
        tuple(sorted(each.items())): condition({**known, **each})
        for each in completions(set(unknown), null=True)
    }
    matter = frozenset(name for name in unknown if _changes(name, table))
    assert verdict == (matter or next(iter(table.values())))


def _changes(name: str, table: dict[Any, bool]) -> bool:
    seen: dict[Any, bool] = {}
    for items, outcome in table.items():
        rest = tuple(item for item in items if item[0] != name)
        if seen.setdefault(rest, outcome) is not outcome:
            return True
    return False


@settings(max_examples=200)
@given(st.lists(typed_conditions, min_size=1, max_size=3), st.booleans())
def test_satisfiable_finds_answers_exactly_if_there_are_any(exprs: list[Any], null: bool) -> None:
    conditions = [compile(expr) for expr in exprs]
    named = frozenset().union(*(each.variables for each in conditions))
    found = satisfiable(conditions, TYPES, nullable=null)
    if found is not None:
        assert set(found) == named
        assert all(condition(found) for condition in conditions)
        assert null or None not in found.values()
        assert all(_allowed(name, value) for name, value in found.items())
    elif few_enough(named):
        assert not any(
            all(condition(answers) for condition in conditions)
            for answers in completions(set(named), null=null)
        )


def _allowed(name: str, value: Value) -> bool:
    kind = TYPES[name]
    if value is None or isinstance(kind, (Bool, Choice, MultiChoice)):
        return value is None or value in EVERY_ANSWER[name]
    if isinstance(kind, Number):
        assert isinstance(value, (int, float))
        assert kind.minimum is not None
        assert kind.maximum is not None
        whole = not kind.integer or isinstance(value, int)
        return whole and kind.minimum <= value <= kind.maximum
    assert isinstance(value, str)
    return value in EVERY_ANSWER[name]


@settings(max_examples=150)
@given(typed_conditions)
def test_representatives_show_every_outcome_that_all_answers_show(expr: Any) -> None:
    condition = compile(expr)
    named = sorted(condition.variables)
    if not few_enough(condition.variables):
        return
    domains = representatives({name: TYPES[name] for name in named}, [condition])
    shown = {
        condition(dict(zip(named, values, strict=True)))
        for values in product(*(domains[name] for name in named))
    }
    assert shown == {condition(each) for each in completions(set(named), null=False)}


def test_partial_simplifies_as_far_as_it_can() -> None:
    condition = compile({"or": [{"==": [{"var": "hot"}, True]}, {"<": [{"var": "area"}, 50]}]})
    assert partial(condition, {"hot": True}, {"area"}) is True
    assert partial(condition, {"hot": False}, {"area"}) == {"area"}
    assert partial(condition, {}, {"hot", "area"}) == {"hot", "area"}
    assert partial(condition, {}, set()) is False
    assert partial(ALWAYS, {}, {"x"}) is True
    assert partial(NEVER, {}, {"x"}) is False


def test_one_failed_half_of_a_between_decides_it() -> None:
    condition = compile({"<": [{"var": "low"}, {"var": "x"}, {"var": "high"}]})
    assert partial(condition, {"low": 5, "x": 3}, {"high"}) is False
    assert partial(condition, {"low": 1, "x": 3}, {"high"}) == {"high"}


def test_only_types_show_that_two_options_exclude_each_other() -> None:
    both = compile({"and": [{"==": [{"var": "k"}, "a"]}, {"==": [{"var": "k"}, "b"]}]})
    types = {"k": Choice(("a", "b"))}
    assert partial(both, {}, {"k"}) == {"k"}
    assert partial(both, {}, {"k"}, types) is False


def test_too_many_combinations_fall_back_to_the_plain_verdict() -> None:
    names = [f"q{index}" for index in range(14)]
    parts = [{"==": [{"var": name}, True]} for name in names]
    types: dict[str, VarType] = {name: Bool() for name in names}
    assert partial(compile({"and": parts}), {}, set(names), types) == set(names)


def test_a_long_chain_of_alternatives_is_decided() -> None:
    names = [f"q{index}" for index in range(30)]
    types: dict[str, VarType] = {name: Choice(("a", "b", "c")) for name in names}
    chain = [compile({"!=": [{"var": one}, {"var": other}]}) for one, other in pairwise(names)]
    found = satisfiable(chain, types)
    assert found is not None
    assert all(condition(found) for condition in chain)


def test_four_things_do_not_fit_in_three_places() -> None:
    names = ["w", "x", "y", "z"]
    types: dict[str, VarType] = {name: Number(1, 3, integer=True) for name in names}
    differ = [
        compile({"!=": [{"var": one}, {"var": other}]})
        for index, one in enumerate(names)
        for other in names[index + 1 :]
    ]
    assert satisfiable(differ, types) is None
    wider: dict[str, VarType] = {name: Number(1, 4, integer=True) for name in names}
    assert satisfiable(differ, wider) is not None
    dense: dict[str, VarType] = {name: Number(1, 1.001) for name in names}
    assert satisfiable(differ, dense) is not None


def test_a_hostile_riddle_is_given_up_and_not_tried_for_hours() -> None:
    names = [f"q{index}" for index in range(12)]
    types: dict[str, VarType] = {name: Number(1, 11, integer=True) for name in names}
    differ = [
        compile({"!=": [{"var": one}, {"var": other}]}) for one, other in combinations(names, 2)
    ]
    with pytest.raises(Invalid) as caught:
        satisfiable(differ, types)
    assert caught.value.code == "conditions.too_hard"


def test_ranges_that_only_overlap_are_met_in_the_overlap() -> None:
    types: dict[str, VarType] = {
        "x": Number(0, 10, integer=True),
        "y": Number(5, 20, integer=True),
        "z": Number(7.5, 8.5),
    }
    equal = [
        compile({"==": [{"var": "x"}, {"var": "y"}]}),
        compile({"==": [{"var": "y"}, {"var": "z"}]}),
    ]
    assert satisfiable(equal, types) == {"x": 8, "y": 8, "z": 8}


def test_open_ranges_reach_beyond_every_threshold() -> None:
    above = compile({">": [{"var": "n"}, 1e6]})
    below = compile({"<": [{"var": "n"}, -3]})
    after = compile({">": [{"var": "d"}, "2031-12-31"]})
    types: dict[str, VarType] = {"n": Number(), "d": Date()}
    assert satisfiable([above], types) is not None
    assert satisfiable([below], types) is not None
    assert satisfiable([above, below], types) is None
    assert satisfiable([after], types) is not None
    assert satisfiable([after], {"d": Date(maximum="2031-12-31")}) is None
    last = compile({">": [{"var": "d"}, "9999-12-31"]})
    assert satisfiable([last], types) is None


def test_null_is_an_answer_only_where_it_may_be() -> None:
    unanswered = compile({"==": [{"var": "k"}, None]})
    types: dict[str, VarType] = {"k": Choice(("a",)), "m": Choice(("a",))}
    assert satisfiable([unanswered], types) is None
    assert satisfiable([unanswered], types, nullable=True) == {"k": None}
    assert satisfiable([unanswered], types, nullable={"m"}) is None
    assert satisfiable([unanswered], types, nullable={"k"}) == {"k": None}


def test_a_choice_without_options_cannot_be_answered() -> None:
    other = compile({"!=": [{"var": "k"}, "a"]})
    assert satisfiable([other], {"k": Choice(())}) is None
    assert satisfiable([other], {"k": Choice(())}, nullable=True) == {"k": None}


def test_no_conditions_are_met_by_no_answers() -> None:
    assert satisfiable([], {}) == {}
    assert satisfiable([ALWAYS], {}) == {}
    assert satisfiable([NEVER], {}) is None


def test_a_variable_without_a_type_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as caught:
        satisfiable([compile({"var": "gone"})], {})
    assert caught.value.code == "conditions.unknown_variable"
    assert caught.value.facts["variable"] == "gone"


def test_a_multiple_choice_with_too_many_mentioned_options_is_refused() -> None:
    options = tuple(f"o{index}" for index in range(13))
    wanted = [compile({"in": [option, {"var": "m"}]}) for option in options]
    with pytest.raises(Invalid) as caught:
        satisfiable(wanted, {"m": MultiChoice(options)})
    assert caught.value.code == "conditions.too_many_options"
    assert satisfiable(wanted[:12], {"m": MultiChoice(options)}) == {"m": options[:12]}


def test_representatives_are_few() -> None:
    types: dict[str, VarType] = {
        "k": Choice(tuple(f"o{index}" for index in range(50))),
        "n": Number(0, 1000),
        "b": Bool(),
        "d": Date("2026-01-01", "2026-12-31"),
        "m": MultiChoice(("x", "y", "z")),
    }
    conditions = [
        compile({"in": [{"var": "k"}, ["o3", "o7"]]}),
        compile({">": [{"var": "n"}, 100]}),
        compile({"<": [{"var": "d"}, "2026-07-01"]}),
        compile({"in": ["y", {"var": "m"}]}),
    ]
    domains = representatives(types, conditions)
    assert domains["k"] == ("o3", "o7", "o0")
    assert domains["n"] == (0, 50.0, 100, 550.0, 1000)
    assert domains["b"] == (True, False)
    assert domains["m"] == ((), ("y",), ("x",))
    assert "2026-07-01" in domains["d"]
    assert len(domains["d"]) == 5
