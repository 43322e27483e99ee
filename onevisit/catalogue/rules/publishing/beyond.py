"""Publish rules that a definition alone cannot answer: somebody else is asked.

The rules stand in the table like all others; what finds them is registered, by this room for what
its own registers say, by higher rooms for what only they can work out (how often one must come).
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.publishing.model import (
    Finding,
    Hit,
    Kind,
    Rule,
    Severity,
    Subject,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at. `key` stands for the very document (and those of a bundle's items): where
    it is the same, so is the offer.
    """

    offer: Offer
    region: str
    key: Hashable


Check = Callable[[Asked], Iterable[tuple[str, Hit]]]
"""What does not hold of it: ids of rules, and where."""

Begin = Callable[[], Check]
"""Makes a check for one run over many: what it looks up once serves all of them."""

_begins: dict[str, tuple[frozenset[str], Begin]] = {}

_SILENT = (Subject.VISITS, Severity.WARN, Kind.MISSING)
_WRONG = (Subject.VISITS, Severity.WARN, Kind.WRONG)
RULES = (
    Rule("enabler_unregistered", *_SILENT),
    Rule("visits_understated", *_WRONG),
    Rule("visits_overstated", *_WRONG),
    Rule("visits_unknown", *_SILENT),
    Rule("visits_exceeded", *_WRONG),
    Rule("visits_impossible", Subject.VISITS, Severity.BLOCK, Kind.WRONG),
)
_BY_ID = {rule.id: rule for rule in RULES}


def register_check(name: str, rules: Iterable[str], begin: Begin) -> None:
    """Let `begin` answer for these rules; the same name again replaces it."""
    _begins[name] = (frozenset(rules), begin)


class Run:
    """The registered checks over many definitions: all of them, or those of some rules."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        wanted = {each.id for each in rules} or set(_BY_ID)
        self._wanted = wanted
        self._checks = [begin() for answers, begin in _begins.values() if answers & wanted]

    @property
    def asks(self) -> bool:
        """Whether there is anybody to ask."""
        return bool(self._checks)

    def findings(self, asked: Asked) -> tuple[Finding, ...]:
        """What they find."""
        return tuple(
            Finding(rule, _BY_ID[rule].severity, _BY_ID[rule].kind, hit.place, hit.found)
            for check in self._checks
            for rule, hit in check(asked)
            if rule in self._wanted
        )


@dataclass(frozen=True, slots=True)
class Computed:
    """How often one must come at worst, as it is worked out; None where nobody knows. `told`: the
    trips in a line, or what is missing; `sides`: each party's own, where there are several.
    """

    worst: int | None
    told: str
    sides: tuple[tuple[str, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """Visits on the average over the situations that `of` applications of the year were in; `mean`
    is None where they are too few. Of `unfit` more nobody can tell in which they would be.
    """

    mean: float | None
    of: int
    unfit: int


Compute = Callable[[Asked], Computed]
_computes: dict[str, Callable[[], Compute]] = {}


def register_compute(begin: Callable[[], Compute]) -> None:
    """Let a room above say how often one must come; what `begin` answers serves one run."""
    _computes["visits"] = begin


def begin_compute() -> Compute:
    """What works it out, for one run over some; nobody knows where no room above does."""
    begin = _computes.get("visits")
    return begin() if begin else lambda _: Computed(None, "")


Expect = Callable[[Asked], Expected | None]
_expects: dict[str, Callable[[], Expect]] = {}


def register_expect(begin: Callable[[], Expect]) -> None:
    """Let a room above say how often people come on the average; it asks who applied."""
    _expects["visits"] = begin


def begin_expect() -> Expect:
    """What works it out; None where no room above does."""
    begin = _expects.get("visits")
    return begin() if begin else lambda _: None
