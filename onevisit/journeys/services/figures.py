"""The kept figures: an edit asks for those it touches, a job works out what was asked for."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue import services as catalogue_services
from onevisit.catalogue.queries import InForce
from onevisit.catalogue.rules.events import CatalogueChanged, EnablerChanged, OfferKind
from onevisit.journeys.models import Figure
from onevisit.journeys.queries.figures import Bench, Worked
from onevisit.journeys.rules.expanding import GapKind
from onevisit.journeys.services.expecting import expect_for
from onevisit.kernel import clock
from onevisit.kernel.alone import alone

CHUNK = 50
_WORK = "journeys.figures"
_CODE = ("item_version__item__code", "bundle_version__bundle__code")


def ask_after_edit(event: CatalogueChanged) -> None:
    """Something was published or ended: the figure of the version that is now in force is asked
    for, and that of everything which rests on the item. A new everyday name asks for nothing.
    """
    moved = _ask_for(catalogue.in_force(event.item_ids, event.bundle_ids))
    entries = sorted({each.entry for each in moved if each.entry})
    if entries:
        _ask(Q(entries__has_any_keys=entries))


def ask_after_enabler(event: EnablerChanged) -> None:
    """The register says something else: the figures that name the enabler, and those that nobody
    could work out while there was no register at all.
    """
    unknown = Q(lived_gaps__contains=[[GapKind.NO_REGISTER.value]])
    _ask(Q(enablers__contains=[event.code]) | unknown)


@transaction.atomic
def ask_all() -> int:
    """Ask for the figure of every version in force, whether it has one or not; how many."""
    standing = catalogue.all_in_force()
    _ask_for(standing)
    _ask(Q())
    return len(standing)


def ask_for_missing() -> int:
    """Ask for the figures of versions in force that have none, and how many those are. What is
    published asks for its own; this is for what stood before figures were kept.
    """
    return len(_ask_for(catalogue.all_in_force()))


def work_figures() -> int:
    """Work out what was asked for, unless another process is at it; how many figures came out."""
    with alone(_WORK) as mine:
        done = 0
        while mine and (ids := due(CHUNK)):
            done += len(work(ids))
        return done


def due(limit: int | None = None) -> list[UUID]:
    """Which rows are asked for and not answered."""
    rows = Figure.objects.filter(answered__lt=F("asked")).order_by("id")
    return list(rows.values_list("id", flat=True)[:limit])


def work(ids: Collection[UUID]) -> tuple[str, ...]:
    """Work out these, and let the publish rules look again at those whose figure was worked out;
    their codes. One that rests on the same as before keeps its figure.

    Begins with how often each was asked for: whoever asks meanwhile is answered the next time.
    """
    rows = Figure.objects.filter(id__in=ids).values_list("id", "asked", "digest", *_CODE)
    bench = Bench()
    changed: dict[UUID, str] = {}
    for row_id, asked, digest, of_item, of_bundle in list(rows):
        code = of_item or of_bundle
        worked = bench.work(code, digest)
        if _answer(row_id, asked, worked) and worked and worked.values and worked.version_id:
            changed[worked.version_id] = code
    if changed:
        expect_for(tuple(changed.values()))
    catalogue_services.lint_some(changed)
    return tuple(changed.values())


def _answer(row_id: UUID, asked: int, worked: Worked | None) -> bool:
    """Whether the row took the answer; one of a version that is in force no more is forgotten."""
    row = Figure.objects.filter(id=row_id, asked=asked)
    version_id = worked.version_id if worked else None
    if worked is None or version_id is None:
        row.delete()
        return False
    values: dict[str, object] = {"answered": asked}
    if worked.values is not None:
        values |= worked.values
        values |= {
            "entries": worked.basis.entries,
            "enablers": sorted(worked.basis.enablers),
            "digest": worked.basis.digest,
            "computed_at": clock.now(),
        }
    of_version = Q(item_version_id=version_id) | Q(bundle_version_id=version_id)
    return bool(row.filter(of_version).update(**values))


def _ask_for(standing: Sequence[InForce]) -> list[InForce]:
    """Rows for those whose version in force has none; rows of what is in force no more go away.
    Those that stand otherwise than the rows said.
    """
    versions = {each.version_id for each in standing}
    held = set(
        Figure.objects.filter(
            Q(item_version_id__in=versions) | Q(bundle_version_id__in=versions)
        ).values_list(Coalesce("item_version_id", "bundle_version_id"), flat=True)
    )
    moved = [each for each in standing if each.version_id not in held]
    _forget(moved)
    Figure.objects.bulk_create(
        [_row(each) for each in moved if each.version_id], ignore_conflicts=True, batch_size=500
    )
    return moved


def _row(standing: InForce) -> Figure:
    if standing.kind is OfferKind.ITEM:
        return Figure(item_version_id=standing.version_id)
    return Figure(bundle_version_id=standing.version_id)


def _forget(moved: Sequence[InForce]) -> None:
    """Which they are is read first, one kind at a time: joined in the deletion itself, a thousand
    took PostgreSQL a quarter of an hour where it knew nothing of the tables yet.
    """
    codes = [each.code for each in moved]
    of_items = Figure.objects.filter(item_version__item__code__in=codes)
    of_bundles = Figure.objects.filter(bundle_version__bundle__code__in=codes)
    ids = [*of_items.values_list("id", flat=True), *of_bundles.values_list("id", flat=True)]
    Figure.objects.filter(id__in=ids).delete()


def _ask(those: Q) -> None:
    """Of one that is not answered yet nobody knows what it rests on: it is asked for once more, for
    it may be worked out at this moment.
    """
    rows = Figure.objects.filter(those | Q(answered__lt=F("asked"))) if those else Figure.objects
    rows.update(asked=F("asked") + 1)
