"""What a definition names outside itself: departments and entries of the basic catalogue.

Saved with real foreign keys beside the document, so that nothing named can disappear.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition, Material
from onevisit.catalogue.rules.vocabulary import SourceKind


class Named(StrEnum):
    """What kind of thing is named."""

    DEPARTMENT = "department"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Reference:
    """One name at one place: a department's code or a catalogue code (12).

    `place` is the path in words (`materials.id_card.source.provider`), `pointer` the JSON pointer.
    `must_exist`: the named thing must be known already; else it is only kept by its code.
    """

    place: str
    pointer: str
    named: Named
    code: str
    must_exist: bool = True


def references(definition: ItemDefinition | BundleDefinition) -> tuple[Reference, ...]:
    """Everything the definition names, in order."""
    if isinstance(definition, ItemDefinition):
        return tuple(_of_item(definition))
    return tuple(_of_bundle(definition))


def _of_item(item: ItemDefinition) -> Iterator[Reference]:
    for index, material in enumerate(item.materials):
        yield from _of_material(material, f"/materials/{index}/source")


def _of_material(material: Material, pointer: str) -> Iterator[Reference]:
    source, place = material.source, f"materials.{material.key}.source"
    # A third party's provider is a place's plain name, not a department.
    if source.provider and source.kind in (SourceKind.FETCHED, SourceKind.ISSUED):
        yield Reference(
            f"{place}.provider"[:200], f"{pointer}/provider", Named.DEPARTMENT, source.provider
        )
    if source.item:
        yield Reference(
            f"{place}.item"[:200], f"{pointer}/item", Named.ENTRY, source.item, must_exist=False
        )


def _of_bundle(bundle: BundleDefinition) -> Iterator[Reference]:
    if bundle.lead:
        yield Reference("lead", "/lead", Named.DEPARTMENT, bundle.lead)
    for index, part in enumerate(bundle.parts):
        yield Reference(
            f"parts.{part.key}"[:200],
            f"/parts/{index}/catalogue_code",
            Named.ENTRY,
            part.catalogue_code,
        )
