"""What of a phase is done, runs, can begin now, and waits for what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from onevisit.cases.rules.again import FAILED
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.projects.rules.phases import Phase, waited_for


class Standing(StrEnum):
    """How far a step is."""

    DONE = "done"
    RUNNING = "running"
    READY = "ready"  # can be applied for now, beside everything else that can
    WAITS = "waits"  # for steps that come first
    FAILED = "failed"  # refused or given up; can be applied for again
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what is applied for, as the catalogue and the answers have it. `after`: keys of
    parts of the same offer that come first; `dropped`: it falls away, and `why_not` tells why;
    `unsure`: questions still open decide whether it applies.
    """

    offer: str
    key: str
    name: str
    item: str
    after: tuple[str, ...] = ()
    why_not: str = ""
    dropped: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A case of the project, as far as steps go."""

    part: str
    item: str
    state: CaseState


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a phase; `waits_for` are names."""

    part: Part
    standing: Standing
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseSteps:
    """A phase and its steps; `done`: none is left, and at least one was taken."""

    phase: Phase
    steps: tuple[Step, ...]

    @property
    def done(self) -> bool:
        """Whether everything that is needed has been granted."""
        kinds = {step.standing for step in self.steps}
        return Standing.DONE in kinds and kinds <= {Standing.DONE, Standing.NOT_NEEDED}

    @property
    def begun(self) -> bool:
        """Whether something was handed in for it."""
        return any(step.standing in _BEGUN for step in self.steps)


_GRANTED = frozenset({CaseState.APPROVED, CaseState.ISSUED, CaseState.DELIVERED})
_NOTHING = frozenset({CaseState.VOID, CaseState.PASSED_UP})
_BEGUN = frozenset({Standing.DONE, Standing.RUNNING, Standing.FAILED})


def steps_of(
    phases: Sequence[Phase], parts: Sequence[Part], made: Sequence[Made]
) -> tuple[PhaseSteps, ...]:
    """The phases in order with their steps. What an earlier part of the same offer must settle is
    waited for; an offer waits until the phases are done that come before the one it begins in.
    """
    standings = {(part.offer, part.key): _standing(part, made) for part in parts}
    names = {(part.offer, part.key): part.name for part in parts}
    found: list[PhaseSteps] = []
    for phase in phases:
        first = waited_for(phases, phase)
        open_before = tuple(e.phase.name for e in found if e.phase in first and not e.done)
        steps = tuple(
            _step(part, standings, names, open_before, _begins_in(phases, part.offer) is phase)
            for part in parts
            if part.item in phase.items
        )
        found.append(PhaseSteps(phase, steps))
    return tuple(found)


def _begins_in(phases: Sequence[Phase], offer: str) -> Phase | None:
    return next((phase for phase in phases if offer in phase.offers), None)


def _standing(part: Part, made: Sequence[Made]) -> Standing:
    """What came of it; an item granted in whatever application is granted."""
    own = [each for each in made if each.item == part.item and each.state not in _NOTHING]
    if part.dropped and not any(each.part == part.key for each in own):
        return Standing.NOT_NEEDED
    states = {each.state for each in own}
    if states & _GRANTED:
        return Standing.DONE
    if states - FAILED:
        return Standing.RUNNING
    return Standing.FAILED if states else Standing.READY


def _step(
    part: Part,
    standings: Mapping[tuple[str, str], Standing],
    names: Mapping[tuple[str, str], str],
    open_before: tuple[str, ...],
    begins_here: bool,
) -> Step:
    standing = standings[part.offer, part.key]
    if standing is not Standing.READY:
        return Step(part, standing)
    first = tuple(
        names[part.offer, key]
        for key in part.after
        if standings.get((part.offer, key)) not in (None, Standing.DONE, Standing.NOT_NEEDED)
    )
    waits = first + (open_before if begins_here else ())
    return Step(part, Standing.WAITS if waits else Standing.READY, waits)
