"""The figure of what is published: worked out with what it rests on, and read where it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import PinnedOffer
from onevisit.catalogue.queries.memory import Memory
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.enablers import enablers_of, enablers_of_offer
from onevisit.catalogue.rules.parsing import definition_digest
from onevisit.catalogue.rules.vocabulary import StepKind
from onevisit.journeys.models import Figure
from onevisit.journeys.queries.visits import (
    Ground,
    Published,
    Visits,
    expanded_sides,
    of_sides,
    region_of,
)
from onevisit.journeys.rules import Solved
from onevisit.journeys.rules.expanding import Expansion, Gap, GapKind, Scope
from onevisit.journeys.rules.expecting import Expected
from onevisit.journeys.rules.remote import from_home
from onevisit.journeys.rules.resting import Basis
from onevisit.kernel.errors import NotFound

_NOTHING = Solved()
_lived: Memory[str, Visits] = Memory(5_000)


@dataclass(frozen=True, slots=True)
class Side:
    """One of several parties, "" for the applicant, and its worst in both scopes."""

    party: str
    worst: int | None
    lived: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """The kept figure of what is published; `fresh` where nothing it rests on was edited since."""

    worst: int | None
    best: int | None
    external: int | None
    lived_worst: int | None
    stuck: bool
    gaps: tuple[Gap, ...]
    sides: tuple["Side", ...]
    expected: Expected
    lived_expected: Expected
    counted_on: date | None
    digest: str
    computed_at: datetime | None
    fresh: bool


@dataclass(frozen=True, slots=True)
class Worked:
    """A figure worked out. `version_id` is the version it is of; `values` are columns of its row,
    None where the row's digest said that nothing changed.
    """

    version_id: UUID | None
    basis: Basis
    values: Mapping[str, object] | None


class Bench:
    """Works out figures one after another, on the same ground."""

    def __init__(self) -> None:
        self._ground = Ground()
        self._digests: dict[int, tuple[ItemDefinition, str]] = {}

    def work(self, code: str, digest: str = "") -> Worked | None:
        """The figure of what is published under the code, unless it rests on just what `digest`
        stands for; None where nothing is published any more.
        """
        try:
            pinned = catalogue.pinned_offer(code)
        except NotFound:
            return self._without_parts(code)
        asked: dict[str, ItemDefinition | None] = {}
        region = region_of(pinned)
        issuer = self._ground.issuers(region)

        def issued_by(entry: str) -> ItemDefinition | None:
            asked[entry] = issuer(entry)
            return asked[entry]

        on = self._ground.working(region)
        official = expanded_sides(pinned.offer, Scope.OFFICIAL, issued_by, on=on)
        lived = expanded_sides(pinned.offer, Scope.LIVED, issued_by, on=on)
        basis = self._basis(pinned, asked, on)
        same = basis.digest == digest
        values = None
        if not same:
            figures = _both(pinned.offer, official, lived)
            values = _values(*figures) | _remote(pinned.offer, on)
        return Worked(pinned.bundle_version_id or pinned.item_version_id, basis, values)

    def _basis(
        self,
        pinned: PinnedOffer,
        asked: Mapping[str, ItemDefinition | None],
        on: frozenset[str] | None,
    ) -> Basis:
        offer = pinned.offer
        issuing = [each for each in asked.values() if each is not None]
        named = enablers_of_offer(offer).union(*(enablers_of(each) for each in issuing))
        if pinned.bundle_version_id is None:
            own, parts = self._digest(offer.parts[0].item), {}
        else:
            bundle, _ = catalogue.bundle_definition(pinned.bundle_version_id)
            own = definition_digest(bundle)
            parts = {
                part.catalogue_code: self._digest(offer.part(part.key).item)
                for part in bundle.parts
            }
        return Basis(
            own=own,
            parts=parts,
            issuers={entry: self._digest(item) if item else "" for entry, item in asked.items()},
            enablers=named,
            open=on,
        )

    def _digest(self, item: ItemDefinition) -> str:
        """Definitions are kept by their digests, and so the same one is the same object."""
        held = self._digests.get(id(item))
        if held is None or held[0] is not item:
            held = self._digests[id(item)] = (item, definition_digest(item))
        return held[1]

    def _without_parts(self, code: str) -> Worked | None:
        """A bundle is in force although nobody answers one of its parts."""
        standing = Figure.objects.filter(
            bundle_version__bundle__code=code,
            bundle_version__bundle__current_id=F("bundle_version_id"),
        )
        version_id = standing.values_list("bundle_version_id", flat=True).first()
        if version_id is None:
            return None
        bundle, _ = catalogue.bundle_definition(version_id)
        entries = {part.catalogue_code: "" for part in bundle.parts}
        missing = Expansion(None, (Gap(GapKind.NO_PART, bundle.name),), {}, {})
        gap = Visits(bundle.code, bundle.name, None, Scope.OFFICIAL, missing, None)
        basis = Basis(definition_digest(bundle), entries, {}, frozenset(), None)
        return Worked(version_id, basis, _values(gap, gap))


def _both(
    offer: Offer, official: tuple[Expansion, ...], lived: tuple[Expansion, ...]
) -> tuple[Visits, Visits]:
    """Both scopes; where the flat forms are the same, so are the figures."""
    now = of_sides(offer, Scope.OFFICIAL, official)
    flats = [each.flat for each in official]
    short = None not in flats and flats == [each.flat for each in lived]
    return now, now if short else of_sides(offer, Scope.LIVED, lived)


def _values(official: Visits, lived: Visits) -> dict[str, object]:
    found, then = official.solved or _NOTHING, lived.solved or _NOTHING
    return {
        "worst": found.worst,
        "best": found.best,
        "external": found.worst_external,
        "lived_worst": then.worst,
        "lived_best": then.best,
        "lived_external": then.worst_external,
        "stuck": official.stuck is not None,
        "gaps": _written(official.expansion.gaps),
        "lived_gaps": _written(lived.expansion.gaps),
        "sides": _sides(official, lived),
    }


def _sides(official: Visits, lived: Visits) -> list[list[object]]:
    """Where there are several parties, each with its worst in both scopes."""
    then = {each.party: each.solved or _NOTHING for each in lived.sides}
    return [
        [each.party, (each.solved or _NOTHING).worst, then.get(each.party, _NOTHING).worst]
        for each in official.sides
    ]


def _remote(offer: Offer, on: frozenset[str] | None) -> dict[str, object]:
    working = on or frozenset()
    return {
        "applied_remotely": from_home(offer, StepKind.APPLY, working),
        "sent_out": from_home(offer, StepKind.COLLECT, working),
    }


def _written(gaps: tuple[Gap, ...]) -> list[list[str]]:
    return [[each.kind.value, each.of, each.what] for each in gaps]


def gaps_of(kept: list[list[str]]) -> tuple[Gap, ...]:
    """What is missing, as it is kept."""
    return tuple(Gap(GapKind(kind), of, what) for kind, of, what in kept)


def sides_of_row(kept: list[list[Any]]) -> tuple[Side, ...]:
    """The parties, as they are kept."""
    return tuple(Side(*each) for each in kept)


def unknown_count() -> int:
    """Of how many versions in force nobody knows how often one must come. One query."""
    return Figure.objects.filter(answered__gt=0, worst__isnull=True).count()


def lived_visits(this: Published, before: Kept | None) -> Visits:
    """The lived scope of what is published, solved once for all that its kept figure rests on;
    `before` is that figure as it was read last.
    """
    held = _lived.get(before.digest) if before and before.fresh else None
    found = held or this.visits(Scope.LIVED)
    if held is None and before and before.fresh and before == kept_figure(found.code):
        _lived.put(before.digest, found)
    return found


def kept_figure(code: str) -> Kept | None:
    """The kept figure of what is published under the code; None where nobody worked it out yet.
    One query.
    """
    of_item = Q(item_version__item__code=code) & Q(
        item_version__item__current_id=F("item_version_id")
    )
    of_bundle = Q(bundle_version__bundle__code=code) & Q(
        bundle_version__bundle__current_id=F("bundle_version_id")
    )
    row = Figure.objects.filter(of_item | of_bundle, answered__gt=0).first()
    if row is None:
        return None
    return Kept(
        worst=row.worst,
        best=row.best,
        external=row.external,
        lived_worst=row.lived_worst,
        stuck=row.stuck,
        gaps=gaps_of(row.gaps),
        sides=sides_of_row(row.sides),
        expected=Expected(row.expected_visits, row.expected_of, row.expected_unfit),
        lived_expected=Expected(
            row.lived_expected_visits,
            row.lived_expected_of,
            row.expected_of + row.expected_unfit - row.lived_expected_of,
        ),
        counted_on=row.counted_on,
        digest=row.digest,
        computed_at=row.computed_at,
        fresh=row.answered == row.asked,
    )
