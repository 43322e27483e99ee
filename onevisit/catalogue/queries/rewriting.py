"""What many items say by now, and what a step over many of them did."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue.access import bundles_kept_by, items_kept_by
from onevisit.catalogue.errors import no_such_rewriting
from onevisit.catalogue.models import Bundle, BundleVersion, Item, ItemVersion, Rewriting
from onevisit.catalogue.queries.exchange import RunView, run_view
from onevisit.catalogue.queries.offers import part_items
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition, Part
from onevisit.catalogue.rules.editing.coding import bundle_stem
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.catalogue.rules.versions import OPEN, VersionState


@dataclass(frozen=True, slots=True)
class _Standing:
    code: str
    department_id: UUID
    region: str
    state: VersionState
    digest: str


@dataclass(frozen=True, slots=True)
class Standing(_Standing):
    """What an item says by now: its open version before the published one. `digest` is what a
    change is made from.
    """

    definition: ItemDefinition


@dataclass(frozen=True, slots=True)
class StandingBundle(_Standing):
    """The same of a bundle; `department_id` is who leads it."""

    definition: BundleDefinition


@dataclass(frozen=True, slots=True)
class RewrittenLine:
    """What became of one item: whether its draft was made for it, or why nothing did."""

    code: str
    name: str
    made_item: bool
    made_draft: bool
    stands: bool
    refusal: Mapping[str, Any] | None
    waits: bool = False  # a worker has not come to it yet
    left: Mapping[str, Any] | None = None  # why it was not submitted, or not taken back


@dataclass(frozen=True, slots=True)
class RewritingView:
    """One step over many items; `content` is the workbook that waits, `looked` tells what it would
    do where a worker found out.
    """

    id: UUID
    kind: str
    title: str
    content: bytes | None
    at: datetime
    done_at: datetime | None
    undone_at: datetime | None
    lines: tuple[RewrittenLine, ...]
    run: RunView | None = None
    looked: Mapping[str, Any] | None = None

    @property
    def working(self) -> bool:
        """Whether a worker is at it, or will be."""
        return self.run is not None and self.run.working


def standing(codes: Collection[str], *, actor: Actor) -> dict[str, Standing]:
    """Those of these items that the officer keeps and that say anything, by code. Two queries.

    Raises Refused `accounts.not_permitted`.
    """
    alive = (*OPEN, VersionState.PUBLISHED)
    rows = {row.id: row for row in items_kept_by(actor).filter(code__in=codes)}
    found: dict[str, Standing] = {}
    versions = ItemVersion.objects.filter(item_id__in=rows, state__in=alive).order_by("number")
    for version in versions:
        row = rows[version.item_id]
        found[row.code] = Standing(
            code=row.code,
            department_id=row.department_id,
            region=row.region_id,
            state=VersionState(version.state),
            digest=version.digest,
            definition=parse_item(version.document),
        )
    return found


def standing_bundles(codes: Collection[str], *, actor: Actor) -> dict[str, StandingBundle]:
    """Those of these bundles that the officer keeps and that say anything, by code. Two queries.

    Raises Refused `accounts.not_permitted`.
    """
    alive = (*OPEN, VersionState.PUBLISHED)
    rows = {row.id: row for row in bundles_kept_by(actor).filter(code__in=codes)}
    found: dict[str, StandingBundle] = {}
    versions = BundleVersion.objects.filter(bundle_id__in=rows, state__in=alive)
    for version in versions.order_by("number"):
        row = rows[version.bundle_id]
        found[row.code] = StandingBundle(
            code=row.code,
            department_id=row.lead_id,
            region=row.region_id,
            state=VersionState(version.state),
            digest=version.digest,
            definition=parse_bundle(version.document),
        )
    return found


def answering_parts(
    pairs: Collection[tuple[str, str]], region: str
) -> dict[tuple[str, str], ItemDefinition]:
    """The published items that answer parts of these catalogue codes and variants in a bundle of
    the region; a part nobody answers is absent. Two queries.
    """
    parts = tuple(
        Part(key=f"{code}/{variant}", name="", catalogue_code=code, variant=variant)
        for code, variant in sorted(set(pairs))
    )
    found = part_items(BundleDefinition(code="", name="", parts=parts), region)
    return {
        (each.catalogue_code, each.variant): found[each.key] for each in parts if each.key in found
    }


def next_bundle_code(region: str) -> str:
    """The next free code of a bundle in the region. One query."""
    stem = bundle_stem(region)
    codes = Bundle.objects.filter(code__startswith=stem).values_list("code", flat=True)
    numbers = (code.removeprefix(stem) for code in codes)
    newest = max((int(each) for each in numbers if each.isascii() and each.isdigit()), default=0)
    return f"{stem}{newest + 1:03}"


def rewriting_view(rewriting_id: UUID, *, actor: Actor) -> RewritingView:
    """The step, for the officer who took it. Raises NotFound `catalogue.no_such_rewriting`,
    Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_EDIT)
    made = Rewriting.objects.select_related("run").filter(id=rewriting_id, by=actor.user_id).first()
    if made is None:
        raise no_such_rewriting()
    rows = list(made.items.order_by("code"))
    ids = [each.version_id for each in rows if each.version_id]
    drafts = (
        kind.objects.filter(id__in=ids, state=VersionState.DRAFT)
        for kind in (ItemVersion, BundleVersion)
    )
    drafted = {id for found in drafts for id in found.values_list("id", flat=True)}
    return RewritingView(
        id=made.id,
        kind=made.kind,
        title=made.title,
        content=bytes(made.content) if made.content is not None else None,
        at=made.at,
        done_at=made.done_at,
        undone_at=made.undone_at,
        lines=tuple(
            RewrittenLine(
                code=each.code,
                name=each.name,
                made_item=each.made_item,
                made_draft=each.made_draft,
                stands=each.version_id in drafted,
                refusal=each.refusal,
                waits=each.wanted is not None,
                left=each.left,
            )
            for each in rows
        ),
        run=run_view(made.run) if made.run else None,
        looked=made.looked,
    )


def rewritings_of(actor: Actor, *, limit: int = 10) -> tuple[RewritingView, ...]:
    """The newest steps the officer took, without their items. One query."""
    require(actor, Permission.CATALOGUE_EDIT)
    begun = Q(done_at__isnull=False) | Q(run__isnull=False)
    rows = Rewriting.objects.filter(begun, by=actor.user_id).defer("content", "looked")
    return tuple(
        RewritingView(
            each.id, each.kind, each.title, None, each.at, each.done_at, each.undone_at, ()
        )
        for each in rows.order_by("-at")[:limit]
    )


def taken_codes(codes: Collection[str]) -> frozenset[str]:
    """Those under which there is an item or a bundle, whoever keeps it. Two queries."""
    kinds = (each.objects.filter(code__in=codes) for each in (Item, Bundle))
    return frozenset(code for rows in kinds for code in rows.values_list("code", flat=True))
