"""八统一 as rules: what departs from a standard, what may, and an item put right."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from onevisit.catalogue.rules.checks import check_item
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.parsing import parse_item, to_json
from onevisit.catalogue.rules.unifying import (
    ASPECTS,
    LATITUDES,
    Aspect,
    adopted,
    deviations,
    fingerprints,
    propose,
    standard_part,
)
from onevisit.catalogue.rules.unifying.naming import join_name, split_name
from onevisit.catalogue.web.unifying import differences
from tests.catalogue import publishable
from tests.catalogue.conftest import item_documents

STANDARD = parse_item(item_documents()["elder_allowance"]["document"])


def theirs(*changes: tuple[str, Any]) -> ItemDefinition:
    return parse_item(publishable.changed(to_json(STANDARD), changes))


NO_ACCOUNT: list[Any] = [
    each
    for each in to_json(STANDARD)["materials"]
    if each["key"] != "social_card_account"  # type: ignore[union-attr, index, call-overload]
]
CASES: dict[str, tuple[tuple[tuple[str, Any], ...], str, str]] = {
    # change → aspect, the latitude that allows it ("": nothing does)
    "another main name": ((("/name", "老年津贴申领"),), "main_name", ""),
    "another sub name": ((("/name", "高龄津贴申领（首次）"),), "sub_name", ""),
    "a law left out": (
        (("/texts/legal_basis", ["《浙江省社会养老服务促进条例》"]),),
        "legal_basis",
        "",
    ),
    "a shorter promise": ((("/regime/promise", 3),), "time_limit", "shorter_promise"),
    "a longer promise": ((("/regime/promise", 9),), "time_limit", ""),
    "another legal limit": ((("/regime/legal", 20),), "time_limit", ""),
    "another approver": (
        (("/regime/extension_approver", "镇长"),),
        "time_limit",
        "local_approver",
    ),
    "fewer materials": ((("/materials", NO_ACCOUNT),), "materials", "fewer_materials"),
    "one material more": (
        (("/materials/8", {"key": "photo", "name": "近期照片"}),),
        "materials",
        "",
    ),
    "a paper instead of a check": (
        (("/materials/1/source", {"kind": "held", "provider": "police"}),),
        "materials",
        "",
    ),
    "a check instead of a paper": (
        (("/materials/4/source", {"kind": "fetched", "provider": "hrss", "service": "card"}),),
        "materials",
        "lighter_material",
    ),
    "the town checks itself": (
        (("/materials/1/source/provider", "civil"),),
        "materials",
        "local_provider",
    ),
    "only at the window": (
        (("/steps/0/modes", [{"place": "centre"}]),),
        "applicant",
        "",
    ),
    "a slower review": ((("/steps/3/limit", 4),), "internal", ""),
    "a quicker review": ((("/steps/3/limit", 1),), "internal", "shorter_step"),
    "another name of a step": ((("/steps/3/name", "初审"),), "internal", ""),
    "a field not asked": ((("/form", to_json(STANDARD)["form"][:-1]),), "form", "fewer_fields"),  # type: ignore[index]
    "a field more": ((("/form/9", {"key": "x", "label": "民族"}),), "form", ""),
    "a field not required": ((("/form/2/required", False),), "form", "lighter_field"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_difference_is_named_and_judged(name: str) -> None:
    changes, aspect, latitude = CASES[name]
    found = deviations(STANDARD, theirs(*changes))
    assert [(each.aspect, each.latitude) for each in found] == [(aspect, latitude)]
    (one,) = found
    assert one.standard != one.theirs
    mended = adopted(STANDARD, theirs(*changes))
    assert not [each for each in deviations(STANDARD, mended) if not each.allowed]
    assert not check_item(mended).problems
    if latitude:
        assert mended == theirs(*changes), "what may differ is kept"
        strict = adopted(STANDARD, theirs(*changes), ())
        assert not deviations(STANDARD, strict)


def test_places_phones_and_hours_are_nobodys_business() -> None:
    town = theirs(
        ("/texts/location", "云溪镇溪滨路 6 号"),
        ("/texts/hours", "工作日 8:30 至 17:00"),
        ("/texts/consult_phone", "0580-5550201"),
        ("/delegation", {}),
        ("/steps/0/modes/1/place", "department"),
        ("/materials/0/help", "到镇里填。"),
    )
    assert deviations(STANDARD, town) == ()
    assert adopted(STANDARD, town) == town


@given(st.sets(st.sampled_from(sorted(CASES))), st.sets(st.sampled_from(sorted(LATITUDES))))
def test_whatever_differs_an_item_put_right_departs_only_where_it_may(
    names: set[str], allowed: set[str]
) -> None:
    town = STANDARD
    for name in sorted(names):
        changed = publishable.changed(to_json(town), CASES[name][0])
        town = parse_item(changed)
    mended = adopted(STANDARD, town, allowed)
    assert all(each.allowed for each in deviations(STANDARD, mended, allowed))
    assert adopted(STANDARD, mended, allowed) == mended
    untouched = ("code", "kind", "fee", "results", "everyday", "served", "delegation")
    assert all(getattr(mended, each) == getattr(town, each) for each in untouched)
    assert mended.texts.location == town.texts.location


@given(st.sampled_from(sorted(CASES)), st.sampled_from(sorted(CASES)))
def test_marks_are_equal_exactly_where_nothing_differs(one: str, other: str) -> None:
    first, second = theirs(*CASES[one][0]), theirs(*CASES[other][0])
    differing = {each.aspect for each in deviations(first, second)}
    marks = fingerprints(first), fingerprints(second)
    assert {aspect for aspect in Aspect if marks[0][aspect] != marks[1][aspect]} == differing


def test_a_standard_is_what_most_do() -> None:
    towns = [
        STANDARD,
        theirs(("/regime/promise", 9)),
        theirs(*CASES["one material more"][0]),
        theirs(*CASES["another main name"][0], ("/regime/promise", 9)),
    ]
    proposal = propose(towns)
    assert proposal.definition.name == "高龄津贴申领"
    assert len(proposal.definition.materials) == len(STANDARD.materials)
    assert proposal.definition.regime.promise == 5, "among equals the first"
    assert proposal.shares[Aspect.TIME_LIMIT].ways == 2
    assert proposal.shares[Aspect.MATERIALS].agreeing == 3
    assert set(proposal.shares) == set(ASPECTS)


def test_questions_that_the_standards_conditions_ask_come_with_it() -> None:
    bare = replace(theirs(("/materials", [])), questions=(), steps=(), form=())
    mended = adopted(STANDARD, bare, ())
    assert {each.key for each in mended.questions} == {"applicant_for", "age_band", "pay_to"}
    assert not check_item(mended).problems


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("食品经营许可（新办）", ("食品经营许可", "新办")),
        ("食品经营许可(变更)", ("食品经营许可", "变更")),
        ("对民办学校的处罚-罚款", ("对民办学校的处罚", "罚款")),
        ("高龄津贴申领", ("高龄津贴申领", "")),
        ("（试行）办法", ("（试行）办法", "")),
    ],
)
def test_a_name_is_a_main_name_and_a_sub_name(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts
    assert split_name(join_name(*parts)) == parts


def test_only_the_eight_are_in_a_standard() -> None:
    part = standard_part(STANDARD)
    assert not deviations(part, STANDARD)
    assert part.texts.location == "" and part.everyday == ()


def test_a_deviating_condition_is_told_in_words_of_both_sides() -> None:
    def asked(label: str) -> ItemDefinition:
        question = {"key": "q", "label": label, "options": [{"value": "a", "label": "摊"}]}
        when = {("==" if label == "标准问" else "!="): [{"var": "q"}, "a"]}
        return publishable.item(("/questions", [question]), ("/materials/1/when", when))

    ours, other = asked("标准问"), asked("这里问")
    (told,) = differences(deviations(ours, other), ours, other, [])
    assert (told.standard, told.theirs) == ("标准问 是 摊", "这里问 不是 摊")
