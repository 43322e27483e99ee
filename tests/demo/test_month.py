"""The drawn month: the same for the same seed, and like life."""

from datetime import date, datetime, timedelta
from functools import cache

import pytest

from demo import content
from demo.drawing import odds
from demo.month import WORKING_DAYS, month
from demo.schedule import Days, at
from demo.stories import Post, Story, Way
from onevisit.catalogue.rules.composition import Offer, compose_bundle, compose_item
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.guidance.rules.questions import clean_answers, open_questions
from onevisit.kernel import calendar_seed
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.clock import SHANGHAI

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=SHANGHAI)  # a Friday, offices are open


def _offers() -> dict[str, Offer]:
    items = {each.key: parse_item(each.document) for each in content.items()}
    offers = {key: compose_item(item) for key, item in items.items()}
    for key, document in content.bundles().items():
        bundle = parse_bundle(document)
        chosen = {
            part.key: next(
                item
                for item in items.values()
                if item.catalogue_code == part.catalogue_code and item.code[31:] == part.variant
            )
            for part in bundle.parts
        }
        offers[key] = compose_bundle(bundle, chosen)
    return offers


@pytest.fixture(scope="module")
def offers() -> dict[str, Offer]:
    return _offers()


@cache
def _days(now: datetime = NOW) -> Days:
    return Days(WorkingCalendar.from_notices(calendar_seed.notices(), 1), now)


@pytest.fixture(scope="module")
def drawn(offers: dict[str, Offer]) -> list[Story]:
    return list(month(offers, _days(), 1500))


def _begins(story: Story) -> datetime:
    return at(_days().back(story.back) + timedelta(days=story.later), story.minute)


def test_the_same_day_draws_the_same_month(offers: dict[str, Offer], drawn: list[Story]) -> None:
    assert list(month(offers, _days(), 100)) == drawn[:100]


def test_everything_is_drawn_that_happens_in_a_county(
    offers: dict[str, Offer], drawn: list[Story]
) -> None:
    assert {each.offer for each in drawn} == odds()["offers"].keys() <= offers.keys()
    assert {each.way for each in drawn} == set(Way)
    assert {each.township for each in drawn} == content.townships().keys()
    assert {each.pickup for each in drawn} >= {"centre", "shiqiao", "yunxi"}
    assert len({each.person for each in drawn}) > 140
    assert len({each.company for each in drawn if each.company}) == 54
    assert {each.back for each in drawn} == set(range(WORKING_DAYS + 1))
    assert any(each.sent_home for each in drawn)
    assert any(each.waiting for each in drawn)
    assert {each.post for each in drawn} == {None, Post.DELIVERED, Post.FETCHED, Post.RETURNED}
    fates = [fate for each in drawn for fate in (each.fate, *each.fates.values())]
    assert {fate.look for fate in fates} == {"", "passed", "returned", "resupplied"}
    assert {fate.extend for fate in fates} == {"", "asked", "granted"}
    assert any(fate.kept for fate in fates)
    assert any(each.pledging for each in drawn)


def test_nobody_promises_again_after_a_promise_that_was_not_kept(drawn: list[Story]) -> None:
    def holders(story: Story) -> set[str]:
        return {story.person, story.company} - {""}

    broken = [each for each in drawn if each.fate.order]
    for story in broken:
        others = [each for each in drawn if each is not story and holders(each) & holders(story)]
        assert not any(each.pledging for each in others)


def test_windows_work_when_they_are_open_and_phones_also_at_night(drawn: list[Story]) -> None:
    assert all(_begins(each) <= NOW for each in drawn)
    for story in drawn:
        began = _begins(story)
        if story.clerk:
            assert _days().is_working(began.date())
            assert 9 <= began.hour < 17
    online = [each for each in drawn if not each.clerk]
    assert any(_begins(each).hour >= 20 for each in online)
    assert any(not _days().is_working(_begins(each).date()) for each in online)


def test_who_has_no_phone_comes_to_a_window(drawn: list[Story]) -> None:
    for story in drawn:
        assert story.clerk or content.people()[story.person].phone
        assert content.people()[story.person].birth < date(2009, 1, 1)


def test_nobody_has_two_drafts_for_the_same_thing(drawn: list[Story]) -> None:
    held: dict[tuple[str, str, str], list[Story]] = {}
    for story in drawn:
        held.setdefault((story.person, story.company, story.offer), []).append(story)
    stays = {Way.DRAFT, Way.UNSIGNED, Way.WINDOW_DRAFT}
    for stories in held.values():
        assert len(stories) == 1 or not stays & {each.way for each in stories}
        days = [day for each in stories for day in {each.back, each.back + each.sent_home}]
        assert len(days) == len(set(days))


def test_answers_are_complete_and_allowances_go_to_the_old(
    offers: dict[str, Offer], drawn: list[Story]
) -> None:
    for story in drawn:
        offer = offers[story.offer]
        assert not open_questions(offer, clean_answers(offer, story.answers)), story
        if story.offer == "elder_allowance":
            who = story.kin or content.people()[story.person]
            assert NOW.year - who.birth.year >= 80
        if story.answers.get("age_group") == "child":
            assert story.kin is not None
            assert NOW.year - story.kin.birth.year < 18


def test_on_a_day_off_nothing_begins_at_a_window(offers: dict[str, Offer]) -> None:
    saturday = NOW + timedelta(days=1)
    drawn = month(offers, _days(saturday), 200)
    assert all(each.back >= 1 for each in drawn)
