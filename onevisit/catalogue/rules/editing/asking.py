"""Questions as an officer keeps them: keys for new ones, and none vanishes that is in use."""

from collections.abc import Sequence

import msgspec

from onevisit.catalogue.errors import option_in_use, question_in_use
from onevisit.catalogue.rules.definition import ItemDefinition, Option, Question
from onevisit.catalogue.rules.editing.keys import keyed, own_stem
from onevisit.catalogue.rules.editing.uses import Use, uses_of


def settled_options(rows: Sequence[Option]) -> tuple[Option, ...]:
    """Every option with a value of its own: a new one gets the next free `o1`, `o2` …"""
    return keyed(rows, "o", name="value")


def settled_questions(
    item: ItemDefinition, rows: Sequence[Question], others: Sequence[Question] = ()
) -> tuple[Question, ...]:
    """Every question with a key of its own; `item` is the draft before, `others` are asked anyway.

    Raises Invalid `catalogue.question_in_use`, `catalogue.option_in_use` when what is gone is named
    by a condition that stays.
    """
    taken = (question.key for question in (*item.questions, *others))
    found = keyed(rows, f"{own_stem(item)}.q", taken)
    refuse_loss(item, msgspec.structs.replace(item, questions=(*others, *found)))
    return found


def refuse_loss(before: ItemDefinition, after: ItemDefinition) -> None:
    """Raises Invalid `catalogue.question_in_use`, `catalogue.option_in_use` if a question or an
    option is gone that `after` still names.
    """
    kept = {question.key: question for question in after.questions}
    for question in before.questions:
        left = kept.get(question.key)
        if left is None:
            uses = uses_of(after, question.key)
            if uses:
                raise question_in_use(question.short or question.label, _where(uses))
            continue
        values = {option.value for option in left.options}
        for option in question.options:
            uses = () if option.value in values else uses_of(after, question.key, option.value)
            if uses:
                raise option_in_use(option.label, _where(uses))


def _where(uses: Sequence[Use]) -> str:
    return "、".join(dict.fromkeys(use.name or use.place for use in uses))
