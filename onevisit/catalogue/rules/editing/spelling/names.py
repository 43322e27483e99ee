"""What questions and their options are called, and back: a name stands for one thing or none."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from onevisit.catalogue.errors import when_without_option, when_without_question
from onevisit.catalogue.rules.definition import Question

RAW: Final = "#"
"""Before a key or a stored value that no name stands for."""


class Names:
    """The names of some questions. Where one is called differently in `before`, that name is
    understood too, but not written.
    """

    def __init__(self, questions: Sequence[Question], before: Sequence[Question] = ()) -> None:
        self._questions = {each.key: each for each in questions}
        self._keys = _single((name, q.key) for q in questions for name in _called(q))
        self._before = _single((name, q.key) for q in before for name in _called(q))

    def name_of(self, key: str) -> str:
        """The shortest name that stands for the key."""
        question = self._questions.get(key)
        for name in _called(question) if question else ():
            if self._keys.get(name) == key:
                return name
        return RAW + key

    def key_of(self, name: str) -> str:
        """What the name stands for. Raises Invalid `catalogue.when_without_question`."""
        if name.startswith(RAW):
            return name.removeprefix(RAW)
        for known in (self._keys, self._before, dict.fromkeys(self._questions, "")):
            for each in (name, name.strip()):
                if each in known:
                    return known[each] or each
        raise when_without_question(name, "、".join(map(self.name_of, self._questions)))

    def label_of(self, value: str, key: str | None) -> str:
        """What the answer `value` to the question is called."""
        labels = self._labels(key)
        found = next((label for label, own in labels.items() if own == value), None)
        if found is not None:
            return found
        return value if not labels and not value.startswith(RAW) else RAW + value

    def value_of(self, label: str, key: str | None) -> str:
        """The answer that is called so. Raises Invalid `catalogue.when_without_option`."""
        if label.startswith(RAW):
            return label.removeprefix(RAW)
        labels = self._labels(key)
        if not labels or label in labels:
            return labels.get(label, label)
        raise when_without_option(label, self.name_of(key or ""), "、".join(labels))

    def _labels(self, key: str | None) -> Mapping[str, str]:
        question = self._questions.get(key or "")
        return _single((o.label, o.value) for o in question.options) if question else {}


def _called(question: Question) -> tuple[str, ...]:
    return tuple(each for each in (question.short, question.label) if each)


def _single(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Name → what it stands for, without names of several things and names that begin as raw."""
    found: dict[str, set[str]] = {}
    for name, meant in pairs:
        found.setdefault(name, set()).add(meant)
    return {
        name: next(iter(meant))
        for name, meant in found.items()
        if len(meant) == 1 and name and not name.startswith(RAW)
    }
