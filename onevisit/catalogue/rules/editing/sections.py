"""A definition in sections: each owns places nobody else writes, so two people at two sections of
one draft lose nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

import msgspec

from onevisit.catalogue.rules.definition import ItemDefinition, Texts
from onevisit.catalogue.rules.parsing import parse_item, to_json
from onevisit.kernel.canonical import digest
from onevisit.kernel.types import Json, JsonObject

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
            "delegation",
        ),
        "limits": ("regime",),
        "questions": ("questions", "consistent"),
        "materials": ("materials",),
        "steps": ("steps",),
        "form": ("form",),
        "results": ("results",),
        "fees": ("fee", "fees"),
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
        "national": ("national",),
    }
)
"""Section → the places it owns, as dotted names, in the order in which one writes them."""

_OWNER = {place: section for section, places in SECTIONS.items() for place in places}


def section_of(pointer: str) -> str:
    """The section in which to put right what stands at a JSON pointer; what nobody owns (the code)
    stands at the first.
    """
    parts = pointer.strip("/").split("/")
    return _OWNER.get(".".join(parts[:2])) or _OWNER.get(parts[0]) or next(iter(SECTIONS))


def part_of(item: ItemDefinition, section: str) -> JsonObject:
    """What the section holds: dotted place → JSON; what equals its default is left out."""
    return _part(to_json(item), section)


def changed_sections(before: ItemDefinition, after: ItemDefinition) -> tuple[str, ...]:
    """The sections that hold something else."""
    was, now = to_json(before), to_json(after)
    return tuple(each for each in SECTIONS if _part(was, each) != _part(now, each))


def _part(document: JsonObject, section: str) -> JsonObject:
    found: dict[str, Json] = {}
    for place in SECTIONS[section]:
        value: Json = document
        for name in place.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        if value is not None:
            found[place] = value
    return found


def section_digest(item: ItemDefinition, section: str) -> str:
    """What a form was drawn from: it changes when somebody changes this section, and only then."""
    return digest(cast(Json, part_of(item, section)))


def with_section(item: ItemDefinition, section: str, source: ItemDefinition) -> ItemDefinition:
    """The item with this section as it is in `source`; the rest stays."""
    own, texts = {}, {}
    for place in SECTIONS[section]:
        name, _, inner = place.partition(".")
        if inner:
            texts[inner] = getattr(source.texts, inner)
        else:
            own[name] = getattr(source, name)
    if texts:
        own["texts"] = msgspec.structs.replace(item.texts, **texts)
    return msgspec.structs.replace(item, **own)


def with_part(item: ItemDefinition, section: str, part: JsonObject) -> ItemDefinition:
    """The item with the section as `part_of` told it once."""
    document: dict[str, Json] = {"code": item.code, "name": item.name}
    texts: dict[str, Json] = {}
    for place, value in part.items():
        name, _, inner = place.partition(".")
        if inner:
            texts[inner] = value
        else:
            document[name] = value
    if texts:
        document["texts"] = texts
    return with_section(item, section, parse_item(document))


def blank(item: ItemDefinition) -> ItemDefinition:
    """The item before anybody wrote anything into it."""
    return ItemDefinition(code=item.code, name=item.name, texts=Texts())
