"""What one version calls its questions and steps, so that what is told of it has its names."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from onevisit.catalogue.rules.definition import (
    BundleDefinition,
    ItemDefinition,
    Part,
    Question,
    Step,
)
from onevisit.catalogue.web.editor.when import in_words
from onevisit.kernel import conditions
from onevisit.kernel.conditions import ALWAYS, Condition
from onevisit.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Names:
    """The questions a version's conditions speak of, its steps or parts by key, departments by
    code.
    """

    questions: tuple[Question, ...] = ()
    steps: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)

    def when(self, condition: Condition) -> str:
        """The condition as a sentence: 场地 是 租的."""
        return _("任何情况") if condition == ALWAYS else in_words(condition, self.questions)

    def source(self, text: str) -> str:
        """The same of a condition as it is written down; what is none stays as it is."""
        try:
            return self.when(conditions.compile(json.loads(text)))
        except (Invalid, ValueError):
            return text

    def step(self, key: str) -> str:
        """A step or part by its name; one that is not there by its key."""
        return self.steps.get(key, key)


def names_of(
    definition: ItemDefinition | BundleDefinition | None,
    items: Iterable[ItemDefinition] = (),
    offices: Mapping[str, str] | None = None,
) -> Names:
    """The names of a version; those of a bundle's items come after its own, as they are asked."""
    if definition is None:
        return Names()
    questions: dict[str, Question] = {}
    for each in (definition, *items):
        for question in each.questions:
            questions.setdefault(question.key, question)
    steps: Iterable[Step | Part] = (
        definition.steps if isinstance(definition, ItemDefinition) else definition.parts
    )
    return Names(tuple(questions.values()), {each.key: each.name for each in steps}, offices or {})
