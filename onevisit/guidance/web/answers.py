"""The answers of a visitor, kept in the session per offer; no account is needed."""

from collections.abc import Mapping

from django.contrib.sessions.backends.base import SessionBase

from onevisit.catalogue.rules.composition import Offer
from onevisit.guidance.rules import questions
from onevisit.guidance.rules.situation import Answer


def answers_for(session: SessionBase, offer: Offer) -> dict[str, Answer]:
    """The answers given so far that can be read and matter."""
    stored = questions.stored_answers(_mapping(session), offer.code)
    return questions.readable_answers(offer, stored)


def remember(session: SessionBase, offer: Offer, key: str, answer: Answer) -> None:
    """Keep one answer; answers that stopped mattering stay, in case they matter again.

    Raises Invalid `guidance.inconsistent_answers`, and keeps nothing, where no situation is so.
    """
    everything = {**questions.stored_answers(_mapping(session), offer.code), key: answer}
    questions.check_consistent(offer, questions.readable_answers(offer, everything))
    session[questions.SESSION_KEY] = questions.with_answer(
        _mapping(session), offer.code, key, answer
    )


def take_over(session: SessionBase, offer: Offer, answers: Mapping[str, Answer]) -> None:
    """Put these answers in the place of those given here."""
    stored = questions.without_answers(_mapping(session), offer.code)
    for key, answer in answers.items():
        stored = questions.with_answer({questions.SESSION_KEY: stored}, offer.code, key, answer)
    session[questions.SESSION_KEY] = stored


def forget(session: SessionBase, offer: Offer) -> None:
    """Start this offer's questions anew."""
    session[questions.SESSION_KEY] = questions.without_answers(_mapping(session), offer.code)


def _mapping(session: SessionBase) -> dict[str, object]:
    return {questions.SESSION_KEY: session.get(questions.SESSION_KEY)}
