"""Search over all items and bundles.

Each process keeps the prepared documents in memory. Before each search one small query asks which
revision they stand at; when the catalogue has changed once since, only what changed is read again.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import Lock
from uuid import UUID

from django.db import connection

from onevisit.catalogue.rules.events import OfferKind
from onevisit.guidance.models import SearchDocument
from onevisit.guidance.rules.folding import together
from onevisit.guidance.rules.likeness import Likeness
from onevisit.guidance.rules.meaning import Meanings
from onevisit.guidance.rules.search import Found, Index, Prepared, fits_well, normal
from onevisit.guidance.rules.senses import Senses, no_senses
from onevisit.guidance.rules.words import read_words

log = logging.getLogger(__name__)

HOTLINE = "12345"
_FEW = 5
_COLUMNS = (
    "item_id",
    "bundle_id",
    "department_id",
    "department__short_name",
    "card",
    "boost",
    "phrases",
    "related",
    "office",
    "pinyin",
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found.

    `phrase` is the name that fits best (an everyday name, perhaps); `served` holds codes of
    `Served`; `promise` is in days of `promise_unit`; `score` compares hits of one search only;
    `elsewhere` is the same thing as other places of the county do it.
    """

    kind: OfferKind
    code: str
    name: str
    short_name: str
    department_id: UUID
    department_name: str
    score: float
    phrase: str
    applicable: bool
    served: tuple[str, ...]
    life_events: tuple[str, ...]
    online_depth: str
    declared_visits: int | None
    promise: int | None
    promise_unit: str
    elsewhere: tuple["Hit", ...] = ()

    @property
    def is_bundle(self) -> bool:
        """Whether it is a bundle 一件事."""
        return self.kind is OfferKind.BUNDLE


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of hits, best first, each thing once; `more` says that others follow, `only_near`
    that none of them is likely to be what was asked for.
    """

    hits: tuple[Hit, ...]
    more: bool
    only_near: bool


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What helps when nothing was found: near things, much wanted things, and whom to call."""

    nearest: tuple[Hit, ...]
    popular: tuple[Hit, ...]
    phone: str = HOTLINE


@dataclass(frozen=True, slots=True)
class _Card:
    department_id: UUID
    department_name: str
    thing: str
    shown: dict[str, object]
    served: frozenset[str]
    life_events: frozenset[str]


class _Memory:
    """The index of this process and the revision it stands at."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._revision: int | None = None
        self._index: Index[_Card] = empty_index()

    def index(self) -> Index[_Card]:
        """The index as the catalogue stands now; one query when nothing has changed.

        While one thread reads what changed, the others go on with what was there before.
        """
        revision, base = published_state()
        stale = revision != self._revision
        if stale and self._lock.acquire(blocking=self._revision is None):
            try:
                self._bring_to(revision, base)
            finally:
                self._lock.release()
        return self._index

    def _bring_to(self, revision: int, base: int) -> None:
        if revision == self._revision:
            return
        rows = SearchDocument.objects.values_list(*_COLUMNS).order_by("id")
        one_step = self._revision is not None and base == self._revision
        if one_step and self._index.waste <= len(self._index):
            rows = rows.filter(revision=revision)
            index = self._index
        else:
            index = empty_index()
        for row in rows.iterator(chunk_size=2_000):
            _add(index, row)
        self._index, self._revision = index, revision


_DATA = Path(__file__).parents[1] / "data"
MEANINGS = _DATA / "meanings.bin"
DIRECTIONS = _DATA / "directions.bin"


@cache
def _everyday_words() -> dict[str, list[str]]:
    """What people say → what offices write, by field: data beside the code; with words that cover
    several kinds of things (证件), which would blur what is learnt.
    """
    return {**_words_of("covering"), **_words_of("everyday")}


def _words_of(folder: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((_DATA / folder).glob("*.txt")):
        found.update(read_words(path.read_text("utf-8")))
    return found


def taught_words() -> dict[str, list[str]]:
    """All that meanings are learnt from: everyday words, those that were only heard, which would
    mislead were they put in the place of what was typed, and whole sentences.
    """
    return {**_words_of("sentences"), **_words_of("heard"), **_words_of("everyday")}


@cache
def _like_words() -> dict[str, list[str]]:
    """Words that may stand for one another: 纠纷 and 争议."""
    sets: list[list[str]] = json.loads((_DATA / "like_words.json").read_text("utf-8"))
    found: dict[str, list[str]] = {}
    for each in sets:
        for word in each:
            found.setdefault(word, []).extend(other for other in each if other != word)
    return found


@cache
def _senses() -> Senses:
    """What words of people mean: learnt from all of them, kept beside them. Without these files
    search goes by words alone.
    """
    try:
        meanings = Meanings.from_bytes(MEANINGS.read_bytes())
        return Senses(meanings, Likeness.from_bytes(DIRECTIONS.read_bytes()))
    except (OSError, ValueError):
        log.warning("what words mean cannot be read: search goes by words alone", exc_info=True)
        return no_senses()


def empty_index() -> Index[_Card]:
    """An index with the words people say and nothing in it."""
    return Index(_everyday_words(), _like_words(), _senses())


_memory = _Memory()
_STATE = "SELECT revision, base FROM guidance_searchstate WHERE id = 1"


def published_state() -> tuple[int, int]:
    """Changes with everything that is published: what is made of it can be kept by this. One small
    query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        return cursor.fetchone() or (0, 0)


def warm_up() -> None:
    """Read the index now, so that nobody's first search waits for it (a second at 20,000 items)."""
    _memory.index()


def search(
    text: str,
    *,
    limit: int = 20,
    served: str | None = None,
    department_id: UUID | None = None,
    life_event: str | None = None,
) -> tuple[Hit, ...]:
    """Items and bundles for everyday words, Chinese, pinyin or initials, best first.

    Without `text` everything that passes the filters, what one can apply for here first.
    """
    found = _found(text, _filter(served, department_id, life_event))
    return tuple(map(_hit, found[:limit]))


def find(
    text: str,
    *,
    limit: int = 20,
    offset: int = 0,
    served: str | None = None,
    department_id: UUID | None = None,
    life_event: str | None = None,
) -> SearchResult:
    """One page of what `search` finds, what several places do once, and whether there is more."""
    found = _found(text, _filter(served, department_id, life_event))
    only_near = bool(found) and not fits_well(text, found)
    things = together(found, lambda each: each.card.thing)
    page = things[offset : offset + limit]
    hits = tuple(replace(_hit(first), elsewhere=tuple(map(_hit, rest))) for first, rest in page)
    return SearchResult(hits, len(things) > offset + limit, only_near)


def _found(text: str, wanted: Callable[[_Card], bool]) -> list[Found[_Card]]:
    index = _memory.index()
    return index.search(text, wanted=wanted) if normal(text) else _all(index, wanted)


def suggestions(text: str) -> Suggestions:
    """What to offer when a search has found nothing."""
    index = _memory.index()
    nearest = index.search(text, wanted=_anything, strict=False)[:_FEW]
    known = {each.card.shown["code"] for each in nearest}
    popular = [
        each
        for each in _all(index, _anything)[: 2 * _FEW]
        if each.card.shown["applicable"] and each.card.shown["code"] not in known
    ]
    return Suggestions(tuple(map(_hit, nearest)), tuple(map(_hit, popular[:_FEW])))


def _anything(card: _Card) -> bool:
    return True


def _filter(
    served: str | None, department_id: UUID | None, life_event: str | None
) -> Callable[[_Card], bool]:
    def wanted(card: _Card) -> bool:
        return (
            (not served or served in card.served)
            and (department_id is None or department_id == card.department_id)
            and (not life_event or life_event in card.life_events)
        )

    return wanted


def _all(index: Index[_Card], wanted: Callable[[_Card], bool]) -> list[Found[_Card]]:
    found = [Found(card, boost, "") for card, boost in index.cards() if wanted(card)]
    return sorted(found, key=lambda each: (-round(each.score, 6), str(each.card.shown["code"])))


def _add(index: Index[_Card], row: tuple[object, ...]) -> None:
    values = dict(zip(_COLUMNS, row, strict=True))
    shown = values["card"]
    assert isinstance(shown, dict)
    card = _Card(
        UUID(str(values["department_id"])),
        str(values["department__short_name"]),
        str(shown.pop("thing", shown["code"])),
        shown,
        frozenset(shown["served"]),
        frozenset(shown["life_events"]),
    )
    prepared = Prepared(
        tuple(str(values["phrases"]).split("\n")),
        str(values["related"]),
        str(values["office"]),
        tuple(str(values["pinyin"]).split("\n")),
    )
    boost = values["boost"]
    assert isinstance(boost, float)
    index.add(values["item_id"] or values["bundle_id"], card, prepared, boost)


def _hit(found: Found[_Card]) -> Hit:
    card = found.card
    shown = {
        **card.shown,
        "kind": OfferKind(str(card.shown["kind"])),
        "served": tuple(sorted(card.served)),
        "life_events": tuple(sorted(card.life_events)),
    }
    return Hit(
        **shown,  # type: ignore[arg-type]
        department_id=card.department_id,
        department_name=card.department_name,
        score=round(found.score, 4),
        phrase=found.phrase,
    )
