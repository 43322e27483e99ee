"""From JSON to a definition and back."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.catalogue.rules.checks import check_bundle, check_item
from onevisit.catalogue.rules.parsing import (
    definition_digest,
    parse_bundle,
    parse_item,
    to_json,
)
from onevisit.kernel.errors import Invalid
from tests.catalogue import strategies
from tests.catalogue.conftest import bundle_document, item_documents

LEAST: dict[str, Any] = {"code": "11440000006940116U2440102013001", "name": "一个事项"}


@given(strategies.items)
def test_an_item_comes_back_as_it_was(document: dict[str, Any]) -> None:
    first = parse_item(document)
    stored = json.loads(json.dumps(to_json(first)))
    again = parse_item(stored)
    assert again == first
    assert to_json(again) == stored
    assert definition_digest(again) == definition_digest(first)


@given(strategies.bundles)
def test_a_bundle_comes_back_as_it_was(document: dict[str, Any]) -> None:
    first = parse_bundle(document)
    again = parse_bundle(json.loads(json.dumps(to_json(first))))
    assert (again, definition_digest(again)) == (first, definition_digest(first))


@given(strategies.items)
def test_checking_any_item_ends_with_places_inside_it(document: dict[str, Any]) -> None:
    for problem in check_item(parse_item(document)).problems:
        assert problem.place.startswith("/")


@given(strategies.bundles, st.lists(strategies.items, max_size=3))
def test_checking_any_bundle_ends_with_places_inside_it(
    document: dict[str, Any], items: list[dict[str, Any]]
) -> None:
    bundle = parse_bundle(document)
    parsed = [parse_item(each) for each in items]
    answered = {part.key: item for part, item in zip(bundle.parts, parsed, strict=False)}
    for problem in check_bundle(bundle, answered).problems:
        assert problem.place.startswith("/")


def test_the_order_of_keys_and_what_is_left_out_do_not_change_the_digest() -> None:
    spelled_out = {
        "name": LEAST["name"],
        "consistent": True,
        "materials": [],
        "regime": {"intake": 5, "unit": "工作日"},
        "texts": {},
        "schema": 1,
        "served": ["1"],
        "code": LEAST["code"],
    }
    digests = {definition_digest(parse_item(each)) for each in (LEAST, spelled_out)}
    assert len(digests) == 1
    assert definition_digest(parse_item({**LEAST, "name": "另一个"})) not in digests


def test_the_digest_of_a_known_document_stays() -> None:
    """Cases are pinned by it: a change here means that every stored digest is wrong."""
    digest = definition_digest(parse_item(LEAST))
    assert digest == "b4f596b762c81e492dbfe30658a164951446ec0f5c507cf97c05f7fd98bdd6bd"


def test_the_demonstration_parses_and_has_nothing_wrong() -> None:
    for name, source in item_documents().items():
        assert check_item(parse_item(source["document"])).problems == (), name
    assert parse_bundle(bundle_document()).parts


@pytest.mark.parametrize(
    ("document", "code", "place"),
    [
        (None, "catalogue.document_malformed", ""),
        ([], "catalogue.document_malformed", ""),
        ({"name": "x"}, "catalogue.document_malformed", ""),
        ({**LEAST, "nmae": "x"}, "catalogue.document_malformed", ""),
        ({**LEAST, "name": 5}, "catalogue.document_malformed", "/name"),
        ({**LEAST, "name": "a\x00b"}, "catalogue.document_malformed", "/name"),
        ({**LEAST, "name": "a\ud800"}, "catalogue.document_malformed", "/name"),
        ({**LEAST, "schema": 2}, "catalogue.schema_unknown", "/schema"),
        ({**LEAST, "schema": 0}, "catalogue.schema_unknown", "/schema"),
        ({**LEAST, "schema": "1"}, "catalogue.schema_unknown", "/schema"),
        ({**LEAST, "schema": True}, "catalogue.schema_unknown", "/schema"),
        ({**LEAST, "level": "9"}, "catalogue.document_malformed", "/level"),
        (
            {**LEAST, "materials": [{"key": "a", "name": "a"}, {"key": "b"}]},
            "catalogue.document_malformed",
            "/materials/1",
        ),
        (
            {**LEAST, "materials": [{"key": "a", "name": "a", "when": {"xor": [1]}}]},
            "conditions.unknown_operator",
            "/materials/0/when",
        ),
        (
            {**LEAST, "consistent": {"and": [True, {"!": {"==": [1]}}]}},
            "conditions.operand_count",
            "/consistent/and/1/!/==",
        ),
    ],
)
def test_what_is_no_definition_is_refused_at_its_place(
    document: object, code: str, place: str
) -> None:
    with pytest.raises(Invalid) as caught:
        parse_item(document)
    assert (caught.value.code, caught.value.facts["place"]) == (code, place)
