"""What the front page offers: bundles and items along a life, and those most often applied for."""

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext as worded  # what guidance has marked

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import Findable, Listing
from onevisit.catalogue.rules.events import OfferKind
from onevisit.catalogue.rules.life import BY_NAME, LINES, Line
from onevisit.catalogue.rules.vocabulary import Served
from onevisit.directory import queries as directory
from onevisit.guidance import queries as guidance
from onevisit.kernel.calendar import DayUnit
from onevisit.ui.formatting import natural_days, working_days

SERVED: dict[str, frozenset[str]] = {
    "person": frozenset({Served.PERSON}),
    "business": frozenset({Served.ENTERPRISE, Served.INSTITUTION, Served.SOCIAL}),
}

_LINE_OF = {"person": Line.PERSON, "business": Line.COMPANY}
_STAGES, _FEW_STAGES, _ROWS, _WORDS = 7, 2, 8, 5
_PER_STAGE, _PER_STAGE_OF_FEW = 3, 8


@dataclass(frozen=True)
class Thing:
    """One thing on the line of life."""

    name: str
    url: str
    note: str


@dataclass(frozen=True)
class Stage:
    """One stop of the line; `url` is the page of it, if it is an event of a life; `more` is where
    the rest is, empty when nothing is left out.
    """

    name: str
    url: str
    things: Sequence[Thing]
    more: str


@dataclass(frozen=True)
class Row:
    """One thing in the list; `visits` as the catalogue declares them."""

    name: str
    url: str
    office: str
    visits: str
    free: bool
    time: str


@dataclass(frozen=True)
class Shopfront:
    """What is drawn; `by_use`: at least half of `rows` stand there for being applied for."""

    stages: Sequence[Stage]
    rows: Sequence[Row]
    words: Sequence[tuple[str, str]]
    total: int
    by_use: bool

    @property
    def few(self) -> bool:
        """Too few stages for a line across the page: their things stand side by side."""
        return len(self.stages) <= _FEW_STAGES


_Key = tuple[object, ...]
_kept: dict[_Key, Shopfront] = {}
_MOST_KEPT = 12
_KEPT_SECONDS = 300


def shopfront(audience: str, wanted: Sequence[str]) -> Shopfront:
    """For a `person` or a `business`; `wanted` are codes of offers, most applied for first.

    Kept in this process until something is published, five minutes at most: an office may be
    renamed.
    """
    turn = int(time.monotonic()) // _KEPT_SECONDS
    state = guidance.published_state()
    key = (state, turn, audience, tuple(wanted), get_language())
    found = _kept.get(key)
    if found is None:
        found = _laid_out(audience, wanted)
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = found
    return found


def _laid_out(audience: str, wanted: Sequence[str]) -> Shopfront:
    rank = {code: place for place, code in enumerate(wanted)}
    packs = catalogue.findable(item_ids=())
    items = catalogue.applicable_items()
    size = {pack.listing.code: len(pack.related) for pack in packs}
    offered = [*(pack.listing for pack in packs if pack.listing.applicable), *items]
    mine = [row for row in offered if SERVED[audience].intersection(row.served)]
    mine.sort(key=lambda row: (rank.get(row.code, len(rank)), row.code))
    totals = catalogue.counts()
    return Shopfront(
        stages=_stages(mine, size, audience),
        rows=_rows(mine[:_ROWS]),
        words=_words(mine[:_WORDS], packs),
        total=totals.items + totals.bundles,
        by_use=2 * sum(row.code in rank for row in mine[:_ROWS]) >= len(mine[:_ROWS]) > 0,
    )


def _stages(rows: Iterable[Listing], size: dict[str, int], audience: str) -> list[Stage]:
    """Each thing once: at the first stage of this line that it names, else at its first."""
    line = [event.name for event in LINES[_LINE_OF[audience]]]
    by_event: dict[str, list[Listing]] = {}
    for row in rows:
        on_line = [event for event in row.life_events if event in line]
        for event in (on_line or row.life_events)[:1]:
            by_event.setdefault(event, []).append(row)
    names = _chosen(by_event, line)
    most = _PER_STAGE if len(names) > _FEW_STAGES else _PER_STAGE_OF_FEW
    served = Served.PERSON if audience == "person" else Served.ENTERPRISE
    stages = []
    for name in names:
        found = sorted(by_event[name], key=lambda row: row.kind is not OfferKind.BUNDLE)
        query = urlencode({"life": name, "served": str(served)})
        rest = f"{reverse('guidance:search')}?{query}" if len(found) > most else ""
        things = [_thing(row, size) for row in found[:most]]
        stages.append(Stage(_called(name), _event_url(name), things, rest))
    return stages


def _chosen(by_event: dict[str, list[Listing]], line: Sequence[str]) -> list[str]:
    """The stages shown: those with a bundle before others, then in the order of the line."""

    def plain(event: str) -> bool:
        return all(row.kind is not OfferKind.BUNDLE for row in by_event[event])

    known = sorted((event for event in line if event in by_event), key=plain)[:_STAGES]
    others = sorted(by_event.keys() - set(line), key=lambda event: (-len(by_event[event]), event))
    return (sorted(known, key=list(line).index) + others)[:_STAGES]


def _called(name: str) -> str:
    """As guidance words the event; what is none stands as the catalogue has it."""
    return worded(name) if name in BY_NAME else name


def _event_url(name: str) -> str:
    event = BY_NAME.get(name)
    return "" if event is None else reverse("guidance:life-event", args=[event.slug])


def _thing(row: Listing, size: dict[str, int]) -> Thing:
    return Thing(row.short_name or row.name, _guide(row), _note(row, size.get(row.code, 0)))


def _note(row: Listing, parts: int) -> str:
    if row.kind is OfferKind.BUNDLE and parts:
        return _("%(n)s 事合 1") % {"n": parts}
    return time_text(row)


def _rows(rows: Sequence[Listing]) -> list[Row]:
    names = directory.department_names(row.department_id for row in rows) if rows else {}
    return [_row(row, names) for row in rows]


def _row(row: Listing, names: dict[UUID, str]) -> Row:
    declared = row.declared_visits
    return Row(
        name=row.short_name or row.name,
        url=_guide(row),
        office=names.get(row.department_id, ""),
        visits="" if declared is None else _("跑 %(n)s 次") % {"n": declared},
        free=declared == 0,
        time=time_text(row),
    )


def time_text(row: Listing) -> str:
    """How long it takes as promised; nothing where nothing is promised."""
    if row.promise is None:
        return ""
    if row.promise == 0:
        return _("当场办好")
    if row.promise_unit == DayUnit.NATURAL:
        return natural_days(row.promise)
    return working_days(row.promise)


def _words(rows: Sequence[Listing], packs: Collection[Findable]) -> list[tuple[str, str]]:
    """Everyday names as the search knows them, each with the search for it."""
    items = [row.id for row in rows if row.kind is OfferKind.ITEM]
    found = [*packs, *(catalogue.findable(item_ids=items, bundle_ids=()) if items else ())]
    names = {each.listing.code: each.aliases for each in found}
    said = [names.get(row.code) or (row.short_name or row.name,) for row in rows]
    search = reverse("guidance:search")
    return [(words[0], f"{search}?{urlencode({'q': words[0]})}") for words in said]


def _guide(row: Listing) -> str:
    return reverse("guidance:guide", args=[row.code])
