"""Which questions are asked, in what order, and how answers are read.

A question is open while its own condition may hold and its answer can still change something
(`situation.needed`). Answers that no longer matter are dropped: the outcome is the same without
them.
"""

import math
import unicodedata
from collections.abc import Mapping
from datetime import date

from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import Question
from onevisit.catalogue.rules.schemas.fields import LONGEST_ANSWER
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.guidance.rules.situation import (
    Answer,
    Answers,
    Situation,
    Truth,
    needed,
    situation,
)
from onevisit.kernel.conditions.syntax import LARGEST_NUMBER
from onevisit.kernel.errors import Invalid
from onevisit.kernel.figures import grouped

SESSION_KEY = "guidance.answers"
"""Where a visitor's answers are kept in their session: offer code → question key → answer."""

MOST_OFFERS = 20
"""Answers to the questions of this many offers are kept for one visitor."""


def open_questions(offer: Offer, answers: Answers) -> tuple[Question, ...]:
    """The questions still unanswered that can matter, in order; the first is the next to ask.

    A question that may turn out not to be put never comes first.
    """
    return open_in(situation(offer, answers))


def open_in(here: Situation) -> tuple[Question, ...]:
    """The open questions of a situation already read."""
    matters = needed(here)
    found = [
        question
        for question in here.offer.questions
        if question.key in matters
        and here.whens[question.key].truth is not Truth.NO
        and not here.answered(question.key)
    ]
    first = next((q for q in found if here.whens[q.key].truth is Truth.YES), None)
    if first is not None and first is not found[0]:
        found.remove(first)
        found.insert(0, first)
    return tuple(found)


def asked_questions(offer: Offer, answers: Answers) -> tuple[Question, ...]:
    """The questions whose answers matter, in order: what 「修改」 shows."""
    kept = mattering(offer, answers)
    return tuple(question for question in offer.questions if question.key in kept)


def mattering(offer: Offer, answers: Answers) -> dict[str, Answer]:
    """The answers that matter: those a walk through the questions would ask for."""
    kept: dict[str, Answer] = {}
    while True:
        nxt = next((q for q in open_questions(offer, kept) if answers.get(q.key) is not None), None)
        if nxt is None:
            break
        kept[nxt.key] = answers[nxt.key]
    here = situation(offer, kept)
    return {key: value for key, value in kept.items() if here.whens[key].truth is not Truth.NO}


def clean_answers(offer: Offer, raw: Mapping[str, object]) -> dict[str, Answer]:
    """`raw` (from a form, the API or a session) as typed answers, without those that do not matter.

    Empty text and None are no answer; for a question with several choices `[]` says none of them.
    Raises Invalid `guidance.bad_answer`, `guidance.answer_not_a_number`,
    `guidance.answer_not_a_date`, `guidance.answer_out_of_range`, `guidance.answer_too_long` (each
    with `field` = the question's key) or `guidance.inconsistent_answers`.
    """
    typed = {q.key: read_answer(q, raw[q.key]) for q in offer.questions if q.key in raw}
    kept = mattering(offer, typed)
    check_consistent(offer, kept)
    return kept


def check_consistent(offer: Offer, answers: Answers) -> None:
    """Raise Invalid `guidance.inconsistent_answers` if no situation can be like that.

    The facts name the questions that contradict each other; `field` is the last of them.
    """
    here = situation(offer, answers)
    for condition in offer.consistent:
        if here.judge(condition).truth is Truth.NO:
            parties = [
                q for q in offer.questions if q.key in condition.variables and here.answered(q.key)
            ]
            raise Invalid(
                "guidance.inconsistent_answers",
                field=parties[-1].key if parties else None,
                questions="、".join(q.short or q.label for q in parties),
            )


def stored_answers(stored: Mapping[str, object], code: str) -> dict[str, Answer]:
    """The answers a session keeps for the offer `code`, as they were given; perhaps none."""
    offers = stored.get(SESSION_KEY)
    answers = offers.get(code) if isinstance(offers, Mapping) else None
    return dict(answers) if isinstance(answers, Mapping) else {}


def with_answer(
    stored: Mapping[str, object], code: str, key: str, answer: Answer
) -> dict[str, dict[str, Answer]]:
    """What the session keeps under `SESSION_KEY` once `key` is answered: the newest offers."""
    offers = stored.get(SESSION_KEY)
    kept = {
        str(each): stored_answers(stored, str(each))
        for each in (offers if isinstance(offers, Mapping) else ())
    }
    mine = {**kept.pop(code, {}), key: answer}
    newest = list(kept.items())[-(MOST_OFFERS - 1) :]
    return {**dict(newest), code: mine}


def without_answers(stored: Mapping[str, object], code: str) -> dict[str, dict[str, Answer]]:
    """What the session keeps under `SESSION_KEY` once the offer `code` starts anew."""
    kept = with_answer(stored, code, "", None)
    del kept[code]
    return kept


def readable_answers(offer: Offer, raw: Mapping[str, object]) -> dict[str, Answer]:
    """`raw` without what can't be read (of an older version, say) and what doesn't matter.

    Never fails: for what a visitor answered some time ago, not for what somebody sends now.
    """
    typed: dict[str, Answer] = {}
    for question in offer.questions:
        try:
            typed[question.key] = read_answer(question, raw.get(question.key))
        except Invalid:
            continue
    return mattering(offer, typed)


def read_answer(question: Question, given: object) -> Answer:
    """One answer as typed; None if nothing was answered. Raises as `clean_answers`."""
    if question.kind is VarKind.MULTI:
        return _read_multi(question, given)
    if isinstance(given, (list, tuple)):
        given = given[-1] if given else None
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    return _READ[question.kind](question, given)


def _bad(code: str, question: Question, **facts: object) -> Invalid:
    return Invalid(code, field=question.key, question=question.short or question.label, **facts)


def _read_multi(question: Question, given: object) -> Answer:
    if given is None:
        return None
    chosen = {str(each) for each in given} if isinstance(given, (list, tuple)) else {str(given)}
    chosen.discard("")
    values = [option.value for option in question.options]
    if not chosen <= set(values):
        raise _bad("guidance.bad_answer", question)
    return [value for value in values if value in chosen]


def _read_choice(question: Question, given: object) -> Answer:
    if given not in [option.value for option in question.options]:
        raise _bad("guidance.bad_answer", question)
    return str(given)


def read_number(given: object) -> int | float | None:
    """A number as people type it (full-width digits and commas too); None if it is none."""
    if isinstance(given, bool):
        return None
    if isinstance(given, str):
        text = unicodedata.normalize("NFKC", given).strip().replace(",", "")
        try:
            given = float(text) if text[:30] == text else math.nan
        except ValueError:
            return None
    if not isinstance(given, (int, float)) or not abs(given) <= LARGEST_NUMBER:
        return None  # NaN too
    return int(given) if given == int(given) else given


def _read_number(question: Question, given: object) -> Answer:
    number = read_number(given)
    if number is None:
        raise _bad("guidance.answer_not_a_number", question)
    low, high = question.minimum, question.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise _bad(
            "guidance.answer_out_of_range", question, minimum=_bound(low), maximum=_bound(high)
        )
    return number


def _bound(bound: float | None) -> str:
    return "…" if bound is None else grouped(bound)


def read_date(given: object) -> str | None:
    """An ISO day; None if it is none."""
    text = unicodedata.normalize("NFKC", str(given)).strip()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _read_date(question: Question, given: object) -> Answer:
    day = read_date(given)
    if day is None:
        raise _bad("guidance.answer_not_a_date", question)
    return day


def _read_text(question: Question, given: object) -> Answer:
    text = str(given).strip()
    if len(text) > LONGEST_ANSWER:
        raise _bad("guidance.answer_too_long", question, most=LONGEST_ANSWER)
    return text


_READ = {
    VarKind.CHOICE: _read_choice,
    VarKind.NUMBER: _read_number,
    VarKind.DATE: _read_date,
    VarKind.TEXT: _read_text,
}
