"""What somebody asks the planner: a budget, what may be opened, and how often things are done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onevisit.catalogue.rules.enablers import EnablerKind
from onevisit.journeys.errors import wish_refused
from onevisit.journeys.rules.expanding import Scope
from onevisit.journeys.rules.planning.model import Limits
from onevisit.kernel.errors import Problem
from onevisit.kernel.money import MOST, Fen, parse_yuan

MOST_ENABLERS = 500
MOST_VOLUME = 10_000_000
MOST_LINES = 2_000
LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked. `kinds` may be opened, all where none is named, but not those in `without`;
    those in `must` are opened in any case. `even`: so many applications a year for each thing, None
    to count those of the last twelve months; `own` says it for some by their codes.
    """

    title: str = ""
    scope: Scope = Scope.OFFICIAL
    most: int | None = None
    budget: Fen | None = None
    kinds: tuple[EnablerKind, ...] = ()
    must: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    even: int | None = None
    own: Mapping[str, int] = field(default_factory=dict)

    @property
    def limits(self) -> Limits:
        """What the plan must keep."""
        return Limits(self.most, self.budget, frozenset(self.must))

    def volume(self, code: str, counted: int) -> int:
        """How often a thing is applied for in a year, where so many were counted."""
        return self.own.get(code, counted if self.even is None else self.even)


def read_wish(
    cells: Mapping[str, str], lists: Mapping[str, Sequence[str]], known: frozenset[str]
) -> Wish:
    """What was typed, typed; money in 元. `known` are the enablers that can be opened.

    Raises Invalid `journeys.wish_refused` with `problems`, each at the name of its field.
    """
    problems: list[Problem] = []
    most = _number(cells.get("most", ""), "most", 1, MOST_ENABLERS, problems)
    budget = _budget(cells.get("budget", ""), problems)
    if not cells.get("most", "").strip() and not cells.get("budget", "").strip():
        problems.append(Problem("most", "journeys.no_limit"))
    counted = cells.get("volumes") != "even"
    even = None if counted else _number(cells.get("even", ""), "even", 1, MOST_VOLUME, problems)
    if not counted and even is None and not any(each.place == "even" for each in problems):
        problems.append(Problem("even", "journeys.cell_missing"))
    own = dict(_own(cells.get("own", ""), problems))
    must, without = (_codes(lists.get(each, ()), known) for each in ("must", "without"))
    if set(must) & set(without):
        both = "、".join(sorted(set(must) & set(without)))
        problems.append(Problem("without", "journeys.both_ways", {"names": both[:80]}))
    if problems:
        raise wish_refused(problems)
    return Wish(
        title=" ".join(cells.get("title", "").split())[:LONGEST_TITLE],
        scope=Scope.LIVED if cells.get("scope") == Scope.LIVED else Scope.OFFICIAL,
        most=most,
        budget=budget,
        kinds=tuple(each for each in EnablerKind if each.value in lists.get("kinds", ())),
        must=must,
        without=without,
        even=even,
        own=own,
    )


def _codes(given: Sequence[str], known: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(set(given) & known))


def _number(text: str, place: str, least: int, most: int, problems: list[Problem]) -> int | None:
    told = text.strip()
    if not told:
        return None
    if told.isascii() and told.isdigit() and len(told) < 10 and least <= int(told) <= most:
        return int(told)
    problems.append(Problem(place, "journeys.cell_not_a_number", {"least": least, "most": most}))
    return None


def _budget(text: str, problems: list[Problem]) -> Fen | None:
    told = text.strip()
    amount = parse_yuan(told) if told else None
    if told and (amount is None or amount > MOST):
        problems.append(Problem("budget", "journeys.cell_not_money", {"found": told[:40]}))
        return None
    return amount


def _own(text: str, problems: list[Problem]) -> Iterator[tuple[str, int]]:
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        problems.append(Problem("own", "journeys.too_many_lines", {"most": MOST_LINES}))
        return
    for number, words in enumerate(lines, 1):
        told = words[-1]
        if len(words) == 2 and told.isascii() and told.isdigit() and len(told) < 9:
            yield words[0][:80], int(told)
        else:
            problems.append(Problem("own", "journeys.line_unreadable", {"line": number}))
            return


def wish_as_json(wish: Wish) -> dict[str, Any]:
    """To be kept."""
    return {
        "title": wish.title,
        "scope": wish.scope.value,
        "most": wish.most,
        "budget": wish.budget,
        "kinds": [each.value for each in wish.kinds],
        "must": list(wish.must),
        "without": list(wish.without),
        "even": wish.even,
        "own": dict(wish.own),
    }


def wish_of_json(told: Mapping[str, Any]) -> Wish:
    """As it was kept."""
    return Wish(
        title=told["title"],
        scope=Scope(told["scope"]),
        most=told["most"],
        budget=told["budget"],
        kinds=tuple(EnablerKind(each) for each in told["kinds"]),
        must=tuple(told["must"]),
        without=tuple(told["without"]),
        even=told["even"],
        own=told["own"],
    )
