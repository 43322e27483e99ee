"""A bundle with the items it is made of: on any day it held, and what became of it since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from onevisit.catalogue.models import (
    Bundle,
    BundleVersion,
    Item,
    ItemVersion,
    Retirement,
)
from onevisit.catalogue.queries.offers import (
    bundle_definition,
    item_definitions,
    resolve_parts,
)
from onevisit.catalogue.rules.comparing import Effect, effect_of_bundle
from onevisit.catalogue.rules.competence import Candidate, chain, choose
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.parsing import parse_bundle


@dataclass(frozen=True, slots=True)
class PartVersion:
    """The item version that answers a part."""

    version_id: UUID
    code: str
    number: int
    definition: ItemDefinition


@dataclass(frozen=True, slots=True)
class Stand:
    """A bundle as it was made up on some day: part key → what answered it; a part that nobody
    answered is absent.
    """

    bundle: BundleDefinition
    parts: Mapping[str, PartVersion]

    @property
    def items(self) -> dict[str, ItemDefinition]:
        """Part key → definition."""
        return {key: each.definition for key, each in self.parts.items()}


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part that another version answers by now, or another item; None: nobody did, or does."""

    name: str
    was: PartVersion | None
    now: PartVersion | None


@dataclass(frozen=True, slots=True)
class Together:
    """A bundle on two days: what it came to and comes to, and which items changed inside."""

    was: Stand
    now: Stand
    effects: tuple[Effect, Effect]
    parts: tuple[PartChange, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """What a change of an item comes to in a bundle it is part of."""

    code: str
    name: str
    effects: tuple[Effect, Effect]


def together(was: Stand, now: Stand) -> Together:
    """Both, side by side."""
    return Together(
        was=was,
        now=now,
        effects=(
            effect_of_bundle(was.bundle, was.items),
            effect_of_bundle(now.bundle, now.items),
        ),
        parts=tuple(_changed(was, now)),
    )


def _changed(was: Stand, now: Stand) -> Iterable[PartChange]:
    """Parts of both that are not answered by the same version; those of one alone are told as
    changes of the bundle.
    """
    before = {part.key for part in was.bundle.parts}
    for part in now.bundle.parts:
        old, new = was.parts.get(part.key), now.parts.get(part.key)
        same = old == new or (old and new and old.version_id == new.version_id)
        if part.key in before and not same:
            yield PartChange(part.name, old, new)


def stand_of(bundle: BundleDefinition, region: str, at: datetime | None = None) -> Stand:
    """The bundle with the items that answered its parts then; `at` None: now.

    Three queries; four of another day.
    """
    chosen = resolve_parts(bundle, region) if at is None else _answered(bundle, region, at)
    ids = [each.version_id for each in chosen.values()]
    definitions = item_definitions(ids)
    numbers = dict(ItemVersion.objects.filter(id__in=ids).values_list("id", "number"))
    return Stand(
        bundle,
        {
            key: PartVersion(
                each.version_id, each.code, numbers[each.version_id], definitions[each.version_id]
            )
            for key, each in chosen.items()
        },
    )


def _answered(bundle: BundleDefinition, region: str, at: datetime) -> dict[str, Candidate]:
    """What answered each part then: of each item the version in force."""
    over = Retirement.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), done_at__lte=at)
    rows = (
        ItemVersion.objects.filter(
            item__entry_id__in={part.catalogue_code for part in bundle.parts},
            item__region_id__in=chain(region),
            published_at__lte=at,
        )
        .exclude(item__in=over.filter(item__isnull=False).values("item"))
        .order_by("item", "-published_at", "-number")
        .distinct("item")
        .select_related("item")
    )
    found = {row.id: row.item for row in rows}
    definitions = item_definitions(found)
    candidates = [
        Candidate(item.entry_id or "", item.variant, item.region_id, item.code, version_id)
        for version_id, item in found.items()
        if definitions[version_id].applicable
    ]
    return choose(bundle, region, candidates)


def stand_of_version(version: BundleVersion) -> Stand:
    """The bundle as it was made up when this version held last; a draft with the items of today."""
    row = version.bundle
    definition = parse_bundle(version.document)
    return stand_of(definition, row.region_id, _end_of(version, row))


def since_published(version: BundleVersion) -> Together | None:
    """What the version in force came to when it was published, and comes to now that items inside
    changed; None where none did.
    """
    row = version.bundle
    if version.id != row.current_id:
        return None
    definition = parse_bundle(version.document)
    now = stand_of(definition, row.region_id)
    found = together(stand_of(definition, row.region_id, version.published_at), now)
    return found if found.parts else None


def _end_of(version: BundleVersion, row: Bundle) -> datetime | None:
    """When it held last; None while it does, or does not yet."""
    if version.published_at is None or version.id == row.current_id:
        return None
    later = row.versions.filter(published_at__gt=version.published_at)
    ends = later.order_by("published_at").values_list("published_at", flat=True).first()
    over = row.retirements.filter(done_at__gt=version.published_at).order_by("done_at")
    done = over.values_list("done_at", flat=True).first()
    return min((each for each in (ends, done) if each is not None), default=None)


def bundles_with(item: Item) -> list[tuple[Bundle, BundleDefinition, str]]:
    """Published bundles with a part of the item's entry, and their regions."""
    if item.entry_id is None:
        return []
    rows = Bundle.objects.filter(current__refs__entry_id=item.entry_id).distinct()
    return [
        (row, *bundle_definition(row.current_id))
        for row in rows.order_by("code")
        if row.current_id is not None
    ]


def within_bundles(item: Item, was: ItemDefinition, now: ItemDefinition) -> tuple[Within, ...]:
    """What the two come to in the published bundles whose part this item answers, everything else
    being as it is today. Three queries for each bundle.
    """
    found = []
    for row, bundle, region in bundles_with(item):
        parts = stand_of(bundle, region).parts
        own = {key for key, each in parts.items() if each.code == item.code}
        if own:
            rest = {key: each.definition for key, each in parts.items() if key not in own}
            sides = (rest | dict.fromkeys(own, each) for each in (was, now))
            before, after = (effect_of_bundle(bundle, side) for side in sides)
            found.append(Within(row.code, row.name, (before, after)))
    return tuple(found)
