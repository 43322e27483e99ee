"""The schemas that are published say what our own checks say."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.catalogue.rules.composition import compose_item
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item, to_json
from onevisit.catalogue.rules.schemas import document_schema, form_schema
from onevisit.catalogue.rules.schemas.conditions import answers_schema
from onevisit.kernel.conditions import compile
from onevisit.kernel.errors import Invalid
from onevisit.kernel.schemas import schema_fault, schema_problems
from tests.catalogue import strategies
from tests.catalogue.conftest import bundle_document, item_documents
from tests.kernel.condition_strategies import EVERY_ANSWER, TYPES, typed_conditions

some_answers = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from((*v, None)) for name, v in EVERY_ANSWER.items()}
)


@given(typed_conditions, some_answers)
def test_a_condition_holds_where_its_schema_does(rule: Any, answers: dict[str, Any]) -> None:
    condition = compile(rule)
    schema = answers_schema(condition, TYPES)
    given = {name: list(v) if isinstance(v, tuple) else v for name, v in answers.items()}
    if schema is None:
        assert _compares_two_numbers_or_days(rule)
    else:
        assert schema_fault(schema) == ""
        assert (schema_problems(schema, given) == []) is condition(answers)


def _compares_two_numbers_or_days(rule: Any) -> bool:
    text = json.dumps(rule)
    pairs = (("area", "size"), ("seats", "area"), ("since", "until"))
    return any(f'"{one}"' in text and f'"{two}"' in text for one, two in pairs)


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">="])
@given(day=st.dates(), bound=st.dates())
def test_days_before_and_after_a_day_are_a_pattern(operator: str, day: Any, bound: Any) -> None:
    condition = compile({operator: [{"var": "d"}, bound.isoformat()]})
    schema = answers_schema(condition, {})
    assert schema is not None
    answers = {"d": day.isoformat()}
    assert (schema_problems(schema, answers) == []) is condition(answers)


@given(strategies.items)
def test_an_item_that_parses_fits_its_schema(document: dict[str, Any]) -> None:
    schema = document_schema(ItemDefinition)
    assert schema_problems(schema, document) == []
    assert schema_problems(schema, json.loads(json.dumps(to_json(parse_item(document))))) == []


@given(strategies.bundles)
def test_a_bundle_that_parses_fits_its_schema(document: dict[str, Any]) -> None:
    assert schema_problems(document_schema(BundleDefinition), document) == []


junk = st.sampled_from([None, True, 0, -1, 2.5, "", "x", [], ["x"], {}, {"x": 1}, {"and": []}])


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[Any, ...]] = [path] if path else []
    for key, each in inner if isinstance(value, (dict, list)) else ():
        found += _places(each, (*path, key)) if isinstance(each, (dict, list)) else [(*path, key)]
    return found


@given(strategies.items, st.data())
def test_a_spoilt_item_is_refused_by_both_or_neither(
    document: dict[str, Any], data: st.DataObject
) -> None:
    spoilt = json.loads(json.dumps(document))
    *way, last = data.draw(st.sampled_from(_places(spoilt)))
    holder = spoilt
    for step in way:
        holder = holder[step]
    holder[last] = data.draw(junk)
    fits = schema_problems(document_schema(ItemDefinition), spoilt) == []
    try:
        parse_item(spoilt)
    except Invalid as refusal:
        only_reading_tells = refusal.code in ("conditions.bad_date", "conditions.bad_variable")
        assert not fits or only_reading_tells, refusal
    else:
        assert fits


def test_the_published_schemas_are_json_schema_2020_12() -> None:
    for kind in (ItemDefinition, BundleDefinition):
        assert schema_fault(document_schema(kind)) == ""
    assert schema_problems(document_schema(BundleDefinition), bundle_document()) == []
    assert parse_bundle(bundle_document()).form
    for name, source in item_documents().items():
        assert schema_problems(document_schema(ItemDefinition), source["document"]) == [], name
        assert schema_fault(form_schema(compose_item(parse_item(source["document"])))) == ""
    assert schema_fault({"type": "strin"}) != ""
