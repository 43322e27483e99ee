"""A condition as a sentence, in Chinese or English: 店面 大于 300 平方米 并且 楼层 是 临街一楼.

Every condition has one, those too that cannot be picked as rows.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from onevisit.catalogue.rules.definition import Question
from onevisit.kernel.conditions import Condition
from onevisit.kernel.conditions.nodes import (
    And,
    Compare,
    Const,
    Equal,
    In,
    Leaf,
    Lit,
    Node,
    Not,
    Operand,
    Or,
    Scalar,
    Truthy,
    Var,
)

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "always": "总是",
        "never": "从不",
        "and": " 并且 ",
        "or": " 或者 ",
        "group": "（{}）",
        "not": "并非（{}）",
        "yes": "{} 为是",
        "==": "{} 是 {}",
        "!=": "{} 不是 {}",
        "answered": "回答了 {}",
        "unanswered": "没有回答 {}",
        "in": "{} 是 {} 之一",
        "not_in": "{} 不是 {} 之一",
        "has": "{} 包括 {}",
        "has_not": "{} 不包括 {}",
        "<": "{} 小于 {}",
        "<=": "{} 不超过 {}",
        ">": "{} 大于 {}",
        ">=": "{} 不小于 {}",
        "between": "{} 在 {} 到 {} 之间",
        "comma": "、",
        "true": "是",
        "false": "否",
        "null": "没有回答",
    },
    "en": {
        "always": "always",
        "never": "never",
        "and": " and ",
        "or": " or ",
        "group": "({})",
        "not": "not ({})",
        "yes": "{} is yes",
        "==": "{} is {}",
        "!=": "{} is not {}",
        "answered": "{} is answered",
        "unanswered": "{} is not answered",
        "in": "{} is one of {}",
        "not_in": "{} is none of {}",
        "has": "{} includes {}",
        "has_not": "{} does not include {}",
        "<": "{} is less than {}",
        "<=": "{} is at most {}",
        ">": "{} is more than {}",
        ">=": "{} is at least {}",
        "between": "{} is from {} to {}",
        "comma": ", ",
        "true": "yes",
        "false": "no",
        "null": "no answer",
    },
}


def sentence(condition: Condition, questions: Sequence[Question], language: str = "zh") -> str:
    """The condition in words; `language` is `en`, anything else is Chinese.

    A question that is not among `questions` goes by its key.
    """
    known = {question.key: question for question in questions}
    return _Speaker(known, WORDS["en" if language.startswith("en") else "zh"]).say(condition.node)


class _Speaker:
    def __init__(self, questions: Mapping[str, Question], words: Mapping[str, str]) -> None:
        self._questions = questions
        self._words = words

    def say(self, node: Node, *, inside: bool = False) -> str:
        words = self._words
        match node:
            case Lit(value):
                return words["always" if value else "never"]
            case And(parts) | Or(parts):
                joint = words["and" if isinstance(node, And) else "or"]
                text = joint.join(self.say(part, inside=True) for part in parts)
                return words["group"].format(text) if inside and len(parts) > 1 else text
            case Not(In() as leaf):
                return self._in(leaf, negated=True)
            case Not(part):
                return words["not"].format(self.say(part))
        return self._leaf(node)

    def _leaf(self, node: Leaf) -> str:
        match node:
            case Truthy(var):
                return self._words["yes"].format(self._operand(var))
            case Equal(left, right, negated):
                return self._equal(left, right, negated)
            case In():
                return self._in(node, negated=False)
            case Compare(operator, operands):
                return self._compare(operator, operands)

    def _equal(self, left: Operand, right: Operand, negated: bool) -> str:
        if isinstance(left, Const) and isinstance(right, Var):
            left, right = right, left
        if right == Const(None) and isinstance(left, Var):
            return self._words["answered" if negated else "unanswered"].format(self._operand(left))
        said = self._operand(left), self._operand(right, left)
        return self._words["!=" if negated else "=="].format(*said)

    def _in(self, node: In, *, negated: bool) -> str:
        if isinstance(node.items, Var):
            said = self._operand(node.items), self._operand(node.needle, node.items)
            return self._words["has_not" if negated else "has"].format(*said)
        members = self._words["comma"].join(
            self._operand(Const(each), node.needle) for each in node.items
        )
        said = self._operand(node.needle), members
        return self._words["not_in" if negated else "in"].format(*said)

    def _compare(self, operator: str, operands: tuple[Operand, ...]) -> str:
        if len(operands) == 3 and isinstance(operands[1], Var) and operator == "<=":
            low, var, high = operands
            ends = self._value(low), self._operand(high, var)
            return self._words["between"].format(self._operand(var), *ends)
        return self._words["and"].join(
            self._pair(operator, left, right) for left, right in pairwise(operands)
        )

    def _pair(self, operator: str, left: Operand, right: Operand) -> str:
        if isinstance(left, Const) and isinstance(right, Var):
            operator = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}[operator]
            left, right = right, left
        return self._words[operator].format(self._operand(left), self._operand(right, left))

    def _operand(self, operand: Operand, beside: Operand | None = None) -> str:
        """A question by its short name; a value as the question beside it says it."""
        if isinstance(operand, Var):
            question = self._questions.get(operand.name)
            return (question.short or question.label) if question else operand.name
        question = self._questions.get(beside.name) if isinstance(beside, Var) else None
        label = _label(operand.value, question)
        return label if label is not None else self._value(operand, question)

    def _value(self, operand: Operand, question: Question | None = None) -> str:
        if isinstance(operand, Var):
            return self._operand(operand)
        value = operand.value
        if value is None or isinstance(value, bool):
            return self._words[{None: "null", True: "true", False: "false"}[value]]
        text = value if isinstance(value, str) else f"{value:.15g}"
        unit = question.unit if question and not isinstance(value, str) else ""
        return f"{text} {unit}" if unit else text


def _label(value: Scalar, question: Question | None) -> str | None:
    options = question.options if question else ()
    return next((option.label for option in options if option.value == value), None)
