"""Questions, answers and what a session keeps."""

import pytest

from onevisit.guidance.rules.questions import (
    MOST_OFFERS,
    SESSION_KEY,
    asked_questions,
    clean_answers,
    open_questions,
    readable_answers,
    stored_answers,
    with_answer,
    without_answers,
)
from onevisit.kernel.errors import Invalid
from tests.factories.offers import restaurant, restaurant_documents, single

ANSWERS = {
    "shop.area": 86,
    "floor": "street",
    "premises": "rented",
    "foods": ["hot", "drinks"],
    "cold_room": "no",
}


def keys(questions: object) -> list[str]:
    return [question.key for question in questions]  # type: ignore[attr-defined]


def test_a_small_shop_is_never_asked_for_its_floor() -> None:
    offer = restaurant()
    assert "floor" in keys(open_questions(offer, {"shop.area": 86}))
    assert "floor" not in keys(open_questions(offer, {"shop.area": 40}))
    assert "floor" not in keys(open_questions(offer, {"shop.area": 400}))


def test_a_question_that_hangs_on_another_comes_after_it() -> None:
    offer = restaurant()
    assert keys(open_questions(offer, {})) == [
        "shop.area",
        "floor",
        "premises",
        "foods",
        "cold_room",
    ]
    assert (
        keys(open_questions(offer, {"shop.area": 40, "premises": "owned", "foods": ["hot"]})) == []
    )
    assert keys(
        open_questions(offer, {"shop.area": 40, "premises": "owned", "foods": ["cold"]})
    ) == ["cold_room"]


def test_a_question_listed_before_the_one_it_hangs_on_waits_for_it() -> None:
    from onevisit.catalogue.rules.composition import compose_bundle
    from onevisit.catalogue.rules.parsing import parse_bundle, parse_item

    bundle, items = restaurant_documents()
    bundle["questions"][1]["when"] = {"==": [{"var": "premises"}, "rented"]}  # type: ignore[index,call-overload]
    offer = compose_bundle(parse_bundle(bundle), {k: parse_item(v) for k, v in items.items()})
    assert keys(open_questions(offer, {"shop.area": 86}))[0] == "premises"


def test_answers_that_do_not_matter_are_dropped() -> None:
    kept = clean_answers(restaurant(), ANSWERS)
    assert "cold_room" not in kept
    assert kept == {key: ANSWERS[key] for key in ANSWERS if key != "cold_room"}
    assert "floor" not in clean_answers(restaurant(), {**ANSWERS, "shop.area": 40})
    assert keys(asked_questions(restaurant(), ANSWERS)) == [
        "shop.area",
        "floor",
        "premises",
        "foods",
    ]


@pytest.mark.parametrize(
    ("given", "typed"),
    [("８６", 86), ("86.50", 86.5), ("1,200", 1200), (" 86 ", 86), (86, 86), (["86"], 86)],
)
def test_numbers_are_read_as_people_type_them(given: object, typed: float) -> None:
    assert clean_answers(restaurant(), {"shop.area": given})["shop.area"] == typed


@pytest.mark.parametrize(
    ("key", "given", "code"),
    [
        ("shop.area", "很大", "guidance.answer_not_a_number"),
        ("shop.area", "nan", "guidance.answer_not_a_number"),
        ("shop.area", "1e999", "guidance.answer_not_a_number"),
        ("shop.area", "0", "guidance.answer_out_of_range"),
        ("shop.area", "99999", "guidance.answer_out_of_range"),
        ("floor", "moon", "guidance.bad_answer"),
        ("foods", ["hot", "stones"], "guidance.bad_answer"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_by_its_question(
    key: str, given: object, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        clean_answers(restaurant(), {key: given})
    assert caught.value.code == code
    assert caught.value.field == key


def test_nothing_is_no_answer_but_none_of_them_is_one() -> None:
    offer = restaurant()
    assert clean_answers(offer, {"floor": "", "foods": None, "premises": "  "}) == {}
    assert clean_answers(offer, {"foods": [""]}) == {"foods": []}
    assert clean_answers(offer, {"unheard_of": "x"}) == {}


def test_answers_that_contradict_each_other_are_refused_and_named() -> None:
    with pytest.raises(Invalid) as caught:
        clean_answers(restaurant(), {"shop.area": 9000, "floor": "cellar"})
    # above 300 square metres the floor changes nothing, but it must still be possible
    assert caught.value.code == "guidance.inconsistent_answers"
    assert caught.value.facts["questions"] == "店面、位置"


def test_a_session_keeps_answers_per_offer_and_forgets_the_oldest() -> None:
    session: dict[str, object] = {}
    for number in range(MOST_OFFERS + 5):
        session[SESSION_KEY] = with_answer(session, f"offer-{number}", "q", "a")
    assert stored_answers(session, "offer-0") == {}
    assert stored_answers(session, f"offer-{MOST_OFFERS + 4}") == {"q": "a"}
    session[SESSION_KEY] = without_answers(session, f"offer-{MOST_OFFERS + 4}")
    assert stored_answers(session, f"offer-{MOST_OFFERS + 4}") == {}
    assert stored_answers({}, "x") == {}
    assert stored_answers({SESSION_KEY: "broken"}, "x") == {}


def test_old_answers_that_no_longer_fit_are_passed_over() -> None:
    kept = readable_answers(
        restaurant(), {"shop.area": "86", "floor": "attic", "premises": "owned"}
    )
    assert kept == {"shop.area": 86, "premises": "owned"}


def test_an_offer_without_questions_is_ready_at_once() -> None:
    assert open_questions(single(), {}) == ()
    assert clean_answers(single(), {"anything": "x"}) == {}
