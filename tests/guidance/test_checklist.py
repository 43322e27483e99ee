"""The personal checklist of a small restaurant."""

from onevisit.guidance.rules.checklist import How, checklist
from onevisit.guidance.rules.situation import Truth
from tests.factories.offers import restaurant, single

SMALL = {"shop.area": 86, "floor": "street", "premises": "rented", "foods": ["hot"]}
LARGE = {"shop.area": 400, "premises": "owned", "foods": ["cold"], "cold_room": "yes"}


def test_each_material_says_how_it_comes_and_why() -> None:
    listed = checklist(restaurant(), SMALL)
    assert listed.complete
    assert [line.key for line in listed.bring()] == ["lease", "floor_plan"]
    assert [line.key for line in listed.may_follow()] == ["rules"]
    assert [line.key for line in listed.optional()] == ["photo"]
    assert [line.key for line in listed.fetched()] == ["id_card", "health"]
    assert [line.key for line in listed.generated()] == ["application"]
    assert [(line.key, line.reason) for line in listed.produced()] == [
        ("business_licence", "营业执照")
    ]
    assert {line.key: line.reason for line in listed.not_needed()} == {
        "deed": "店面是租的，不用房产证",
        "cold_room_plan": "没有凉菜间，不用布局图",
        "fire_plan": "店面不到 300 平方米，不用消防安全检查",
    }


def test_parts_that_fall_away_say_why() -> None:
    listed = checklist(restaurant(), SMALL)
    assert [part.key for part in listed.active_parts] == ["licence", "food"]
    assert [(line.part.key, line.why_not) for line in listed.inactive_parts] == [
        ("fire", "店面不到 300 平方米，不用消防安全检查")
    ]


def test_one_paper_serves_several_parts_and_follows_the_strictest() -> None:
    listed = checklist(restaurant(), LARGE)
    plan = listed.line("floor_plan")
    assert plan is not None
    assert (plan.how, plan.wanted_by) == (How.BRING, ("food", "fire"))
    assert [line.key for line in listed.materials_of("fire")] == [
        "business_licence",
        "floor_plan",
        "fire_plan",
    ]
    licence = listed.line("business_licence")
    assert licence is not None
    assert licence.how is How.PRODUCED
    assert licence.wanted_by == ("food", "fire")


def test_open_questions_leave_lines_and_parts_undecided() -> None:
    listed = checklist(restaurant(), {})
    assert not listed.complete
    undecided = {line.key for line in listed.lines if line.undecided}
    assert undecided == {"lease", "deed", "cold_room_plan", "fire_plan"}
    assert [line.state for line in listed.parts] == [Truth.YES, Truth.YES, Truth.MAYBE]


def test_fields_appear_with_the_parts_and_answers_that_ask_for_them() -> None:
    keys = [use.field.key for use in checklist(restaurant(), SMALL).fields]
    assert "lease.until" in keys
    assert "shop.exits" not in keys
    assert len(keys) == len(set(keys))
    keys = [use.field.key for use in checklist(restaurant(), LARGE).fields]
    assert "lease.until" not in keys
    assert "shop.exits" in keys


def test_a_single_item_is_an_offer_of_one_part() -> None:
    listed = checklist(single(), {})
    assert listed.complete
    assert listed.bring() == ()
    assert [line.how for line in listed.lines] == [How.FETCHED]
