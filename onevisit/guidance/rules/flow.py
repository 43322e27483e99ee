"""The process as steps that wait for one another: of one item, or of a bundle's parts.

For drawing and for reading aloud. A step says who acts, how many days it may take, whether the
applicant must be there, and whether a delay of it delays the whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from onevisit.catalogue.rules.composition import Offer, OfferPart
from onevisit.catalogue.rules.definition import ItemDefinition, Step
from onevisit.catalogue.rules.vocabulary import PartyRole, StepKind
from onevisit.guidance.rules.plan import limit_of
from onevisit.kernel.calendar import DayUnit
from onevisit.kernel.conditions import ALWAYS

APPLY, COLLECT = "·apply", "·collect"
"""Keys of the two steps a bundle's applicant takes; no part may have them."""


class Presence(StrEnum):
    """Whether the applicant side has to be there."""

    NONE = ""  # somebody else acts
    REMOTE = "remote"  # can be done from anywhere
    COME = "come"  # only at a place
    THERE = "there"  # an officer comes to them


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One step. `days` in `unit`; None where nothing is said. `after` are keys of steps.

    `sometimes`: it falls away in some situations. `critical`: on a longest chain of days.
    """

    key: str
    name: str
    who: PartyRole
    days: int | None
    unit: DayUnit
    presence: Presence
    after: tuple[str, ...] = ()
    part: OfferPart | None = None
    sometimes: bool = False
    critical: bool = False


def flow_of(offer: Offer, *, always: frozenset[str]) -> tuple[FlowStep, ...]:
    """The steps of an item, or apply, the parts and collect of a bundle; `always` as surveyed. None
    stands before one it waits for: this is the order in which they are read aloud.

    Empty where an item describes no process.
    """
    found = _of_parts(offer, always) if offer.is_bundle else _of_item(offer.parts[0].item)
    return _with_critical(_without_shortcuts(found))


def _of_item(item: ItemDefinition) -> list[FlowStep]:
    known = {step.key for step in item.steps}
    return [
        FlowStep(
            key=step.key,
            name=step.name,
            who=step.party,
            days=None if step.party is PartyRole.APPLICANT else step.limit,
            unit=item.regime.unit,
            presence=_presence(step),
            after=tuple(edge.step for edge in step.after if edge.step in known),
            sometimes=step.when != ALWAYS,
        )
        for step in item.steps
    ]


def _presence(step: Step) -> Presence:
    if step.kind is StepKind.SITE_VISIT:
        return Presence.THERE
    if step.party is not PartyRole.APPLICANT:
        return Presence.NONE
    remote = not step.modes or any(mode.remote for mode in step.modes)
    return Presence.REMOTE if remote else Presence.COME


def _of_parts(offer: Offer, always: frozenset[str]) -> list[FlowStep]:
    keys = {part.key for part in offer.parts}
    parts = [
        FlowStep(
            key=part.key,
            name=part.item.short_name or part.name,
            who=PartyRole.DEPARTMENT,
            days=limit_of(part),
            unit=part.item.regime.unit,
            presence=_visited(part),
            after=tuple(key for key in part.after if key in keys) or (APPLY,),
            part=part,
            sometimes=part.key not in always,
        )
        for part in offer.parts
    ]
    waited = {key for step in parts for key in step.after}
    last = tuple(step.key for step in parts if step.key not in waited)
    applicant = PartyRole.APPLICANT
    working = DayUnit.WORKING
    return [
        FlowStep(APPLY, "", applicant, None, working, _together(offer, StepKind.APPLY)),
        *parts,
        FlowStep(COLLECT, "", applicant, None, working, _together(offer, StepKind.COLLECT), last),
    ]


def _visited(part: OfferPart) -> Presence:
    seen = any(step.kind is StepKind.SITE_VISIT for step in part.item.steps)
    return Presence.THERE if seen else Presence.NONE


def _together(offer: Offer, kind: StepKind) -> Presence:
    """Remote only where it is so for every part that has such a step."""
    steps = [step for part in offer.parts for step in part.item.steps if step.kind is kind]
    come = any(_presence(step) is Presence.COME for step in steps)
    return Presence.COME if come else Presence.REMOTE


def _without_shortcuts(steps: Iterable[FlowStep]) -> list[FlowStep]:
    """Each step after what it truly waits for last: an edge a longer way says already is left out.

    Edges that close a circle, which the catalogue refuses, are left out too.
    """
    found = list(steps)
    above: dict[str, frozenset[str]] = {}
    before = {step.key: step.after for step in found}
    for step in found:
        _all_before(step.key, before, above, frozenset())
    kept = []
    for step in found:
        direct = [key for key in step.after if step.key not in above[key] and key != step.key]
        longer = {far for key in direct for far in above[key]}
        kept.append(replace(step, after=tuple(k for k in dict.fromkeys(direct) if k not in longer)))
    return kept


def _all_before(
    key: str,
    before: Mapping[str, tuple[str, ...]],
    above: dict[str, frozenset[str]],
    way: frozenset[str],
) -> frozenset[str]:
    if key in above:
        return above[key]
    found: set[str] = set()
    for each in before[key]:
        if each not in way and each != key:
            found |= {each} | _all_before(each, before, above, way | {key})
    above[key] = frozenset(found)
    return above[key]


def levels(steps: Iterable[FlowStep]) -> dict[str, int]:
    """How many steps lie at least before each on its longest way, from 0."""
    found: dict[str, int] = {}
    left = list(steps)
    while left:
        ready = [s for s in left if all(key in found for key in s.after)] or left
        for step in ready:
            found[step.key] = max((found.get(key, 0) + 1 for key in step.after), default=0)
        left = [step for step in left if step.key not in found]
    return found


def _with_critical(steps: list[FlowStep]) -> tuple[FlowStep, ...]:
    """Marks the steps of every longest chain of days, in the order in which they are taken; none is
    marked where no days are known.
    """
    at = levels(steps)
    order = sorted(steps, key=lambda step: at[step.key])
    until: dict[str, int] = {}
    for step in order:
        until[step.key] = max((until[k] for k in step.after), default=0) + (step.days or 0)
    longest = max(until.values(), default=0)
    critical: set[str] = {key for key, end in until.items() if longest and end == longest}
    for step in reversed(order):
        if step.key in critical:
            begins = until[step.key] - (step.days or 0)
            critical |= {key for key in step.after if begins and until[key] == begins}
    return tuple(replace(s, critical=s.key in critical and bool(s.days)) for s in order)
