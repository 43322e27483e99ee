"""Which edition of a definition one reads: its number and the day it was published."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from onevisit.catalogue.errors import no_such_version
from onevisit.catalogue.models import BundleVersion, ItemVersion, Retirement
from onevisit.catalogue.queries.memory import Memory
from onevisit.catalogue.queries.offers import PinnedOffer, bundle_definition, item_definitions
from onevisit.catalogue.queries.together import stand_of
from onevisit.catalogue.rules.composition import SINGLE
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition of a published thing. `made_of` are the numbers of the item versions behind a
    bundle, by part; empty for an item.
    """

    number: int
    published_at: datetime
    made_of: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Ended:
    """What nobody can apply for any more, since a day."""

    name: str
    on: date


def ended(code: str) -> Ended | None:
    """What stood under the code and was ended; None where it stands, or never stood. One query."""
    of = Q(item__code=code, item__current=None) | Q(bundle__code=code, bundle__current=None)
    rows = Retirement.objects.filter(of, done_at__isnull=False, ended_at=None)
    plan = rows.select_related("item", "bundle").order_by("-on").first()
    thing = (plan.item or plan.bundle) if plan is not None else None
    return Ended(thing.name, plan.on) if plan is not None and thing is not None else None


_editions: Memory[tuple[UUID, ...], Edition] = Memory(5_000)


def edition_of(pinned: PinnedOffer) -> Edition:
    """The edition of an offer; a bundle is as new as the newest of what it is made of.

    No query when warm; one for an item, two for a bundle. Raises NotFound
    `catalogue.no_such_version`.
    """
    versions = {key: pin.version_id for key, pin in pinned.pins.items()}
    head = pinned.bundle_version_id or versions[SINGLE]
    known = (head, *versions.values())
    return _editions.get(known) or _editions.put(known, _read(pinned, versions))


def _read(pinned: PinnedOffer, versions: dict[str, UUID]) -> Edition:
    rows = ItemVersion.objects.filter(id__in=versions.values())
    items = {key: (number, at) for key, number, at in rows.values_list("id", *_COLUMNS)}
    if any(each not in items for each in versions.values()):
        raise no_such_version()
    newest = max(at for _number, at in items.values())
    if pinned.bundle_version_id is None:
        return Edition(items[versions[SINGLE]][0], newest)
    bundle = BundleVersion.objects.filter(id=pinned.bundle_version_id).values_list(*_COLUMNS)
    found = bundle.first()
    if found is None:
        raise no_such_version()
    made_of = tuple((key, items[version][0]) for key, version in versions.items())
    return Edition(found[0], max(newest, found[1]), made_of)


_COLUMNS = ("number", "published_at")


@dataclass(frozen=True, slots=True)
class Former:
    """The version in force before the present one `head`, and what both say. `parts` are the items
    that a bundle was made of when the former one began to hold, by part: what is new in them since
    is new to whoever knew that version.
    """

    head: UUID
    number: int
    published_at: datetime
    before: ItemDefinition | BundleDefinition = field(compare=False)
    now: ItemDefinition | BundleDefinition = field(compare=False)
    parts: Mapping[str, ItemDefinition] = field(compare=False, default_factory=dict)


_formers: Memory[UUID, tuple[Former | None]] = Memory(5_000)


def former_of(pinned: PinnedOffer) -> Former | None:
    """The version before the one in force; None where there was none.

    No query when warm: what came before a published version stays so.
    """
    head = pinned.bundle_version_id or pinned.pins[SINGLE].version_id
    known = _formers.get(head) or _formers.put(head, (_former(pinned, head),))
    return known[0]


def _former(pinned: PinnedOffer, head: UUID) -> Former | None:
    if pinned.bundle_version_id is not None:
        row = BundleVersion.objects.get(id=head)
        kept = BundleVersion.objects.filter(bundle_id=row.bundle_id)
        found = kept.filter(_BEFORE, number__lt=row.number).order_by("-number").first()
        if found is None:
            return None
        now = bundle_definition(head)[0]
        stand = stand_of(*bundle_definition(found.id), found.published_at)
        return Former(head, found.number, found.published_at, stand.bundle, now, stand.items)  # type: ignore[arg-type]
    item = ItemVersion.objects.get(id=head)
    items = ItemVersion.objects.filter(item_id=item.item_id)
    last = items.filter(_BEFORE, number__lt=item.number).order_by("-number").first()
    if last is None:
        return None
    parsed = item_definitions([head, last.id])
    return Former(head, last.number, last.published_at, parsed[last.id], parsed[head])  # type: ignore[arg-type]


_BEFORE = Q(published_at__isnull=False)
"""Drafts that never came into force are no versions to compare with."""
