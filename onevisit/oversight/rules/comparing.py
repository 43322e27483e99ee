"""Declared, computed and counted visits side by side, and why counted ones are more. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from onevisit.oversight.rules import Mean, Tally


class Cause(StrEnum):
    """Why somebody came more often than declared; an application may have several."""

    CORRECTION = "correction"  # papers corrected at a window
    MATERIALS = "materials"  # sent home for a paper: the guidance did not reach them
    ELSEWHERE = "elsewhere"  # sent home, another office does it: the guidance did not reach them
    CONDITIONS = "conditions"  # sent home, a condition is not met
    SYSTEM = "system"  # sent home, a system of ours was down
    UNSAID = "unsaid"  # sent home, and nobody wrote why
    COLLECTED = "collected"  # collected in person although it could have been sent
    APPLIED = "applied"  # handed in at a window although it could have been done from home
    OTHER = "other"  # none of these


@dataclass(frozen=True, slots=True)
class Offered:
    """What is published: declared, and computed if `fresh` and known; `expected` visits of the
    applications of the year in the situations they were in, `expected_of` so many. `sides`: the
    worst of each of several parties, "" for the applicant.
    """

    code: str
    name: str
    department_id: UUID
    declared: int | None = None
    worst: int | None = None
    best: int | None = None
    fresh: bool = False
    expected: int | None = None
    expected_of: int = 0
    sides: tuple[tuple[str, int | None], ...] = ()

    @property
    def mean(self) -> Mean:
        """Computed visits of an application, in the situations that people were in."""
        return Mean(self.expected or 0, self.expected_of)

    @property
    def differs(self) -> bool:
        """Whether it is declared otherwise than it is computed."""
        return None not in (self.declared, self.worst) and self.declared != self.worst


@dataclass(frozen=True, slots=True)
class Counted(Tally):
    """What was counted of one thing: the `most` visits, how many were `over` what was declared when
    they were made, and their `causes`.
    """

    most: int = 0
    over: int = 0
    causes: tuple[int, ...] = field(default=(0,) * len(Cause))

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(
            self.count + other.count,
            self.known + other.known,
            self.within_one + other.within_one,
            self.none + other.none,
            self.visits + other.visits,
            self.expected + other.expected,
            self.recorded + other.recorded,
            max(self.most, other.most),
            self.over + other.over,
            tuple(a + b for a, b in zip(self.causes, other.causes, strict=True)),
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """One item or bundle: what was said, worked out and seen."""

    offered: Offered
    counted: Counted

    @property
    def tells(self) -> bool:
        """Whether the three do not agree."""
        return self.offered.differs or self.counted.over > 0

    @property
    def rank(self) -> tuple[int, int, str]:
        """What is most out of step comes first."""
        both = (self.offered.worst, self.offered.declared)
        apart = abs(both[0] - both[1]) if both[0] is not None and both[1] is not None else 0
        return -self.counted.over, -apart, self.offered.code


@dataclass(frozen=True, slots=True)
class Office:
    """What a department keeps: how many things, of how many declared and computed differ, of how
    many nobody can compute it, and what was counted.
    """

    department_id: UUID
    things: int = 0
    differing: int = 0
    unknown: int = 0
    counted: Counted = field(default_factory=Counted)


def by_office(lines: Iterable[Compared]) -> tuple[Office, ...]:
    """Departments, most over what they declared first."""
    found: dict[UUID, Office] = {}
    for line in lines:
        of = line.offered
        office = found.get(of.department_id, Office(of.department_id))
        found[of.department_id] = replace(
            office,
            things=office.things + 1,
            differing=office.differing + of.differs,
            unknown=office.unknown + (of.worst is None),
            counted=office.counted + line.counted,
        )
    return tuple(
        sorted(
            found.values(),
            key=lambda each: (-each.counted.over, -each.differing, str(each.department_id)),
        )
    )
