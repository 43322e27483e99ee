"""Before → after, the plan and the survey of all situations."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.catalogue.rules.comparing import effect_of_bundle
from onevisit.catalogue.rules.composition import compose_bundle
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.guidance.rules.figures import Figure, figures, longest_chain
from onevisit.guidance.rules.plan import plan
from onevisit.guidance.rules.survey import Range, influence, survey
from onevisit.kernel.calendar import WorkingCalendar, YearNotice
from tests.factories.demonstration import demo_bundle
from tests.factories.offers import restaurant, single
from tests.guidance.test_engine import careful, fully_answered

SMALL = {"shop.area": 86, "floor": "street", "premises": "rented", "foods": ["hot"]}
LARGE = {"shop.area": 400, "premises": "owned", "foods": ["cold"], "cold_room": "yes"}
YEAR = WorkingCalendar.from_notices(
    [YearNotice(2026, {date(2026, 11, 24): "试验节"}, {date(2026, 11, 28): "试验节"})], 1
)


def test_figures_are_counted_from_the_definition() -> None:
    both = figures(restaurant(), SMALL)
    # alone: id card and lease for the licence; id card, licence, plan, rules and health for food
    assert both.before == Figure(procedures=2, materials=7, fields=8, days=12, visits=2)
    assert both.after == Figure(procedures=1, materials=3, fields=6, days=7, visits=0)
    assert both.exact


def test_a_figure_is_silent_where_a_source_is() -> None:
    bundle = {"code": "b", "name": "b", "parts": [{"key": "p", "name": "p", "catalogue_code": "p"}]}
    item = parse_item({"code": "p", "name": "p", "regime": {"legal": None}})
    both = figures(compose_bundle(parse_bundle(bundle), {"p": item}), {})  # type: ignore[arg-type]
    assert (both.before.days, both.after.days) == (None, None)
    assert (both.before.visits, both.after.visits) == (None, None)


def test_the_plan_counts_working_days_along_the_longest_chain() -> None:
    found = plan(restaurant(), LARGE, YEAR, date(2026, 11, 20))
    by_key = {each.part.key: each for each in found.parts}
    assert by_key["licence"].due_on == date(2026, 11, 25)  # the 24th is a holiday
    assert by_key["food"].starts_on == date(2026, 11, 25)
    assert by_key["food"].due_on == date(2026, 12, 1)  # the 28th, a Saturday, is worked
    assert found.due_on == date(2026, 12, 1)
    assert found.days == 7
    assert all(each.critical for each in found.parts)
    assert not found.provisional


def test_a_plan_into_an_unpublished_year_is_provisional() -> None:
    found = plan(restaurant(), SMALL, YEAR, date(2026, 12, 29))
    assert found.provisional
    assert [each.provisional for each in found.parts] == [False, True]


def test_what_is_done_at_once_is_due_on_the_day_itself() -> None:
    found = plan(single(), {}, YEAR, date(2026, 11, 20))
    assert (found.due_on, found.days) == (date(2026, 11, 20), 0)


def test_nobody_accepts_on_a_day_off() -> None:
    found = plan(single(), {}, YEAR, date(2026, 11, 21))
    assert (found.starts_on, found.due_on, found.days) == (
        date(2026, 11, 23),
        date(2026, 11, 23),
        0,
    )


@careful
@given(fully_answered(), st.dates(date(2026, 1, 1), date(2026, 6, 1)))
def test_the_plan_keeps_the_order_and_ends_with_the_longest_chain(case: object, day: date) -> None:
    offer, answers = case  # type: ignore[misc]
    found = plan(offer, answers, YEAR, day)
    by_key = {each.part.key: each for each in found.parts}
    for each in found.parts:
        for before in each.part.after:
            if before in by_key:
                assert by_key[before].due_on <= each.starts_on
    if found.parts:
        assert found.days == longest_chain([each.part for each in found.parts])
        assert any(each.critical for each in found.parts)
        assert max(each.due_on for each in found.parts) == found.due_on


def test_the_survey_covers_every_situation() -> None:
    found = survey(restaurant())
    assert found is not None
    assert found.after.procedures == Range(1, 1)
    assert found.before.procedures == Range(2, 3)
    assert found.always == {"licence", "food"}
    assert found.sometimes == {"fire"}
    assert found.after.visits == Range(0, 0)
    assert survey(single()).situations == 1  # type: ignore[union-attr]


@careful
@given(fully_answered())
def test_no_situation_lies_outside_the_survey(case: object) -> None:
    offer, answers = case  # type: ignore[misc]
    found = survey(offer)
    assert found is not None
    both = figures(offer, answers)
    for side, ranges in ((both.before, found.before), (both.after, found.after)):
        assert ranges.materials.low <= side.materials <= ranges.materials.high  # type: ignore[operator]
        assert ranges.fields.low <= side.fields <= ranges.fields.high  # type: ignore[operator]
        assert ranges.procedures.low <= side.procedures <= ranges.procedures.high  # type: ignore[operator]


@pytest.mark.parametrize("name", ["restaurant", "newborn", "after_death"])
def test_a_version_s_figures_are_those_of_its_worst_situation(name: str) -> None:
    """What a reviewer reads is found without walking through all situations, and is the same."""
    bundle, items = demo_bundle(name)
    walked = survey(compose_bundle(bundle, items))
    found = effect_of_bundle(bundle, items)
    assert walked is not None
    assert found.exact
    assert (found.brought, found.chain) == (walked.after.materials.high, walked.after.days.high)


def test_a_question_says_what_it_decides() -> None:
    assert influence(restaurant(), "shop.area").parts == ("消防安全检查",)
    assert influence(restaurant(), "premises").materials == ("租赁合同", "房屋产权信息")
