"""What would lower the visits of each thing that is published: its curve, for the planner."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field

from onevisit.catalogue.queries.memory import Memory
from onevisit.catalogue.queries.offers import PinnedOffer
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.enablers import enablers_of
from onevisit.catalogue.rules.vocabulary import SourceKind
from onevisit.journeys.queries.visits import Ground, expanded_sides, of_sides, region_of
from onevisit.journeys.rules.expanding import Issuers, Scope, Situated
from onevisit.journeys.rules.expecting import Case, Seen, cases_of, visits_in
from onevisit.journeys.rules.flat import Flat
from onevisit.journeys.rules.planning import Curve, curve_of
from onevisit.journeys.rules.switching import Switched

_official: Memory[Hashable, Curve] = Memory(5_000)
_SERVED = (SourceKind.FETCHED, SourceKind.ISSUED)


class Uncounted(Exception):
    """The visits of a thing, or what lowers them, are not known; `why` is a word of
    `rules.planning.given.Unknown`.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Curves:
    """For one run over many, on one ground."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._ground = Ground()

    def of(self, pinned: PinnedOffer) -> Curve:
        """How its worst case falls as closed enablers are opened. Raises Uncounted."""
        at = self._at(pinned)
        if self._scope is Scope.LIVED:  # it rests on other items' versions too
            return at.curve(at.expanded)
        pins = tuple(sorted((key, each.version_id) for key, each in pinned.pins.items()))
        key = (pinned.bundle_version_id, pins, at.working, at.closed)
        return _official.get(key) or _official.put(key, at.curve(at.expanded))

    def in_cases(self, pinned: PinnedOffer, seen: Iterable[Seen]) -> list[tuple[int, Curve]]:
        """How the visits of each situation people were in fall, with how many were in it, those
        that fall alike together, and without those nobody can tell of. Raises Uncounted.
        """
        at = self._at(pinned)
        now = at.situated(frozenset())
        cases, _unfit = cases_of(pinned.offer, now, seen, apart=bool(at.shaping))
        alike: dict[Curve, int] = {}
        for case in cases:
            visits = visits_in(case.forms)
            if visits is not None:
                curve = at.curve_in(case) if at.closes(case) else Curve(visits)
                alike[curve] = alike.get(curve, 0) + case.number
        return [(number, curve) for curve, number in alike.items()]

    def worst(self, pinned: PinnedOffer, opened: frozenset[str]) -> int | None:
        """Its visits with these open too, solved anew."""
        region = region_of(pinned)
        on = (self._ground.working(region) or frozenset()) | opened
        sides = expanded_sides(pinned.offer, self._scope, self._ground.issuers(region), on=on)
        found = of_sides(pinned.offer, self._scope, sides).solved
        return None if found is None else found.worst

    def _at(self, pinned: PinnedOffer) -> "_Thing":
        region = region_of(pinned)
        kept = self._ground.register(region)
        if kept is None:
            raise Uncounted("gaps")
        issued_by = self._ground.issuers(region)
        items = list(_with_issuers(pinned.offer, issued_by, self._scope))
        named = frozenset(name for item in items for name in enablers_of(item))
        closed = frozenset(kept.closed) & named
        shaping = closed & _services(items)
        return _Thing(pinned.offer, self._scope, issued_by, kept.open & named, closed, shaping)


@dataclass(frozen=True, slots=True)
class _Thing:
    """One offer with the enablers it names: what works, what is closed, and of that which
    (`shaping`) are not switched in the flat form but make another one.
    """

    offer: Offer
    scope: Scope
    issued_by: Issuers
    working: frozenset[str]
    closed: frozenset[str]
    shaping: frozenset[str]
    _situated: dict[frozenset[str], Situated] = field(default_factory=dict)

    def expanded(self, opened: frozenset[str]) -> tuple[Flat, ...] | None:
        """Its flat forms over all situations, with these services too."""
        on = self.working | opened
        sides = expanded_sides(self.offer, self.scope, self.issued_by, on=on)
        flats = [each.flat for each in sides if each.flat is not None]
        return tuple(flats) if len(flats) == len(sides) else None

    def situated(self, opened: frozenset[str]) -> Situated:
        """The same as functions of the situation."""
        if opened not in self._situated:
            on = self.working | opened
            self._situated[opened] = Situated(self.offer, self.scope, self.issued_by, on=on)
        return self._situated[opened]

    def closes(self, case: Case) -> bool:
        """Whether something closed may play a part in a situation in which people come."""
        modes = (mode for flat in case.forms for act in flat.acts.values() for mode in act.modes)
        return bool(self.shaping) or any(mode.needs & self.closed for mode in modes)

    def curve_in(self, case: Case) -> Curve:
        """How the visits of one situation fall. Raises Uncounted."""

        def forms(opened: frozenset[str]) -> tuple[Flat, ...] | None:
            there = self.situated(opened)
            return there.at(case.known) if there.possible else None

        return self.curve(forms)

    def curve(self, forms: Callable[[frozenset[str]], tuple[Flat, ...] | None]) -> Curve:
        """How the visits of whoever comes most fall; `forms` with these services, one for each
        party. Raises Uncounted.
        """
        with ExitStack() as held:
            known: dict[frozenset[str], list[Switched] | None] = {}

            def switched(opened: frozenset[str]) -> list[Switched] | None:
                shape = opened & self.shaping
                if shape not in known:
                    flats = forms(shape)
                    known[shape] = (
                        None
                        if flats is None
                        else [
                            held.enter_context(closing(Switched(flat, self.closed - self.shaping)))
                            for flat in flats
                        ]
                    )
                return known[shape]

            def within(opened: frozenset[str], visits: int) -> bool:
                sides = switched(opened)
                return sides is not None and all(each.within(opened, visits) for each in sides)

            now = switched(frozenset())
            if now is None:
                raise Uncounted("gaps")
            if not all(each.possible(frozenset()) for each in now):
                raise Uncounted("stuck")
            curve = curve_of(within, self.closed)
            if curve is None:
                raise Uncounted("tangled")
            return curve


def _with_issuers(offer: Offer, issued_by: Issuers, scope: Scope) -> Iterator[ItemDefinition]:
    """The items of an offer, and in the lived scope all that must be got from others before."""
    todo = [part.item for part in offer.parts]
    seen: set[str] = set()
    while todo:
        item = todo.pop()
        yield item
        if scope is Scope.LIVED:
            codes = {material.source.item for material in item.materials if material.source.item}
            found = [issued_by(code) for code in sorted(codes - seen)]
            todo += [each for each in found if each is not None]
            seen |= codes


def _services(items: Iterable[ItemDefinition]) -> frozenset[str]:
    return frozenset(
        material.source.service
        for item in items
        for material in item.materials
        if material.source.kind in _SERVED
    )
