"""The flat form: acts with their modes, what comes before what, and the answers that decide.

One definition is one party. Conditions are trees (kernel.conditions) over the answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onevisit.kernel.conditions.nodes import Lit, Node

ALWAYS = Lit(True)


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to do an act: at `place`, or remotely where that is None. It is there while `needs`
    are all switched on and `when` holds.
    """

    place: str | None
    needs: frozenset[str] = frozenset()
    when: Node = ALWAYS


@dataclass(frozen=True, slots=True)
class Act:
    """Something the applicant must do while `when` holds, in one of its modes."""

    name: str
    modes: tuple[Mode, ...]
    when: Node = ALWAYS


@dataclass(frozen=True, slots=True)
class Edge:
    """`before` is done before `after`; `wait` in working days, True = unknown. All but 0 and False
    separate the two.
    """

    before: str
    after: str
    wait: float | bool = 0
    when: Node = ALWAYS


@dataclass(frozen=True, slots=True)
class Flat:
    """One definition, read and checked."""

    id: str | int
    questions: Mapping[str, tuple[str, ...]]
    acts: Mapping[str, Act]
    order: tuple[Edge, ...]
    consistent: Node = ALWAYS
    enablers: frozenset[str] = frozenset()
    external_places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Trip:
    """One place at one time, and what is done there."""

    place: str
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Solved:
    """What a definition comes to.

    `worst` and `worst_external` are the lexicographic maximum of (visits, trips to external places)
    over the possible answer sets, `best` the least visits; None if no answer set is possible.
    `answers` and `trips` are a witness of the worst, `impossible` one consistent answer set that
    nobody can complete.
    """

    worst: int | None = None
    worst_external: int | None = None
    best: int | None = None
    impossible: Mapping[str, str] | None = None
    answers: Mapping[str, str] | None = None
    trips: tuple[Trip, ...] | None = field(default=None)
