"""Finding things by everyday words: in memory, exact about what it knows, quick.

Chinese text is cut into single characters and pairs; each counts by its rarity (IDF), most in names
and everyday names, less in related words, least in the department's name. Latin text is compared
with the pinyin and the initials of names. Everyday names are data: they matter more than the
engine. So are everyday words: where people say 驾照, offices write 机动车驾驶证; such words are
looked for beside what was typed, and count less. There is room for mending typing errors.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from types import MappingProxyType
from typing import Generic, TypeVar

from onevisit.guidance.rules.sound import LATIN, SoundIndex

__all__ = ["Found", "Index", "Prepared", "grams", "normal", "prepare", "question_of"]

C = TypeVar("C")

_RUN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+")
_FILLER = re.compile(
    "请问|我想要?|我要|想要|怎么办理|怎么办|怎么|怎样|如何|在哪里?|哪里|需要什么|要什么|什么|一下|"
    "麻烦|帮我|可以|[吗呢啊吧?!]"
)
LONGEST_QUERY = 100
PAIR, SINGLE = 1.6, 0.5
STRONG, RELATED, OFFICE = 1.0, 0.35, 0.15
LENGTH = 0.1
EQUAL, ALIKE, ASKED_SHARE, INSIDE = 2.0, 0.5, 0.8, 0.2
"""Weights found by leaving each everyday name of 262 real items out in turn."""
ENOUGH_SINGLES = 0.5
IN_OTHER_WORDS = 0.6
MOST = 100


def normal(text: str) -> str:
    """One form for width and case, with single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def grams(text: str) -> list[str]:
    """Characters and pairs of Chinese runs, whole words of Latin ones; `text` is normal."""
    found: list[str] = []
    for run in _RUN.findall(text):
        if run.isascii():
            found.append(run)
        else:
            found.extend(run)
            found.extend(run[at : at + 2] for at in range(len(run) - 1))
    return found


def question_of(text: str) -> str:
    """What is asked for, without the words of asking, as long as something is left."""
    asked = normal(text)[:LONGEST_QUERY]
    short = _FILLER.sub("", asked)
    return short if len(grams(short)) > 1 else asked


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the index needs of one thing; made when it is published, stored, loaded quickly.

    `phrases` are its names in normal form, the main one first; `related` and `office` further
    words; `pinyin` for each phrase its syllables with blanks between.
    """

    phrases: tuple[str, ...]
    related: str
    office: str
    pinyin: tuple[str, ...]


def prepare(
    name: str, short_name: str, aliases: Iterable[str], related: Iterable[str], office: str
) -> Prepared:
    """Bring the words of a thing into the form the index works on."""
    from pypinyin import lazy_pinyin  # half a second to load, and only writers need it

    given = (normal(each) for each in (name, short_name, *aliases))
    phrases = tuple(dict.fromkeys(each for each in given if each))
    pinyin = (
        " ".join(syllable for each in lazy_pinyin(phrase) for syllable in LATIN.findall(each))
        for phrase in phrases
    )
    return Prepared(
        phrases, " ".join(normal(each) for each in related), normal(office), tuple(pinyin)
    )


@dataclass(frozen=True, slots=True)
class Found(Generic[C]):
    """A card that was found; `phrase` is the name that fits best."""

    card: C
    score: float
    phrase: str


@dataclass(slots=True)
class _Entry(Generic[C]):
    card: C
    boost: float
    phrases: tuple[str, ...]
    length: float


@dataclass(slots=True)
class _Postings:
    """For each gram the slots of the things that hold it, by how much that says."""

    by_gram: dict[str, list[int]] = field(default_factory=dict)

    def add(self, slot: int, found: Iterable[str]) -> None:
        held = self.by_gram
        for gram in found:
            slots = held.get(gram)
            if slots is None:
                held[gram] = [slot]
            else:
                slots.append(slot)


@dataclass(frozen=True, slots=True)
class _Ask:
    """One way of saying what is asked, its grams by weight, and how much this way counts."""

    text: str
    weights: Mapping[str, float]
    share: float


class Index(Generic[C]):
    """Cards under their words. Adding a key again replaces it; reading needs no lock."""

    def __init__(self, words: Mapping[str, Sequence[str]] = MappingProxyType({})) -> None:
        """`words`: what people say → what offices write, all in normal form."""
        self._words = words
        self._entries: list[_Entry[C] | None] = []
        self._slots: dict[object, int] = {}
        self._names, self._related, self._offices = _Postings(), _Postings(), _Postings()
        self._sound = SoundIndex()

    def __len__(self) -> int:
        return len(self._slots)

    @property
    def waste(self) -> int:
        """How many slots hold nothing any more."""
        return len(self._entries) - len(self._slots)

    def add(self, key: object, card: C, prepared: Prepared, boost: float = 1.0) -> None:
        """Put a card under its words; `boost` multiplies its scores."""
        self.remove(key)
        slot = len(self._entries)
        strong = {gram for phrase in prepared.phrases for gram in grams(phrase)}
        related = set(grams(prepared.related)) - strong
        length = max(len(prepared.phrases[0]) if prepared.phrases else 1, 1) ** LENGTH
        self._entries.append(_Entry(card, boost, prepared.phrases, length))
        self._names.add(slot, strong)
        self._related.add(slot, related)
        self._offices.add(slot, set(grams(prepared.office)) - strong - related)
        self._sound.add(slot, prepared.pinyin)
        self._slots[key] = slot

    def remove(self, key: object) -> None:
        """Forget what stands under the key, if anything does."""
        slot = self._slots.pop(key, None)
        if slot is not None:
            self._entries[slot] = None

    def cards(self) -> Iterator[tuple[C, float]]:
        """Every card with its boost."""
        return ((each.card, each.boost) for each in self._entries if each is not None)

    def search(
        self, text: str, *, wanted: Callable[[C], bool], strict: bool = True
    ) -> list[Found[C]]:
        """The wanted cards that fit `text`, best first; `strict` leaves out what hardly does."""
        asked = question_of(text)
        found = self._by_words(asked, wanted, strict)
        if asked.isascii() and any(each.isalpha() for each in asked):
            found.update(self._by_sound(asked, wanted, set(found)))
        return sorted(found.values(), key=lambda each: -each.score)

    def _rarity(self, gram: str) -> float:
        slots = self._names.by_gram.get(gram, ())
        many = max(len(self._slots), 1)
        seen = min(len(slots), many)
        return math.log(1 + (many - seen + 0.5) / (seen + 0.5))

    def _by_words(
        self, asked: str, wanted: Callable[[C], bool], strict: bool
    ) -> dict[int, Found[C]]:
        asks = [_Ask(asked, self._weights(asked), 1.0)]
        asks += [_Ask(each, self._weights(each), n) for each, n in self._other_words(asked)]
        scores: dict[int, float] = {}
        for ask in asks:
            for slot, value in self._fitting(ask, strict=strict).items():
                scores[slot] = max(value * ask.share, scores.get(slot, 0.0))
        ranked = nsmallest(
            MOST,
            (
                (-value / entry.length * entry.boost, slot)
                for slot, value in scores.items()
                if (entry := self._entries[slot]) is not None and wanted(entry.card)
            ),
        )
        return {slot: self._ranked(slot, -value, asks) for value, slot in ranked}

    def _weights(self, text: str) -> dict[str, float]:
        return {
            gram: self._rarity(gram) * (PAIR if len(gram) > 1 else SINGLE) for gram in grams(text)
        }

    def _other_words(self, asked: str) -> list[tuple[str, float]]:
        """What offices write for the words in the query, and how much that counts: the more of the
        query such a word is, the more.
        """
        return [
            (each, IN_OTHER_WORDS * math.sqrt(len(word) / len(asked)))
            for word, others in self._words.items()
            if word in asked
            for each in others
            if each not in asked
        ]

    def _fitting(self, ask: _Ask, *, strict: bool) -> dict[int, float]:
        """The share of what is asked that each thing holds. When strict, it must hold a pair or a
        word of it, or most of its characters by weight.
        """
        total = sum(ask.weights.values())
        if not total:
            return {}
        scores = self._scores(ask.weights)
        if strict:
            singles = sum(w for gram, w in ask.weights.items() if len(gram) == 1)
            least = singles * ENOUGH_SINGLES if singles else math.inf
            fit = {slot for slot, value in scores.items() if value >= least}
            for gram in (gram for gram in ask.weights if len(gram) > 1):
                fit.update(self._names.by_gram.get(gram, ()))
                fit.update(self._related.by_gram.get(gram, ()))
            return {slot: scores[slot] / total for slot in fit}
        return {slot: value / total for slot, value in scores.items()}

    def _scores(self, weights: Mapping[str, float]) -> dict[int, float]:
        scores: dict[int, float] = {}
        postings = ((self._names, STRONG), (self._related, RELATED), (self._offices, OFFICE))
        for gram, weight in weights.items():
            for held, share in postings:
                add = weight * share
                for slot in held.by_gram.get(gram, ()):
                    scores[slot] = scores.get(slot, 0.0) + add
        return scores

    def _ranked(self, slot: int, value: float, asks: Sequence[_Ask]) -> Found[C]:
        """How well the best single name fits as well: equal, contained, or sharing grams."""
        entry = self._entries[slot]
        assert entry is not None
        best, phrase = 0.0, entry.phrases[0]
        for each in entry.phrases:
            fit = max(_likeness(ask, each) * ask.share for ask in asks)
            if fit > best:
                best, phrase = fit, each
        return Found(entry.card, value + best * entry.boost, phrase)

    def _by_sound(
        self, asked: str, wanted: Callable[[C], bool], known: set[int]
    ) -> dict[int, Found[C]]:
        """Things whose pinyin or initials fit; many thousands are compared in milliseconds."""
        found: dict[int, Found[C]] = {}
        for slot, (score, at) in self._sound.search(asked).items():
            entry = self._entries[slot]
            if entry is not None and slot not in known and wanted(entry.card):
                found[slot] = Found(entry.card, score * entry.boost, entry.phrases[at])
        return found


def _likeness(ask: _Ask, phrase: str) -> float:
    if ask.text == phrase and ask.share == 1.0:
        return EQUAL
    held = set(grams(phrase))
    if not held or not ask.weights:
        return 0.0
    shared = len(held & ask.weights.keys())
    size = ASKED_SHARE * len(ask.weights) + (1 - ASKED_SHARE) * len(held)
    inside = len(phrase) > 1 and (ask.text in phrase or phrase in ask.text)
    return ALIKE * shared / size + (INSIDE if inside else 0.0)
