"""Questions of any kind as questions with finitely many answers, and conditions over them."""

from collections.abc import Iterable, Mapping
from itertools import product

from onevisit.catalogue.rules.definition import Question
from onevisit.guidance.rules.situation import var_types
from onevisit.journeys.rules.expanding.words import AnswerWords
from onevisit.kernel.conditions import Value, representatives
from onevisit.kernel.conditions.nodes import (
    And,
    In,
    Leaf,
    Lit,
    Node,
    Not,
    Or,
    Var,
    leaf_test,
    operands_of,
    variables_of,
)
from onevisit.kernel.conditions.syntax import of_node
from onevisit.kernel.errors import Invalid
from onevisit.kernel.figures import grouped

NOT_PUT = "—"
"""The flat answer of a question that is not put; in the catalogue it is null."""

MOST_PAIRS = 400


class TooMany(Exception):
    """More answers must be told apart than can be written down."""


def both(*nodes: Node) -> Node:
    """All of them hold; what is always true is left out."""
    parts: dict[Node, None] = {}
    for node in nodes:
        if node == Lit(False):
            return node
        parts.update(dict.fromkeys(node.parts if isinstance(node, And) else (node,)))
    parts.pop(Lit(True), None)
    if not parts:
        return Lit(True)
    return next(iter(parts)) if len(parts) == 1 else And(tuple(parts))


def either(nodes: Iterable[Node]) -> Node:
    """One of them holds."""
    parts = dict.fromkeys(nodes)
    parts.pop(Lit(False), None)
    if Lit(True) in parts:
        return Lit(True)
    if not parts:
        return Lit(False)
    return next(iter(parts)) if len(parts) == 1 else Or(tuple(parts))


def opposite(node: Node) -> Node:
    """It does not hold."""
    if isinstance(node, Lit):
        return Lit(not node.value)
    return node.part if isinstance(node, Not) else Not(node)


class FlatAnswers:
    """The questions that the conditions ask, each with the answers they tell apart.

    Raises TooMany.
    """

    def __init__(self, questions: Mapping[str, Question], conditions: Iterable[Node]) -> None:
        asked = _asked(questions, conditions)
        self._asked = {key: questions[key] for key in questions if key in asked}
        known = [*conditions, *(each.when.node for each in self._asked.values())]
        try:
            found = representatives(var_types(self._asked.values()), [of_node(n) for n in known])
        except Invalid as wrong:
            raise TooMany from wrong
        self.values: dict[str, dict[str, Value]] = {}
        for key, question in self._asked.items():
            values = {_text(value): value for value in found.get(key, ())}
            if question.when.node != Lit(True) or not values:
                values[NOT_PUT] = None
            self.values[key] = values

    @property
    def options(self) -> dict[str, tuple[str, ...]]:
        """The questions of the flat form."""
        return {key: tuple(values) for key, values in self.values.items()}

    def consistent(self, nodes: Iterable[Node]) -> Node:
        """The conditions, and that what is put is answered and nothing else is."""
        rules = [self.flat(node) for node in nodes]
        for key, question in self._asked.items():
            when = self.flat(question.when.node)
            if NOT_PUT in self.values[key] and len(self.values[key]) > 1:
                silent = In(Var(key), (NOT_PUT,))
                rules.append(either((both(when, Not(silent)), both(opposite(when), silent))))
        return both(*rules)

    def flat(self, node: Node) -> Node:
        """The same condition over the flat answers."""
        match node:
            case Lit():
                return node
            case And(parts):
                return both(*(self.flat(each) for each in parts))
            case Or(parts):
                return either(self.flat(each) for each in parts)
            case Not(part):
                return opposite(self.flat(part))
            case _:
                return self._leaf(node)

    def _leaf(self, leaf: Leaf) -> Node:
        test = leaf_test(leaf)
        names = sorted(
            {each.name for each in operands_of(leaf) if isinstance(each, Var)} & set(self.values)
        )
        if not names:
            return Lit(test({}))
        if len(names) == 1:
            values = self.values[names[0]]
            held = tuple(text for text, value in values.items() if test({names[0]: value}))
            if len(held) in (0, len(values)):
                return Lit(bool(held))
            return In(Var(names[0]), held)
        found = []
        for texts in product(*(self.values[name] for name in names)):
            given = dict(zip(names, texts, strict=True))
            if test({name: self.values[name][text] for name, text in given.items()}):
                found.append(both(*(In(Var(name), (text,)) for name, text in given.items())))
            if len(found) > MOST_PAIRS:
                raise TooMany
        return either(found)

    def words(self) -> dict[str, AnswerWords]:
        """What people call the questions and the flat answers."""
        return {
            key: AnswerWords(
                question.label,
                {text: _words(question, value) for text, value in self.values[key].items()},
            )
            for key, question in self._asked.items()
        }


def _asked(questions: Mapping[str, Question], conditions: Iterable[Node]) -> set[str]:
    """What the conditions name, and what decides whether that is put."""
    asked: set[str] = set()
    todo = {name for node in conditions for name in variables_of(node)} & set(questions)
    while todo:
        asked |= todo
        todo = {
            name for key in todo for name in questions[key].when.variables if name in questions
        } - asked
    return asked


def _text(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return "+".join(value) or "0"
    return repr(value)


def _words(question: Question, value: Value) -> str:
    labels = {option.value: option.label for option in question.options}
    if value is None:
        return ""
    if isinstance(value, str):
        return labels.get(value, value)
    if isinstance(value, (int, float)):
        return f"{grouped(value, question.unit)}{question.unit}"
    return "、".join(labels.get(each, each) for each in value) or "—"
