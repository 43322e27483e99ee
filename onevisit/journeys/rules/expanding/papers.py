"""What a material costs the applicant: nothing, an errand, or another item first."""

from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum

from onevisit.catalogue.rules.composition import MergedMaterial, Want
from onevisit.catalogue.rules.definition import Material, Mode
from onevisit.catalogue.rules.vocabulary import Need, Origin, SourceKind
from onevisit.journeys.rules.expanding.answers import both, either, opposite
from onevisit.journeys.rules.expanding.gaps import GapKind
from onevisit.kernel.conditions.nodes import Node

CENTRE = "centre"
DEPARTMENT = "department"


class Cost(StrEnum):
    """What it takes to have a material."""

    NOTHING = "nothing"  # in hand, made from the form, fetched, or a written commitment will do
    ERRAND = "errand"  # one must go or send for it, or show it
    ITEM = "item"  # another item issues it
    OFFICE = "office"  # the office that has it must be asked for it


@dataclass(frozen=True, slots=True)
class Paper:
    """One material of an offer, while `active`: what it costs, and which wants it serves."""

    key: str
    name: str
    active: Node
    cost: Cost
    wants: tuple[Want, ...]
    modes: tuple[Mode, ...] = ()
    external: frozenset[str] = frozenset()
    item: str = ""
    gap: GapKind | None = None


def papers(merged: MergedMaterial, active: dict[str, Node], on: Container[str]) -> list[Paper]:
    """What the material costs, one line for each way in which it is had.

    `active` says when each part applies, `on` which data services and other enablers work.
    What can be had at no cost for one part is at hand for all.
    """
    wants = [want for want in merged.wants if want.material.need is not Need.OPTIONAL]
    made = [active[part.key] for part in merged.produced_by]
    free = [_when(want, active) for want in wants if _at_hand(want.material, on)]
    nobody = opposite(either([*made, *free]))
    groups: dict[object, list[Want]] = {}
    for want in wants:
        if not _at_hand(want.material, on):
            source = want.material.source
            key = (source.kind, source.provider, source.item, want.material.modes)
            groups.setdefault(key, []).append(want)
    return [
        _paper(merged.key, same, both(nobody, either(_when(want, active) for want in same)))
        for same in groups.values()
    ]


def _when(want: Want, active: dict[str, Node]) -> Node:
    return both(active[want.part.key], want.material.when.node)


def _at_hand(material: Material, on: Container[str]) -> bool:
    """Whether it takes nothing of the applicant: generated, fetched, or promised in writing."""
    source = material.source
    if material.commitment is not None or source.kind is SourceKind.GENERATED:
        return True
    served = source.kind is SourceKind.FETCHED or (
        source.kind is SourceKind.ISSUED and bool(source.service)
    )
    return served and source.service in on and not material.modes


def _paper(key: str, wants: list[Want], active: Node) -> Paper:
    material = wants[0].material
    source, modes = material.source, material.modes
    base = Paper(key, material.name, active, Cost.NOTHING, tuple(wants))
    if modes:
        outside = source.kind is SourceKind.THIRD_PARTY
        places = frozenset(mode.place for mode in modes if mode.place and outside)
        return _with(base, Cost.ERRAND, modes=modes, external=places)
    if material.original_seen_at_collection:
        return _with(base, Cost.ERRAND, modes=(Mode(place=CENTRE),))
    match source.kind:
        case SourceKind.ISSUED | SourceKind.FETCHED if source.item:
            return _with(base, Cost.ITEM, item=source.item)
        case SourceKind.ISSUED | SourceKind.FETCHED if source.provider and source.service:
            asked = Mode(place=f"{DEPARTMENT}:{source.provider}")
            served = Mode(remote=True, needs=(source.service,))
            return _with(base, Cost.OFFICE, modes=(served, asked))
        case SourceKind.THIRD_PARTY if source.provider:
            place = source.provider
            modes = (Mode(place=place),)
            return _with(base, Cost.ERRAND, modes=modes, external=frozenset({place}))
    return Paper(key, material.name, active, Cost.NOTHING, tuple(wants), gap=_gap(material))


def _gap(material: Material) -> GapKind | None:
    match material.source.kind:
        case SourceKind.HELD:
            return None
        case SourceKind.UNKNOWN:
            own = material.source.origin is Origin.OWN
            return None if own else GapKind.SOURCE_UNKNOWN
        case SourceKind.THIRD_PARTY:
            return GapKind.NO_PLACE
        case _:
            return GapKind.NO_ISSUER


def _with(
    paper: Paper,
    cost: Cost,
    *,
    modes: tuple[Mode, ...] = (),
    external: frozenset[str] = frozenset(),
    item: str = "",
) -> Paper:
    return Paper(
        paper.key, paper.name, paper.active, cost, paper.wants, modes, external, item, paper.gap
    )
