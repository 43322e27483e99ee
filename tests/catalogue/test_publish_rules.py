"""Publish rules: each has an example that holds and one that does not, and none ever raises."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.parsing import definition_digest, parse_bundle, parse_item, to_json
from onevisit.catalogue.rules.publishing import RULES, Finding, bundle_findings, item_findings
from onevisit.catalogue.rules.publishing.contact import numbers
from onevisit.catalogue.rules.publishing.limits import longest
from onevisit.catalogue.rules.publishing.papers import claimed
from onevisit.catalogue.rules.publishing.results import processing_of
from onevisit.catalogue.rules.vocabulary import Processing
from onevisit.catalogue.web.wordings import WORDINGS
from tests.catalogue import publishable, strategies
from tests.catalogue.conftest import bundle_document, item_documents

OF_BUNDLES = sorted(id for id, rule in RULES.items() if rule.item is None and rule.bundle)
OF_ITEMS = sorted(id for id, rule in RULES.items() if rule.item)


def parts(**changes: ItemDefinition) -> dict[str, ItemDefinition]:
    return {"card": publishable.item(), "again": publishable.item()} | changes


def rules_in(found: tuple[Finding, ...]) -> set[str]:
    return {each.rule for each in found}


def resolves(document: object, pointer: str) -> bool:
    """Whether the place is in the document, or is something absent from an object in it."""
    *path, last = pointer.strip("/").split("/")
    for name in path:
        if isinstance(document, list):
            document = document[int(name)]
        elif isinstance(document, dict):
            document = document.get(name, {})
    if isinstance(document, list):
        return last.isdigit() and int(last) < len(document)
    return isinstance(document, dict) and bool(re.fullmatch("[a-z_]+", last))


def test_every_rule_has_an_example_and_words() -> None:
    assert set(publishable.BREAKING) == set(RULES)
    for rule in RULES:
        assert f"catalogue.rule_{rule}" in WORDINGS
        assert f"catalogue.fix_{rule}" in WORDINGS


def test_the_good_item_and_the_good_bundle_hold_by_every_rule() -> None:
    assert item_findings(publishable.item()) == ()
    assert bundle_findings(publishable.bundle(), parts()) == ()


@pytest.mark.parametrize("rule", OF_ITEMS)
def test_what_breaks_one_rule_of_items_is_found_by_that_rule_alone(rule: str) -> None:
    broken = publishable.item(*publishable.BREAKING[rule])
    found = item_findings(broken)
    assert rules_in(found) == {rule}
    assert all(resolves(to_json(broken), each.place) for each in found)
    assert item_findings(broken, [RULES[rule]]) == found


@pytest.mark.parametrize("rule", OF_BUNDLES)
def test_what_breaks_one_rule_of_bundles_is_found_by_that_rule_alone(rule: str) -> None:
    broken = publishable.bundle(*publishable.BREAKING[rule])
    items = parts()
    if rule == "bundle_part_not_online":
        items["card"] = publishable.item(("/online_depth", "1"), ("/postal_application", True))
    if rule == "bundle_asks_own_result":
        items["again"] = publishable.item(("/materials/1/name", "食品摊贩登记证"))
    found = bundle_findings(broken, items)
    assert rules_in(found) == {rule}
    assert all(resolves(to_json(broken), each.place) for each in found)


@pytest.mark.parametrize("rule", sorted(id for id, rule in RULES.items() if rule.bundle))
def test_a_rule_of_both_says_of_a_bundle_what_it_says_of_an_item(rule: str) -> None:
    if RULES[rule].item is None:
        return
    changes = publishable.BREAKING[rule]
    assert rules_in(bundle_findings(publishable.bundle(*changes), parts())) == {rule}


@pytest.mark.parametrize(
    "reader",
    [
        ("/materials/1/when", {">": [{"var": "size"}, 4]}),
        ("/form", [{"key": "size", "label": "面积", "prefill": "answer"}]),
    ],
)
def test_a_question_that_a_condition_or_a_field_reads_is_no_finding(
    reader: tuple[str, object],
) -> None:
    asked = publishable.BREAKING["question_unread"]
    assert item_findings(publishable.item(*asked, reader)) == ()
    agrees = ("/consistent", {">": [{"var": "size"}, 0]})
    assert rules_in(item_findings(publishable.item(*asked, agrees))) == {"question_unread"}
    read = parts(card=publishable.item(*asked, reader))
    assert bundle_findings(publishable.bundle(*asked), read) == ()


@given(strategies.items)
@settings(max_examples=150)
def test_no_rule_raises_on_any_item_nor_finds_a_place_twice(document: dict[str, object]) -> None:
    found = item_findings(parse_item(document))
    assert len({(each.rule, each.place) for each in found}) == len(found)


@given(strategies.bundles, st.lists(strategies.items, max_size=2))
@settings(max_examples=100)
def test_no_rule_raises_on_any_bundle(document: dict[str, object], items: list[object]) -> None:
    bundle = parse_bundle(document)
    given_items = [parse_item(each) for each in items]
    by_part = dict(zip((part.key for part in bundle.parts), given_items, strict=False))
    found = bundle_findings(bundle, by_part)
    assert len({(each.rule, each.place) for each in found}) == len(found)


@given(
    st.dictionaries(st.sampled_from("abcd"), st.lists(st.sampled_from("abcde"), max_size=3)),
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 9)),
)
def test_the_longest_chain_is_never_longer_than_all_days(
    edges: dict[str, list[str]], days: dict[str, int]
) -> None:
    whole = longest(edges, days)
    own = [days.get(key, 0) for key in edges]
    assert max(own, default=0) <= whole <= sum(own)


def test_the_longest_chain_counts_what_waits_and_not_what_runs_beside() -> None:
    edges = {"a": [], "b": ["a"], "c": ["a"], "d": ["b", "c"]}
    assert longest(edges, {"a": 1, "b": 5, "c": 2, "d": 1}) == 7


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("0580-5550111", ("05805550111",)),
        ("020-83527072；020-83805040", ("02083527072", "02083805040")),
        ("（0580）5550111", ("05805550111",)),
        ("0580 5550111", ("05805550111",)),
        ("2236 0123", ("22360123",)),
        ("(8620)2236 0123", ("02022360123",)),
        ("12345", ("12345",)),
        ("13800000000", ("13800000000",)),
        ("83133012 转 301", ("83133012",)),
        ("见网站", ()),
    ],
)
def test_phone_numbers_are_read_however_they_are_written(
    written: str, found: tuple[str, ...]
) -> None:
    assert numbers(written) == found


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("食品经营许可证", Processing.LICENCE),
        ("资格证书（副本）", Processing.LICENCE),
        ("营业执照", Processing.LICENCE),
        ("关于设立分公司的批复", Processing.APPROVAL),
        ("同意建设的批文", Processing.APPROVAL),
        ("核准公文", Processing.DOCUMENT),
        ("领证凭证", None),
        ("无犯罪记录证明", None),
        ("审批决定书", None),
    ],
)
def test_the_name_of_a_result_says_how_the_case_ends(name: str, ends: Processing | None) -> None:
    assert processing_of(name) is ends


@pytest.mark.parametrize(
    ("name", "caught"),
    [
        ("其他材料", True),
        ("法律法规规定的其他材料", True),
        ("省奖附件-其他佐证材料", True),
        ("其它业务相应材料（因其它原因的）。", True),
        ("国家规定的开展无线电业务所需提供的材料", True),
        ("其他人员应当提交处理私人事务证明材料", False),
        ("三年以上其他法律职业经历证明", False),
        ("法定代表人未担任其他社会团体法定代表人声明", False),
        ("有效护照或者其他国际旅行证件", False),
    ],
)
def test_a_catch_all_is_told_from_a_paper_with_a_name(name: str, caught: bool) -> None:
    found = item_findings(publishable.item(("/materials/1/name", name)))
    assert ("material_catch_all" in rules_in(found)) is caught


def test_the_summary_says_how_many_materials_there_are() -> None:
    assert claimed(publishable.item(("/texts/summary", "材料只要 12 份。"))) == 12
    assert claimed(publishable.item()) is None


def test_twelve_three_four_five_may_serve_both() -> None:
    both = (("/texts/consult_phone", "0580-12345"), ("/texts/complaint_phone", "0580-12345"))
    assert item_findings(publishable.item(*both)) == ()


def test_a_document_without_the_newer_fields_keeps_its_digest() -> None:
    """What was published before they were there is the very same version still."""
    for source in item_documents().values():
        item: ItemDefinition | BundleDefinition = parse_item(source["document"])
        assert parse_item(json.loads(json.dumps(to_json(item)))) == item
    old = {"code": "a", "name": "b", "parts": []}
    assert to_json(parse_bundle(old)) == {"schema": 1, **old}
    assert definition_digest(parse_bundle(bundle_document())) == definition_digest(
        parse_bundle(to_json(parse_bundle(bundle_document())))
    )
