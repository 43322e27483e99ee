"""The engine against brute force: questions, checklist and dropped answers."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onevisit.catalogue.rules.composition import Offer
from onevisit.guidance.rules.checklist import Checklist, How, checklist
from onevisit.guidance.rules.figures import figures
from onevisit.guidance.rules.questions import asked_questions, clean_answers, open_questions
from onevisit.guidance.rules.situation import Truth
from tests.guidance import strategies
from tests.guidance.strategies import FULL, brute, completions

careful = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def outcome(listed: Checklist) -> tuple[Any, ...]:
    """A checklist in the words of the brute force."""
    assert all(line.state is not Truth.MAYBE for line in listed.parts)
    lines = tuple(
        (line.key, "optional" if line.optional else line.how.value) for line in listed.lines
    )
    active = tuple(part.key for part in listed.active_parts)
    return active, lines, tuple(use.field.key for use in listed.fields)


@st.composite
def partly_answered(draw: st.DrawFn) -> tuple[Offer, dict[str, Any]]:
    """An offer and answers to some of its questions."""
    offer = draw(strategies.offers())
    return offer, draw(strategies.given_answers(offer))


@st.composite
def fully_answered(draw: st.DrawFn) -> tuple[Offer, dict[str, Any]]:
    """An offer and answers to all of its questions, of use or not."""
    offer = draw(strategies.offers())
    return offer, draw(strategies.full_answers(offer))


@careful
@given(partly_answered(), st.data())
def test_a_question_that_is_not_open_never_changes_the_checklist(
    case: tuple[Offer, dict[str, Any]], data: st.DataObject
) -> None:
    offer, answers = case
    opened = {question.key for question in open_questions(offer, answers)}
    silent = [q for q in offer.questions if q.key not in opened and q.key not in answers]
    whole = data.draw(st.sampled_from(completions(offer, answers)))
    for question in silent:
        seen = {
            brute(offer, {**whole, question.key: value})
            for value in [*FULL[question.kind.value], None]
        }
        assert len(seen) == 1


@careful
@given(partly_answered())
def test_when_no_question_is_open_the_checklist_is_decided(
    case: tuple[Offer, dict[str, Any]],
) -> None:
    offer, answers = case
    listed = checklist(offer, answers)
    assert listed.complete is (not open_questions(offer, answers))
    if listed.complete:
        assert not any(line.undecided for line in listed.lines)
        for whole in completions(offer, answers)[:500]:
            assert brute(offer, whole) == outcome(listed)


@careful
@given(partly_answered())
def test_what_a_line_calls_decided_is_so_whatever_is_answered_later(
    case: tuple[Offer, dict[str, Any]],
) -> None:
    offer, answers = case
    listed = checklist(offer, answers)
    worlds = [brute(offer, whole) for whole in completions(offer, answers)[:400]]
    for index, line in enumerate(listed.lines):
        if not line.undecided:
            how = "optional" if line.optional else line.how.value
            assert {world[1][index][1] for world in worlds} == {how}
    for part in listed.parts:
        if part.state is not Truth.MAYBE:
            assert {part.part.key in world[0] for world in worlds} == {part.active}


@careful
@given(fully_answered())
def test_answers_that_are_dropped_never_change_the_outcome(
    case: tuple[Offer, dict[str, Any]],
) -> None:
    offer, answers = case
    kept = clean_answers(offer, answers)
    assert brute(offer, kept) == brute(offer, answers)
    assert outcome(checklist(offer, kept)) == outcome(checklist(offer, answers))
    assert {q.key for q in asked_questions(offer, answers)} == set(kept)
    assert clean_answers(offer, kept) == kept
    assert not open_questions(offer, kept)


@careful
@given(fully_answered())
def test_walking_through_the_questions_one_by_one_always_ends_at_the_checklist(
    case: tuple[Offer, dict[str, Any]],
) -> None:
    offer, answers = case
    given_so_far: dict[str, Any] = {}
    while opened := open_questions(offer, given_so_far):
        given_so_far[opened[0].key] = answers[opened[0].key]
    assert outcome(checklist(offer, given_so_far)) == brute(offer, answers)
    assert clean_answers(offer, answers) == given_so_far


@careful
@given(fully_answered())
def test_nobody_is_asked_for_what_another_part_produces_and_before_is_never_less_than_after(
    case: tuple[Offer, dict[str, Any]],
) -> None:
    offer, answers = case
    listed = checklist(offer, answers)
    for line in listed.lines:
        makers = {
            part.key
            for part in listed.active_parts
            if any(result.key == line.key for result in part.item.results)
        }
        if line.how in (How.BRING, How.MAY_FOLLOW, How.FETCHED):
            assert makers <= set(line.wanted_by) and len(makers) <= 1
    both = figures(offer, answers)
    assert both.exact
    assert both.after.materials <= both.before.materials
    assert both.after.fields <= both.before.fields
    assert both.after.procedures <= both.before.procedures
    assert (both.after.days or 0) <= (both.before.days or 0)
