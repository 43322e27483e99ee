"""The questions search is measured by are whole, and the measure counts right."""

import pytest

from bench import asking
from bench.asking import Question, Score, TitleSearch, questions, score


def test_there_are_two_hundred_questions_each_once_and_half_of_them_unseen() -> None:
    found = questions()
    assert len(found) == len({each.text for each in found}) == 200
    assert 95 <= sum(not each.seen for each in found) <= 105


def test_questions_written_later_are_none_of_the_earlier_ones() -> None:
    known = {each.text for each in questions()}
    assert [each.text for each in questions(asking.FRESH_QUESTIONS) if each.text in known] == []


def test_every_pattern_of_the_county_questions_can_fit() -> None:
    for path in (asking.COUNTY_QUESTIONS, asking.DRAWN_QUESTIONS, asking.OTHER_QUESTIONS):
        assert all(each.right("", "") is False for each in asking.county_questions(path))


def test_right_first_and_right_among_five_are_counted() -> None:
    plain = TitleSearch({"1": "食品经营许可", "2": "食品经营许可注销", "3": "户口登记"})
    asked = [
        Question("食品经营许可", lambda code, name: code == "1"),
        Question("食品经营许可", lambda code, name: code == "2"),
        Question("户口", lambda code, name: code == "9"),
    ]
    found = score(plain.search, asked)
    assert found == Score(asked=3, first=1, five=2)
    assert found.verdict((0.3, 0.6)) == "within"
    assert found.verdict((0.5, 0.6)) == "NOT within"


@pytest.mark.skipif(not asking.PHRASES.exists(), reason="the real catalogues are absent")
def test_each_official_phrase_has_an_item_that_carries_it() -> None:
    found = asking.phrases({})
    assert len(found) == 262
    assert all(each.right(each.hidden, "") for each in found)
