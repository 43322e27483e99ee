"""A draft on the newest version: what was answered and filled in stays where it still fits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import Field
from onevisit.guidance.rules.checklist import How, checklist
from onevisit.guidance.rules.form import read_field
from onevisit.guidance.rules.questions import check_consistent, mattering, read_answer
from onevisit.guidance.rules.situation import Answer
from onevisit.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Rolled:
    """What the applicant is told: names of questions and fields whose answers no longer fit, of
    papers that are to be given now, and of those that are not any more. No values.
    """

    at: datetime
    answers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether all that was answered and filled in stayed."""
        return not self.answers and not self.fields

    def stored(self) -> dict[str, Any]:
        """As the application keeps it."""
        return {
            "at": self.at.isoformat(),
            "answers": [*self.answers],
            "fields": [*self.fields],
            "more": [*self.more],
            "less": [*self.less],
        }


def read_rolled(stored: Mapping[str, Any]) -> Rolled:
    """From what the application keeps."""
    return Rolled(
        at=datetime.fromisoformat(stored["at"]),
        answers=tuple(stored["answers"]),
        fields=tuple(stored["fields"]),
        more=tuple(stored["more"]),
        less=tuple(stored["less"]),
    )


@dataclass(frozen=True, slots=True)
class Carried:
    """What goes over, and what is told of it."""

    answers: dict[str, Answer]
    values: dict[str, object]
    told: Rolled


def carry(
    old: Offer,
    new: Offer,
    *,
    answers: Mapping[str, Answer],
    values: Mapping[str, object],
    at: datetime,
) -> Carried:
    """What of the answers and form values under the old offer holds under the new one."""
    kept = fitting_answers(new, answers)
    held = fitting_values(old, new, values)
    asked = {question.key: question.short or question.label for question in old.questions}
    labels = {use.field.key: use.field.label for use in old.fields}
    before, now = _papers(old, answers), _papers(new, kept)
    told = Rolled(
        at=at,
        answers=tuple(asked.get(key, key) for key in answers if key not in kept),
        fields=tuple(labels.get(key, key) for key in values if key not in held),
        more=tuple(name for key, name in now.items() if key not in before),
        less=tuple(name for key, name in before.items() if key not in now),
    )
    return Carried(kept, held, told)


def fitting_answers(new: Offer, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Answers that the new offer asks for and can read, and that do not contradict each other."""
    typed: dict[str, Answer] = {}
    for question in new.questions:
        if question.key not in answers:
            continue
        try:
            typed[question.key] = read_answer(question, answers[question.key])
        except Invalid:
            continue
    while True:
        kept = mattering(new, typed)
        try:
            check_consistent(new, kept)
        except Invalid as refusal:
            if refusal.field not in typed:
                return {}
            del typed[refusal.field]
        else:
            return kept


def fitting_values(old: Offer, new: Offer, values: Mapping[str, object]) -> dict[str, object]:
    """Values of fields that are still there; one that was readable must still be."""
    before = {use.field.key: use.field for use in old.fields}
    held: dict[str, object] = {}
    for use in new.fields:
        key = use.field.key
        if key not in values:
            continue
        value = values[key]
        was = before.get(key)
        if _readable(use.field, value) or (was is not None and not _readable(was, value)):
            held[key] = value
    return held


def _readable(field: Field, value: object) -> bool:
    try:
        read_field(field, value)
    except Invalid:
        return False
    return True


def _papers(offer: Offer, answers: Mapping[str, Answer]) -> dict[str, str]:
    """What the applicant gives in this situation."""
    return {
        line.key: line.name
        for line in checklist(offer, answers).lines
        if line.how in (How.BRING, How.MAY_FOLLOW) and not line.optional
    }
