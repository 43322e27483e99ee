"""What the names of a flat form are called by people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActWords:
    """An act: in which matter, and what one does."""

    of: str
    what: str


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """A question, and the words of each flat answer to it; "" where it is not put at all."""

    question: str
    answers: dict[str, str]
