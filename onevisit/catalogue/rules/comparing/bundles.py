"""What a bundle asks of people at worst: its items' papers merged, none that it makes itself."""

from collections.abc import Mapping

from onevisit.catalogue.rules.checks.situations import World
from onevisit.catalogue.rules.comparing.effects import (
    Effect,
    brought_when,
    ready_when,
    worst,
)
from onevisit.catalogue.rules.definition import (
    BundleDefinition,
    ItemDefinition,
    Material,
    Part,
)
from onevisit.kernel.conditions import NEVER, Condition
from onevisit.kernel.conditions.joining import both, either, opposite
from onevisit.kernel.errors import Invalid

Items = Mapping[str, ItemDefinition]
"""By the key of the part that each answers; a part nobody answers is absent."""


def effect_of_bundle(bundle: BundleDefinition, items: Items) -> Effect:
    """The figures of a bundle made of these items. `chain` are the days of the longest chain of
    promises that one situation can ask for, None where an item says none; `promise` is what the
    bundle says itself, or else that.
    """
    asked = [when for _name, when in papers_of_bundle(bundle, items).values()]
    try:
        world = _world(bundle, items)
        brought, exact = worst(world, asked)
        chain = _longest_chain(bundle, items, world)
    except Invalid:  # a draft whose conditions name what is not there
        brought, exact, chain = len(asked), False, None
    return Effect(
        brought=brought,
        exact=exact,
        on_site=None,
        visits=bundle.declared_visits,
        promise=bundle.promise if bundle.promise is not None else chain,
        legal=None,
        chain=chain,
    )


def papers_of_bundle(bundle: BundleDefinition, items: Items) -> dict[str, tuple[str, Condition]]:
    """The papers people may have to bring: key → name, and in which situations.

    Nobody is asked for what another part makes, or for what an office has for any of the parts.
    """
    wants: dict[str, list[tuple[Part, Material]]] = {}
    for part in bundle.parts:
        for material in items[part.key].materials if part.key in items else ():
            wants.setdefault(material.key, []).append((part, material))
    found = {}
    for key, wanted in wants.items():
        makers = _makers(bundle, items, key)
        asked, ready = [], []
        for part, material in wanted:
            made = either(each.when for each in makers if each.key != part.key)
            mine = both(part.when, opposite(made))
            asked.append(both(mine, brought_when(material)))
            ready.append(both(mine, material.when, ready_when(material)))
        found[key] = (wanted[0][1].name, both(either(asked), opposite(either(ready))))
    return {key: each for key, each in found.items() if each[1] != NEVER}


def _makers(bundle: BundleDefinition, items: Items, key: str) -> list[Part]:
    return [
        part
        for part in bundle.parts
        if part.key in items and any(result.key == key for result in items[part.key].results)
    ]


def _world(bundle: BundleDefinition, items: Items) -> World:
    questions = {question.key: question for question in bundle.questions}
    for item in items.values():
        for question in item.questions:
            questions.setdefault(question.key, question)
    consistent = [bundle.consistent, *(item.consistent for item in items.values())]
    return World(questions.values(), consistent)


def _longest_chain(bundle: BundleDefinition, items: Items, world: World) -> int | None:
    """Days of the longest chain of parts that can all apply at once."""
    parts = {part.key: part for part in bundle.parts}
    limits: dict[str, int] = {}
    for key, part in parts.items():
        item = items.get(key)
        limit = part.promise if part.promise is not None or not item else item.regime.promise
        if limit is None:
            return None
        limits[key] = limit

    def longest(part: Part, after: tuple[Condition, ...]) -> int:
        held = (*after, part.when)
        if not world.possible(*held):
            return 0
        before = (longest(parts[key], held) for key in part.after if key in parts)
        return limits[part.key] + max(before, default=0)

    return max((longest(part, ()) for part in bundle.parts), default=0)
