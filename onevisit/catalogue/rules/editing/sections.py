"""A definition in sections: each owns places nobody else writes, so two people at two sections of
one draft lose nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar, cast

import msgspec

from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition, Texts
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item, to_json
from onevisit.kernel.canonical import digest
from onevisit.kernel.types import Json, JsonObject

Definition = ItemDefinition | BundleDefinition
Layout = Mapping[str, tuple[str, ...]]
_D = TypeVar("_D", ItemDefinition, BundleDefinition)
_WORDS = {
    "guide": (
        "texts.summary",
        "texts.conditions",
        "texts.location",
        "texts.hours",
        "texts.consult_phone",
        "texts.complaint_phone",
        "texts.online_url",
        "texts.deferral",
    ),
    "basis": ("texts.legal_basis",),
    "faq": ("texts.faq",),
    "names": ("everyday",),
    "parties": ("parties", "again"),
}

SECTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "basics": (
            "name",
            "short_name",
            "task_type",
            "level",
            "kind",
            "review",
            "processing",
            "served",
            "life_events",
            "themes",
            "online_depth",
            "declared_visits",
            "presence_reason",
            "postal_application",
            "courier",
            "bookable",
            "cosign",
            "in_person",
            "delegation",
        ),
        "limits": ("regime",),
        "questions": ("questions", "consistent"),
        "materials": ("materials",),
        "steps": ("steps",),
        "form": ("form",),
        "results": ("results",),
        "fees": ("fee", "fees"),
        **_WORDS,
        "national": ("national",),
    }
)
"""Section → the places it owns, as dotted names, in the order in which one writes them."""

BUNDLE_SECTIONS: Layout = MappingProxyType(
    {
        "basics": (
            "name",
            "lead",
            "served",
            "life_events",
            "themes",
            "online_depth",
            "declared_visits",
            "presence_reason",
        ),
        "parts": ("parts", "joint_visits"),
        "limits": ("promise",),
        "questions": ("questions", "consistent"),
        "materials": (),
        "form": ("form",),
        **_WORDS,
    }
)
"""The same of a bundle; its materials are those of its items, and nobody writes them here."""


def layout_of(definition: Definition) -> Layout:
    """The sections it has."""
    return SECTIONS if isinstance(definition, ItemDefinition) else BUNDLE_SECTIONS


def section_of(pointer: str, layout: Layout = SECTIONS) -> str:
    """The section in which to put right what stands at a JSON pointer; what nobody owns (the code)
    stands at the first.
    """
    parts = pointer.strip("/").split("/")
    owner = {place: section for section, places in layout.items() for place in places}
    return owner.get(".".join(parts[:2])) or owner.get(parts[0]) or next(iter(layout))


def part_of(definition: Definition, section: str) -> JsonObject:
    """What the section holds: dotted place → JSON; what equals its default is left out."""
    return _part(to_json(definition), layout_of(definition)[section])


def changed_sections(before: _D, after: _D) -> tuple[str, ...]:
    """The sections that hold something else."""
    was, now = to_json(before), to_json(after)
    layout = layout_of(before)
    return tuple(name for name, own in layout.items() if _part(was, own) != _part(now, own))


def _part(document: JsonObject, places: tuple[str, ...]) -> JsonObject:
    found: dict[str, Json] = {}
    for place in places:
        value: Json = document
        for name in place.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        if value is not None:
            found[place] = value
    return found


def section_digest(definition: Definition, section: str) -> str:
    """What a form was drawn from: it changes when somebody changes this section, and only then."""
    return digest(cast(Json, part_of(definition, section)))


def with_section(definition: _D, section: str, source: _D) -> _D:
    """The definition with this section as it is in `source`; the rest stays."""
    own, texts = {}, {}
    for place in layout_of(definition)[section]:
        name, _, inner = place.partition(".")
        if inner:
            texts[inner] = getattr(source.texts, inner)
        else:
            own[name] = getattr(source, name)
    if texts:
        own["texts"] = msgspec.structs.replace(definition.texts, **texts)
    return msgspec.structs.replace(definition, **own)


def with_part(definition: _D, section: str, part: JsonObject) -> _D:
    """The definition with the section as `part_of` told it once."""
    document: dict[str, Json] = {"code": definition.code, "name": definition.name}
    texts: dict[str, Json] = {}
    for place, value in part.items():
        name, _, inner = place.partition(".")
        if inner:
            texts[inner] = value
        else:
            document[name] = value
    if texts:
        document["texts"] = texts
    if isinstance(definition, BundleDefinition):
        source: Definition = parse_bundle({"parts": [], **document})
    else:
        source = parse_item(document)
    return with_section(definition, section, cast(_D, source))


def blank(definition: _D) -> _D:
    """The definition before anybody wrote anything into it."""
    code, name = definition.code, definition.name
    if isinstance(definition, BundleDefinition):
        bare: Definition = BundleDefinition(code=code, name=name, lead=definition.lead, parts=())
    else:
        bare = ItemDefinition(code=code, name=name, texts=Texts())
    return cast(_D, bare)
