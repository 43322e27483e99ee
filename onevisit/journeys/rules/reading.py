"""Reading the flat form: whatever is not a definition is refused by name, at its place."""

from collections.abc import Iterable, Mapping
from typing import NoReturn, cast

from onevisit.journeys.errors import Malformed
from onevisit.journeys.rules.flat import ALWAYS, Act, Edge, Flat, Mode
from onevisit.kernel.conditions.nodes import (
    And,
    Compare,
    Const,
    In,
    Leaf,
    Lit,
    Node,
    Not,
    Or,
    Var,
    operands_of,
)
from onevisit.kernel.conditions.syntax import parse
from onevisit.kernel.errors import Invalid
from onevisit.kernel.types import Json

LONGEST_NAME = 200
LARGEST_WHOLE = 2**53

_SAID = {
    "conditions.empty": ("an empty condition", "write true, or leave the key out"),
    "conditions.not_a_condition": ("not a condition", "use true, false or one operator"),
    "conditions.unknown_operator": (
        "unknown operator {operator!r}",
        "use == != in and or ! var",
    ),
    "conditions.operand_count": (
        "wrong number of operands or operators",
        "one operator to an object; == != in take two operands in a list, ! one, and/or a list",
    ),
    "conditions.bad_operand": ("not an operand", 'compare {{"var": "question"}} with a literal'),
    "conditions.bad_variable": ("not the name of a question", "name a question in text"),
    "conditions.bad_list": ("not a list of literals", "give in a list with one option at least"),
    "conditions.bad_date": ("not a date", "use == != in and or ! var"),
    "conditions.too_large": ("a condition too large or too deep", "split it or make it flatter"),
}


def refuse(place: str, said: str, advice: str) -> NoReturn:
    """Raise Malformed."""
    raise Malformed(place, said, advice)


def read(given: Json) -> Flat:
    """The definition that decoded JSON stands for. Raises Malformed."""
    if not isinstance(given, dict):
        refuse("", f"{_kind(given)} is no definition", "write one JSON object to a line")
    return _definition(given)


def id_of(given: Json) -> str | int:
    """What a definition calls itself: a text, or a number as other systems do. Raises Malformed."""
    if isinstance(given, str):
        return _text(given, "/id")
    if isinstance(given, int) and not isinstance(given, bool) and abs(given) <= LARGEST_WHOLE:
        return given
    refuse("/id", f"{_kind(given)} is no id", "give a text")


def _definition(given: dict[str, Json]) -> Flat:
    _keys(
        given,
        "",
        needed=("id", "questions", "acts", "order"),
        optional=("consistent", "enablers", "external_places"),
    )
    questions = _questions(given["questions"])
    names = _Names(questions)
    acts = {
        _name(name, "/acts", "act"): _act(name, each, f"/acts/{escaped(name)}", names)
        for name, each in _mapping(given["acts"], "/acts").items()
    }
    order = tuple(
        _edge(each, f"/order/{index}", names, acts)
        for index, each in enumerate(_list(given["order"], "/order"))
    )
    return Flat(
        id=id_of(given["id"]),
        questions=questions,
        acts=acts,
        order=order,
        consistent=names.condition(given.get("consistent", True), "/consistent"),
        enablers=frozenset(_texts(given.get("enablers", []), "/enablers")),
        external_places=frozenset(_texts(given.get("external_places", []), "/external_places")),
    )


def _questions(given: Json) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, options in _mapping(given, "/questions").items():
        place = f"/questions/{escaped(_name(name, '/questions', 'question'))}"
        texts = _texts(options, place)
        if not texts:
            refuse(place, "a question without options", "list its options or leave it out")
        if len(set(texts)) < len(texts):
            twice = next(each for each in texts if texts.count(each) > 1)
            refuse(place, f"option {twice!r} stands twice", "list each option once")
        found[name] = texts
    return found


def _act(name: str, given: Json, place: str, names: "_Names") -> Act:
    body = _mapping(given, place)
    _keys(body, place, needed=("modes",), optional=("when",))
    modes = tuple(
        _mode(each, f"{place}/modes/{index}", names)
        for index, each in enumerate(_list(body["modes"], f"{place}/modes"))
    )
    return Act(name, modes, names.condition(body.get("when", True), f"{place}/when"))


def _mode(given: Json, place: str, names: "_Names") -> Mode:
    body = _mapping(given, place)
    _keys(body, place, needed=(), optional=("place", "remote", "needs", "when"))
    remote = body.get("remote", False)
    if not isinstance(remote, bool):
        refuse(f"{place}/remote", f"{_kind(remote)} is not true or false", "write true or false")
    if remote == ("place" in body):
        said = "both remote and at a place" if remote else "neither remote nor at a place"
        refuse(place, f"a mode {said}", "give a place, or remote as true")
    where = None if remote else _name(body["place"], f"{place}/place", "place")
    needs = frozenset(_texts(body.get("needs", []), f"{place}/needs"))
    return Mode(where, needs, names.condition(body.get("when", True), f"{place}/when"))


def _edge(given: Json, place: str, names: "_Names", acts: Mapping[str, Act]) -> Edge:
    body = _mapping(given, place)
    _keys(body, place, needed=("before", "after"), optional=("wait", "when"))
    for end in ("before", "after"):
        name = body[end]
        if not isinstance(name, str) or name not in acts:
            shown = repr(name) if isinstance(name, str) else _kind(name)
            refuse(f"{place}/{end}", f"unknown act {shown}", "name one of the acts")
    return Edge(
        cast(str, body["before"]),
        cast(str, body["after"]),
        _wait(body.get("wait", 0), f"{place}/wait"),
        names.condition(body.get("when", True), f"{place}/when"),
    )


def _wait(given: Json, place: str) -> float | bool:
    """Working days, parts of one too: all but 0 and False separates."""
    if isinstance(given, bool):
        return given
    if isinstance(given, int | float) and 0 <= given <= LARGEST_WHOLE:
        return int(given) if given == int(given) else given
    refuse(place, "not a wait", "give working days from 0, or true if nobody knows")


class _Names:
    """What conditions may speak of."""

    def __init__(self, questions: Mapping[str, tuple[str, ...]]) -> None:
        self._options = {name: frozenset(options) for name, options in questions.items()}

    def condition(self, given: Json, place: str) -> Node:
        """The tree of a condition, its questions and options known. Raises Malformed."""
        if given is True:
            return ALWAYS
        try:
            node = parse(given, place=place)
        except Invalid as wrong:
            said, advice = _SAID[wrong.code]
            facts = wrong.facts
            refuse(str(facts.get("place") or place), said.format(**facts), advice.format())
        self._check(node, place)
        return node

    def _check(self, node: Node, place: str) -> None:
        match node:
            case And(parts) | Or(parts):
                for part in parts:
                    self._check(part, place)
            case Not(part):
                self._check(part, place)
            case Lit():
                pass
            case _:
                self._leaf(node, place)

    def _leaf(self, leaf: Leaf, place: str) -> None:
        if isinstance(leaf, Compare):
            refuse(place, f"unknown operator {leaf.operator!r}", "use == != in and or ! var")
        operands = operands_of(leaf)
        asked = [each.name for each in operands if isinstance(each, Var)]
        for name in asked:
            if name not in self._options:
                refuse(place, f"unknown question {name[:60]!r}", "name one of the questions")
        if isinstance(leaf, In) and isinstance(leaf.items, Var):
            refuse(place, "in without a list of literals", "list the options on its right side")
        if asked:
            self._literals(operands, asked, place)

    def _literals(self, operands: Iterable[Var | Const], asked: list[str], place: str) -> None:
        for each in operands:
            if isinstance(each, Const) and each.value not in self._options[asked[0]]:
                refuse(
                    place,
                    f"unknown option {_shown(each.value)} of {asked[0][:60]!r}",
                    "compare a question with one of its own options",
                )


def _keys(
    body: dict[str, Json], place: str, *, needed: tuple[str, ...], optional: tuple[str, ...]
) -> None:
    for key in body:
        if key not in needed and key not in optional:
            known = ", ".join((*needed, *optional))
            refuse(place, f"unknown key {key[:60]!r}", f"the keys here are {known}")
    for key in needed:
        if key not in body:
            refuse(place, f"{key} is missing", "add it")


def _mapping(given: Json, place: str) -> dict[str, Json]:
    if not isinstance(given, dict):
        refuse(place, f"{_kind(given)} is not an object", "write an object here")
    return given


def _list(given: Json, place: str) -> list[Json]:
    if not isinstance(given, list):
        refuse(place, f"{_kind(given)} is not a list", "write a list here")
    return given


def _texts(given: Json, place: str) -> tuple[str, ...]:
    return tuple(_text(each, f"{place}/{index}") for index, each in enumerate(_list(given, place)))


def _text(given: Json, place: str) -> str:
    if not isinstance(given, str):
        refuse(place, f"{_kind(given)} is not a text", "write a text in quotation marks")
    if any("\ud800" <= each <= "\udfff" for each in given):
        refuse(place, "half a surrogate pair", "write whole characters")
    return given


def _name(given: Json, place: str, what: str) -> str:
    name = _text(given, place)
    if not name.strip() or len(name) > LONGEST_NAME:
        refuse(
            place,
            f"not the name of a {what}",
            f"a name has 1 to {LONGEST_NAME} characters, not all blank",
        )
    return name


def _shown(value: object) -> str:
    return repr(value)[:60]


def _kind(given: object) -> str:
    if given is None:
        return "null"
    if isinstance(given, bool):
        return "true or false"
    if isinstance(given, (int, float)):
        return "a number"
    return (
        "a text" if isinstance(given, str) else "a list" if isinstance(given, list) else "an object"
    )


def escaped(token: str) -> str:
    """A reference token of a JSON pointer (RFC 6901), shortened."""
    return token[:60].replace("~", "~0").replace("/", "~1")
