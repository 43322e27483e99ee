"""What is refused when a definition is saved, with the place named."""

from copy import deepcopy
from typing import Any

import pytest

from onevisit.catalogue.rules.checks import Findings, check_bundle, check_item
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.catalogue.web.wordings import WORDINGS
from onevisit.kernel.errors import Problem
from onevisit.ui.wordings import wording

YES = {"==": [{"var": "rented"}, "yes"]}
NO = {"==": [{"var": "rented"}, "no"]}

ITEM: dict[str, Any] = {
    "code": "11339921000000123Q4330117023000",
    "name": "事项",
    "regime": {"legal": 20, "promise": 10},
    "questions": [
        {
            "key": "rented",
            "label": "租的吗？",
            "options": [{"value": "yes", "label": "是"}, {"value": "no", "label": "否"}],
        },
        {"key": "area", "label": "多大？", "kind": "number", "minimum": 1, "maximum": 500},
        {
            "key": "size",
            "label": "多久？",
            "when": YES,
            "options": [{"value": "long", "label": "长"}, {"value": "short", "label": "短"}],
        },
        {
            "key": "what",
            "label": "做什么？",
            "kind": "multi",
            "options": [{"value": "a", "label": "甲"}, {"value": "b", "label": "乙"}],
        },
        {"key": "since", "label": "哪天？", "kind": "date"},
        {"key": "note", "label": "备注", "kind": "text"},
    ],
    "materials": [
        {"key": "lease", "name": "租约", "when": YES, "why_not": "不是租的"},
        {
            "key": "card",
            "name": "身份证",
            "source": {"kind": "fetched", "provider": "police", "service": "police.id"},
        },
    ],
    "steps": [
        {
            "key": "apply",
            "name": "申请",
            "kind": "apply",
            "party": "applicant",
            "modes": [{"remote": True}, {"place": "centre", "when": NO}],
        },
        {
            "key": "accept",
            "name": "受理",
            "kind": "accept",
            "party": "department",
            "after": [{"step": "apply"}],
        },
        {
            "key": "visit",
            "name": "踏勘",
            "kind": "site_visit",
            "party": "department",
            "after": [{"step": "accept"}],
        },
        {
            "key": "decide",
            "name": "决定",
            "kind": "decide",
            "party": "department",
            "after": [{"step": "visit"}],
        },
    ],
    "form": [
        {"key": "area", "label": "面积", "kind": "number", "prefill": "answer"},
        {
            "key": "person.name",
            "label": "姓名",
            "prefill": "person.name",
            "sensitivity": "personal",
        },
    ],
    "results": [{"key": "permit", "name": "许可证"}],
}


def changed(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with one place changed; a path ending in `+` appends to the list there."""
    copy = deepcopy(document)
    *way, last = [int(each) if each.isdigit() else each for each in path.split("/")]
    here: Any = copy
    for each in way:
        here = here[each]
    if last == "+":
        here.append(value)
    else:
        here[last] = value
    return copy


def told(found: Findings) -> list[tuple[str, str]]:
    return [(each.place, each.code.removeprefix("catalogue.")) for each in found.problems]


def worded(problem: Problem) -> str:
    return wording(problem.code, problem.facts)


def test_a_good_definition_has_nothing_wrong() -> None:
    assert check_item(parse_item(ITEM)) == Findings()


@pytest.mark.parametrize(
    ("path", "value", "place", "code"),
    [
        ("code", "123", "/code", "codes.item_code_form"),
        ("code", ITEM["code"].lower(), "/code", "code_not_plain"),
        ("catalogue_code", "330117023001", "/catalogue_code", "code_contradicts"),
        ("name", " ", "/name", "name_missing"),
        ("name", "名" * 501, "/name", "too_long"),
        ("served", [], "/served", "served_missing"),
        ("declared_visits", -1, "/declared_visits", "number_out_of_range"),
        ("everyday", ["好", "……"], "/everyday/1", "bad_alias"),
        ("regime/promise", 21, "/regime/promise", "promise_over_legal"),
        ("regime/legal", -3, "/regime/legal", "number_out_of_range"),
        ("regime/intake", 10**9, "/regime/intake", "number_out_of_range"),
        ("questions/0/options", [], "/questions/0/options", "options_missing"),
        ("questions/1/key", "rented", "/questions/1/key", "duplicate_key"),
        ("questions/0/options/1/value", "yes", "/questions/0/options/1/value", "duplicate_option"),
        ("questions/0/key", "", "/questions/0/key", "bad_key"),
        ("questions/1/minimum", 501, "/questions/1/minimum", "range_empty"),
        (
            "questions/0/when",
            {"==": [{"var": "size"}, "long"]},
            "/questions/0/when",
            "question_depends_on_later",
        ),
        (
            "questions/2/when",
            {"==": [{"var": "size"}, "long"]},
            "/questions/2/when",
            "question_depends_on_later",
        ),
        ("materials/1/key", "lease", "/materials/1/key", "duplicate_key"),
        ("materials/0/why_not", "", "/materials/0/why_not", "why_not_missing"),
        ("materials/0/key", "permit", "/materials/0/key", "asks_own_result"),
        ("materials/0/need", "3", "/materials/0/defer_days", "defer_days_missing"),
        ("materials/1/source/service", "", "/materials/1/source/service", "source_incomplete"),
        ("materials/1/source/provider", " ", "/materials/1/source/provider", "source_incomplete"),
        ("materials/1/source", {"kind": "issued"}, "/materials/1/source/item", "source_incomplete"),
        ("materials/1/copies", 0, "/materials/1/copies", "number_out_of_range"),
        ("materials/1/modes", [{}], "/materials/1/modes/0", "mode_unclear"),
        ("steps/0/modes/0/place", "centre", "/steps/0/modes/0", "mode_unclear"),
        ("steps/1/key", "apply", "/steps/1/key", "duplicate_key"),
        ("steps/1/after/0/step", "nothing", "/steps/1/after/0", "unknown_predecessor"),
        ("steps/1/after/0/step", "decide", "/steps/1/after", "steps_cycle"),
        ("steps/1/after/0/step", "accept", "/steps/1/after", "steps_cycle"),
        ("steps/1/party", "applicant", "/steps/1/party", "wrong_party"),
        ("steps/0/party", "centre", "/steps/0/party", "wrong_party"),
        ("steps/3/limit", -1, "/steps/3/limit", "number_out_of_range"),
        ("form/0/key", "size_of_it", "/form/0/prefill", "prefill_without_question"),
        ("form/0/kind", "text", "/form/0/kind", "prefill_other_kind"),
        ("form/1/sensitivity", "open", "/form/1/sensitivity", "sensitivity_too_low"),
        ("form/1/max_length", 0, "/form/1/max_length", "number_out_of_range"),
        ("results/+", {"key": "permit", "name": "又一张"}, "/results/1/key", "duplicate_key"),
    ],
)
def test_a_fault_is_named_at_its_place(path: str, value: Any, place: str, code: str) -> None:
    found = check_item(parse_item(changed(ITEM, path, value)))
    assert (place, code) in told(found)
    assert all(worded(each) for each in found.problems)


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ({"==": [{"var": "nobody"}, "yes"]}, "conditions.unknown_variable"),
        ({"==": [{"var": "note"}, "yes"]}, "conditions.unknown_variable"),
        ({"==": [{"var": "rented"}, "perhaps"]}, "conditions.unknown_option"),
        ({"==": [{"var": "rented"}, 1]}, "conditions.type_mismatch"),
        ({"<": [{"var": "rented"}, 1]}, "conditions.type_mismatch"),
        ({"<": [{"var": "area"}, "2026-01-01"]}, "conditions.type_mismatch"),
        ({"==": [{"var": "what"}, "a"]}, "conditions.type_mismatch"),
        ({"in": ["c", {"var": "what"}]}, "conditions.unknown_option"),
        ({"==": [{"var": "since"}, "2026-13-01"]}, "conditions.bad_date"),
        ({"==": [{"var": "area"}, 501]}, "conditions.out_of_range"),
    ],
)
@pytest.mark.parametrize(
    "path",
    [
        "materials/0/when",
        "steps/2/when",
        "steps/0/modes/1/when",
        "steps/1/after/0/when",
        "form/0/when",
        "questions/5/when",
        "consistent",
    ],
)
def test_every_condition_is_checked_for_names_and_types(
    path: str, condition: Any, code: str
) -> None:
    found = check_item(parse_item(changed(ITEM, path, condition)))
    assert any(p.startswith(f"/{path}/") and c == code for p, c in told(found))
    assert all(worded(each) for each in found.problems)


@pytest.mark.parametrize(
    ("consistent", "path", "condition"),
    [
        (YES, "materials/0/when", NO),
        (True, "materials/0/when", {"and": [YES, NO]}),
        (True, "materials/0/when", False),
        (True, "materials/0/when", {">": [{"var": "area"}, 500]}),
        (True, "materials/0/when", {"and": [NO, {"==": [{"var": "size"}, "long"]}]}),
        (NO, "questions/2/when", YES),
        (YES, "steps/0/modes/1/when", NO),
        (NO, "form/0/when", {"==": [{"var": "size"}, "long"]}),
    ],
)
def test_what_can_never_hold_is_refused(consistent: Any, path: str, condition: Any) -> None:
    document = changed(changed(ITEM, "consistent", consistent), path, condition)
    assert (f"/{path}", "when_never") in told(check_item(parse_item(document)))


def test_what_can_hold_only_without_an_answer_is_no_fault() -> None:
    document = changed(ITEM, "materials/0/when", {"!": {"==": [{"var": "size"}, "long"]}})
    assert check_item(parse_item(document)).problems == ()


@pytest.mark.parametrize("consistent", [False, {"and": [YES, NO]}, {"<": [{"var": "area"}, 1]}])
def test_consistency_that_nobody_can_meet_is_refused(consistent: Any) -> None:
    found = check_item(parse_item(changed(ITEM, "consistent", consistent)))
    assert told(found) == [("/consistent", "consistent_impossible")]


def test_a_cycle_is_named() -> None:
    found = check_item(parse_item(changed(ITEM, "steps/1/after/0/step", "decide")))
    assert found.problems[0].facts["cycle"] == "accept → visit → decide → accept"


@pytest.mark.parametrize("act", ["accept", "decide"])
def test_what_is_delegated_must_be_a_step(act: str) -> None:
    steps = [step for step in ITEM["steps"] if step["kind"] != act]
    document = {
        **ITEM,
        "steps": [{**step, "after": []} for step in steps],
        "delegation": {act: True, "document": "一号"},
    }
    assert told(check_item(parse_item(document))) == [
        (f"/delegation/{act}", "delegation_without_step")
    ]


def test_everything_wrong_is_told_at_once() -> None:
    document = changed(ITEM, "name", "")
    document = changed(document, "materials/0/why_not", "")
    document = changed(document, "steps/1/after/0/step", "x")
    assert len(check_item(parse_item(document)).problems) == 3


# Bundles

FIRST = changed(
    {**ITEM, "materials": ITEM["materials"][:1]},
    "results/0",
    {"key": "licence", "name": "执照"},
)
SECOND = changed(
    {**ITEM, "code": "11339921000000123Q4330117024000"},
    "materials/+",
    {"key": "licence", "name": "执照"},
)
BUNDLE: dict[str, Any] = {
    "code": "B1",
    "name": "一件事",
    "lead": "market",
    "promise": 20,
    "parts": [
        {"key": "one", "name": "甲", "catalogue_code": "330117023000"},
        {
            "key": "two",
            "name": "乙",
            "catalogue_code": "330117024000",
            "after": ["one"],
            "when": YES,
            "why_not": "自己的房子不用办",
        },
    ],
    "joint_visits": [{"key": "both", "name": "联合踏勘", "parts": ["one", "two"]}],
}


def bundle_told(
    bundle: dict[str, Any], first: dict[str, Any] = FIRST, second: dict[str, Any] = SECOND
) -> list[tuple[str, str]]:
    items = {"one": parse_item(first), "two": parse_item(second)}
    found = check_bundle(parse_bundle(bundle), items)
    assert all(worded(each) for each in (*found.problems, *found.warnings))
    return told(found)


def test_a_good_bundle_has_nothing_wrong() -> None:
    assert bundle_told(BUNDLE) == []


@pytest.mark.parametrize(
    ("path", "value", "place", "code"),
    [
        ("name", "", "/name", "name_missing"),
        ("parts", [], "/parts", "parts_missing"),
        ("parts/1/key", "one", "/parts/1/key", "duplicate_key"),
        ("parts/1/key", "three", "/parts/1/catalogue_code", "part_unresolved"),
        ("parts/1/after", ["three"], "/parts/1/after/0", "unknown_predecessor"),
        ("parts/0/after", ["two"], "/parts/0/after", "parts_cycle"),
        ("parts/1/why_not", "", "/parts/1/why_not", "why_not_missing"),
        ("parts/1/after", [], "/parts/1/after", "produced_later"),
        ("parts/1/promise", 21, "/parts/1/promise", "promise_over_legal"),
        ("parts/1/promise", -1, "/parts/1/promise", "number_out_of_range"),
        ("parts/1/when", {"and": [YES, NO]}, "/parts/1/when", "when_never"),
        (
            "parts/1/when",
            {"==": [{"var": "x"}, 1]},
            "/parts/1/when/==/0",
            "conditions.unknown_variable",
        ),
        ("joint_visits/0/parts", ["one"], "/joint_visits/0/parts", "joint_alone"),
        ("joint_visits/0/parts", ["one", "x"], "/joint_visits/0/parts/1", "joint_part_unknown"),
        ("consistent", {"and": [YES, NO]}, "/consistent", "consistent_impossible"),
        (
            "questions",
            [{"key": "rented", "label": "？", "kind": "number"}],
            "/parts/one/questions/rented",
            "question_contradicts",
        ),
        (
            "form",
            [{"key": "person.name", "label": "姓名"}],
            "/parts/one/form/person.name",
            "field_contradicts",
        ),
    ],
)
def test_a_fault_of_a_bundle_is_named_at_its_place(
    path: str, value: Any, place: str, code: str
) -> None:
    assert (place, code) in bundle_told(
        changed(BUNDLE, path, value) if path != "questions" else {**BUNDLE, path: value}
    )


def test_a_joint_visit_needs_a_visit() -> None:
    steps = [step for step in SECOND["steps"] if step["kind"] != "site_visit"]
    second = {**SECOND, "steps": [{**step, "after": []} for step in steps]}
    assert bundle_told(BUNDLE, second=second) == [
        ("/joint_visits/0/parts/1", "joint_without_site_visit")
    ]


def test_a_paper_of_a_part_that_never_applies_together_is_no_fault() -> None:
    bundle = changed(BUNDLE, "parts/1/after", [])
    bundle = changed(bundle, "parts/0", {**bundle["parts"][0], "when": NO, "why_not": "租的"})
    assert bundle_told(bundle) == []


def test_items_that_contradict_each_other_are_refused() -> None:
    assert bundle_told(
        BUNDLE,
        first={**FIRST, "consistent": YES, "materials": []},
        second={**SECOND, "consistent": NO, "materials": []},
    ) == [("/consistent", "consistent_impossible")]


def test_a_promise_shorter_than_the_longest_chain_is_pointed_out() -> None:
    items = {"one": parse_item(FIRST), "two": parse_item(SECOND)}
    found = check_bundle(parse_bundle({**BUNDLE, "promise": 19}), items)
    assert found.problems == ()
    assert [(each.place, each.facts["chain"]) for each in found.warnings] == [("/promise", 20)]


def test_every_fault_has_words() -> None:
    import re
    from pathlib import Path

    from onevisit.catalogue import rules

    folder = Path(rules.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    made = {f"catalogue.{code}" for code in re.findall(r'fault\(\s*[^,]+,\s*"([a-z_]+)"', text)}
    made |= set(re.findall(r'"(catalogue\.[a-z_]+)"', text))
    assert len(made) > 60
    assert made - WORDINGS.keys() == set()


def test_what_may_be_sent_says_so_in_its_step_of_collecting() -> None:
    steps = [*ITEM["steps"], {**_COLLECT, "modes": [{"place": "centre"}]}]
    result = {"key": "permit", "name": "许可证", "collections": ["window", "courier"]}
    document = {**ITEM, "steps": steps, "results": [result]}
    code = "catalogue.courier_without_mode"
    assert code in {each.code for each in check_item(parse_item(document)).problems}
    steps[-1] = {**_COLLECT, "modes": [{"remote": True, "needs": ["courier"]}]}
    assert code not in {each.code for each in check_item(parse_item(document)).problems}


_COLLECT = {"key": "fetch", "name": "领取", "kind": "collect", "party": "applicant"}
