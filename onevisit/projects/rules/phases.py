"""The phases of a kind of project 阶段: what belongs to each, under whose lead, within how long.

国办发〔2019〕11 号: land and project, planning of the works, permit to build, acceptance; one
department leads each, and each has a limit in working days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onevisit.kernel.types import JsonObject
from onevisit.projects import errors
from onevisit.projects.errors import bad_phases

MOST_PHASES = 8
LONGEST_LIMIT = 400
"""Working days."""
LONGEST_PHASE = 40
"""Characters of a phase's name."""


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase. `lead`: code of the department that leads it; `limit`: working days of government
    time; `items`: what is decided in it, by 基本编码; `offers`: what is applied for in it;
    `outside`: of its items those whose review an intermediary does; `after`: keys of the earlier
    phases that are done before anything of it can be applied for, None for all of them. Phases
    of which neither waits for the other run beside each other.
    """

    key: str
    name: str
    lead: str
    limit: int
    items: tuple[str, ...]
    offers: tuple[str, ...]
    outside: frozenset[str] = frozenset()
    after: tuple[str, ...] | None = None


def read_phases(document: Sequence[Mapping[str, object]]) -> tuple[Phase, ...]:
    """The phases of a stored document, in their order. Raises Invalid `projects.bad_phases` when
    one is not whole or an item stands in two, and the others that `check_phases` raises.
    """
    try:
        phases = tuple(_phase(each) for each in document)
    except (KeyError, TypeError, ValueError):
        raise bad_phases() from None
    check_phases(phases)
    return phases


def check_phases(phases: Sequence[Phase]) -> None:
    """Raises Invalid `projects.bad_phases`, `projects.phase_unnamed`, `projects.phase_limit`,
    `projects.phase_empty`, `projects.phase_order`, naming the phase.
    """
    items = [item for phase in phases for item in phase.items]
    keys = {phase.key for phase in phases}
    whole = len(keys) == len(phases) and len(set(items)) == len(items)
    if not (whole and 0 < len(phases) <= MOST_PHASES):
        raise bad_phases()
    for at, phase in enumerate(phases):
        _check(phase, phases[:at])


def _check(phase: Phase, before: Sequence[Phase]) -> None:
    if not (phase.key and phase.lead and 0 < len(phase.name) <= LONGEST_PHASE):
        raise errors.phase_unnamed(len(before) + 1, LONGEST_PHASE)
    if not 0 < phase.limit <= LONGEST_LIMIT:
        raise errors.phase_limit(phase.name, LONGEST_LIMIT)
    if not phase.items or not phase.outside <= set(phase.items):
        raise errors.phase_empty(phase.name)
    if not set(phase.after or ()) <= {each.key for each in before}:
        raise errors.phase_order(phase.name)


def _phase(held: Mapping[str, object]) -> Phase:
    return Phase(
        key=str(held["key"]),
        name=str(held["name"]),
        lead=str(held["lead"]),
        limit=int(str(held["limit"])),
        items=_texts(held["items"]),
        offers=_texts(held["offers"]),
        outside=frozenset(_texts(held.get("outside", ()))),
        after=_texts(held["after"]) if "after" in held else None,
    )


def document_of(phases: Sequence[Phase]) -> list[JsonObject]:
    """How they are stored."""
    return [_document(each) for each in phases]


def _document(each: Phase) -> JsonObject:
    document: JsonObject = {
        "key": each.key,
        "name": each.name,
        "lead": each.lead,
        "limit": each.limit,
        "items": [*each.items],
        "offers": [*each.offers],
        "outside": [*sorted(each.outside)],
    }
    if each.after is not None:
        document["after"] = [*each.after]
    return document


def _texts(held: object) -> tuple[str, ...]:
    if not isinstance(held, (list, tuple)):
        raise TypeError("a list of codes")
    return tuple(str(each) for each in held)


def waited_for(phases: Sequence[Phase], phase: Phase) -> tuple[Phase, ...]:
    """The phases that are done before it begins."""
    before = tuple(phases[: list(phases).index(phase)])
    if phase.after is None:
        return before
    return tuple(each for each in before if each.key in phase.after)


def offers_of(phases: Sequence[Phase]) -> tuple[str, ...]:
    """What is applied for in any of the phases, each once, in order."""
    return tuple(dict.fromkeys(offer for phase in phases for offer in phase.offers))


def phase_of(phases: Sequence[Phase], item: str) -> Phase | None:
    """The phase in which the item of that 基本编码 is decided."""
    return next((phase for phase in phases if item in phase.items), None)
