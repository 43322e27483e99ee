"""From the text to the condition: what cannot be read is named where it stands."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from onevisit.catalogue.errors import when_mixed, when_unreadable
from onevisit.catalogue.rules.editing.spelling.names import Names
from onevisit.catalogue.rules.editing.spelling.writing import ORDERS, PLAIN
from onevisit.kernel.conditions import Condition, compile
from onevisit.kernel.conditions.nodes import (
    And,
    Compare,
    Const,
    Equal,
    In,
    Lit,
    Node,
    Not,
    Operand,
    Or,
    Scalar,
    Truthy,
    Var,
    to_json,
)

_DEEPEST: Final = 40
_WORDS: Final = sorted(
    (
        *("总是", "从不", "并非", "同时满足", "满足其一", "并且", "或者", "为真", "有回答"),
        *("没有回答", "不是", "是其中之一", "都不是", "是", "包括", "不包括", "在", "到", "之间"),
        *ORDERS.values(),
        *(word for word in PLAIN.values()),
    ),
    key=lambda word: -len(word),
)
_TOKEN: Final = re.compile(
    r"\s*(?:"
    r"【(?P<name>(?:[^】]|】】)*)】|"
    r"“(?P<text>(?:[^”]|””)*)”|"
    r"\"(?P<plain>[^\"]*)\"|"
    r"「(?P<corner>[^」]*)」|"
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})|"
    r"(?P<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)|"
    r"(?P<mark>[（）()、，,])|"
    rf"(?P<word>{'|'.join(_WORDS)})"
    r")"
)
_MARKS: Final[Mapping[str, str]] = {"(": "（", ")": "）", "，": "、", ",": "、"}
_KINDS: Final = {"plain": "text", "corner": "text"}
_VALUES: Final = {word: value for value, word in PLAIN.items()}
_OPERATORS: Final = {word: operator for operator, word in ORDERS.items()}


_WRAPS: Final[Mapping[str, Callable[[Node], Node]]] = {
    "并非": Not,
    "同时满足": lambda node: And((node,)),
    "满足其一": lambda node: Or((node,)),
}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class _Text:
    """A text between quotes: what it means depends on the question beside it."""

    text: str


_Given = Var | Const | _Text


def read(text: str, names: Names) -> Condition:
    """The condition that is written.

    Raises Invalid `catalogue.when_unreadable`, `catalogue.when_mixed`,
    `catalogue.when_without_question`, `catalogue.when_without_option`, and as `compile`.
    """
    reader = _Reader(text, names)
    node = reader.whole(0)
    reader.ends()
    return compile(to_json(node))


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if found is None:
            raise when_unreadable(text[at:].strip())
        kind = found.lastgroup or ""
        yield _Token(_KINDS.get(kind, kind), _unquoted(kind, found[kind]), found.start())
        at = found.end()


def _unquoted(kind: str, said: str) -> str:
    match kind:
        case "mark":
            return _MARKS.get(said, said)
        case "name":
            return said.replace("】】", "】")
        case "text":
            return said.replace("””", "”")
    return said


class _Reader:
    """One text, read from left to right."""

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._names = names
        self._tokens = list(_tokens(text))
        self._at = 0

    def whole(self, depth: int) -> Node:
        """Parts joined by 并且, or by 或者."""
        if depth > _DEEPEST:
            raise self._lost()
        parts = [self._part(depth)]
        joint = self._one_of("并且", "或者")
        while joint:
            parts.append(self._part(depth))
            more = self._one_of("并且", "或者")
            if more and more != joint:
                raise when_mixed(self._rest(-1))
            if not more:
                return And(tuple(parts)) if joint == "并且" else Or(tuple(parts))
        return parts[0]

    def ends(self) -> None:
        """Raises Invalid if something is left over."""
        if self._at < len(self._tokens):
            raise self._lost()

    def _part(self, depth: int) -> Node:
        word = self._one_of("总是", "从不", "并非", "同时满足", "满足其一")
        if word in ("总是", "从不"):
            return Lit(word == "总是")
        if word or self._peek("mark", "（"):
            self._must("（")
            inner = self.whole(depth + 1)
            self._must("）")
            return _WRAPS[word](inner) if word else inner
        return self._comparison()

    def _comparison(self) -> Node:
        left = self._operand()
        token = self._next("word")
        word = token.text
        if word in ("为真", "有回答", "没有回答") and isinstance(left, Var):
            none = Equal(left, Const(None), negated=word == "有回答")
            return Truthy(left) if word == "为真" else none
        if word in ("是", "不是"):
            right = self._operand()
            operands = self._meant(left, right), self._meant(right, left)
            return Equal(*operands, negated=word == "不是")
        if word in ("是其中之一", "都不是"):
            members = In(self._meant(left), self._members(left))
            return Not(members) if word == "都不是" else members
        if word in ("包括", "不包括") and isinstance(left, Var):
            holds = In(self._meant(self._operand(), left), left)
            return Not(holds) if word == "不包括" else holds
        return self._order(left, word)

    def _order(self, left: _Given, word: str) -> Node:
        if word == "在":
            low = self._operand()
            self._must("到")
            high = self._operand()
            self._must("之间")
            return Compare("<=", tuple(self._meant(each) for each in (low, left, high)))
        if word not in _OPERATORS:
            self._at -= 1
            raise self._lost()
        operands = [left, self._operand()]
        while self._one_of(word):
            operands.append(self._operand())
        return Compare(_OPERATORS[word], tuple(self._meant(each) for each in operands))

    def _members(self, left: _Given) -> tuple[Scalar, ...]:
        found = [self._member(left)]
        while self._peek("mark", "、"):
            self._at += 1
            found.append(self._member(left))
        return tuple(found)

    def _member(self, left: _Given) -> Scalar:
        meant = self._meant(self._operand(), left)
        if isinstance(meant, Var):
            self._at -= 1
            raise self._lost()
        return meant.value

    def _operand(self) -> _Given:
        token = self._next("name", "text", "day", "number", "word")
        match token.kind:
            case "name":
                return Var(self._names.key_of(token.text))
            case "text" | "day":
                return _Text(token.text)
            case "number":
                plain = token.text.lstrip("-").isdigit()
                return Const(int(token.text) if plain else float(token.text))
        if token.text not in _VALUES:
            self._at -= 1
            raise self._lost()
        return Const(_VALUES[token.text])

    def _meant(self, given: _Given, beside: _Given | None = None) -> Operand:
        if not isinstance(given, _Text):
            return given
        key = beside.name if isinstance(beside, Var) else None
        return Const(self._names.value_of(given.text, key))

    def _peek(self, kind: str, text: str) -> bool:
        token = self._tokens[self._at] if self._at < len(self._tokens) else None
        return token is not None and (token.kind, token.text) == (kind, text)

    def _one_of(self, *words: str) -> str:
        found = next((word for word in words if self._peek("word", word)), "")
        self._at += bool(found)
        return found

    def _must(self, text: str) -> None:
        if not (self._peek("mark", text) or self._peek("word", text)):
            raise self._lost()
        self._at += 1

    def _next(self, *kinds: str) -> _Token:
        token = self._tokens[self._at] if self._at < len(self._tokens) else None
        if token is None or token.kind not in kinds:
            raise self._lost()
        self._at += 1
        return token

    def _lost(self) -> Exception:
        return when_unreadable(self._rest(0))

    def _rest(self, by: int) -> str:
        at = self._at + by
        return self._text[self._tokens[at].at :].strip() if 0 <= at < len(self._tokens) else ""
