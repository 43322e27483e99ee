"""The phases of a kind of project 阶段: what belongs to each, under whose lead, within how long.

国办发〔2019〕11 号: land and project, planning of the works, permit to build, acceptance; one
department leads each, and each has a limit in working days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onevisit.projects.errors import bad_phases

MOST_PHASES = 8
LONGEST_LIMIT = 400
"""Working days."""


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase. `lead`: code of the department that leads it; `limit`: working days of government
    time; `items`: what is decided in it, by 基本编码; `offers`: what is applied for in it;
    `outside`: of its items those whose review an intermediary does.
    """

    key: str
    name: str
    lead: str
    limit: int
    items: tuple[str, ...]
    offers: tuple[str, ...]
    outside: frozenset[str] = frozenset()


def read_phases(document: Sequence[Mapping[str, object]]) -> tuple[Phase, ...]:
    """The phases of a stored document, in their order. Raises Invalid `projects.bad_phases` when
    one is not whole, or an item stands in two.
    """
    try:
        phases = tuple(_phase(each) for each in document)
    except (KeyError, TypeError, ValueError):
        raise bad_phases() from None
    items = [item for phase in phases for item in phase.items]
    keys = {phase.key for phase in phases}
    whole = len(keys) == len(phases) and len(set(items)) == len(items)
    if not (whole and 0 < len(phases) <= MOST_PHASES and all(map(_sound, phases))):
        raise bad_phases()
    return phases


def _phase(held: Mapping[str, object]) -> Phase:
    return Phase(
        key=str(held["key"]),
        name=str(held["name"]),
        lead=str(held["lead"]),
        limit=int(str(held["limit"])),
        items=_texts(held["items"]),
        offers=_texts(held["offers"]),
        outside=frozenset(_texts(held.get("outside", ()))),
    )


def _texts(held: object) -> tuple[str, ...]:
    if not isinstance(held, (list, tuple)):
        raise TypeError("a list of codes")
    return tuple(str(each) for each in held)


def _sound(phase: Phase) -> bool:
    named = bool(phase.key and phase.name and phase.lead and phase.items)
    return named and 0 < phase.limit <= LONGEST_LIMIT and phase.outside <= set(phase.items)


def offers_of(phases: Sequence[Phase]) -> tuple[str, ...]:
    """What is applied for in any of the phases, each once, in order."""
    return tuple(dict.fromkeys(offer for phase in phases for offer in phase.offers))


def phase_of(phases: Sequence[Phase], item: str) -> Phase | None:
    """The phase in which the item of that 基本编码 is decided."""
    return next((phase for phase in phases if item in phase.items), None)
