"""Finding things by everyday words: in memory, exact about what it knows, quick.

Chinese text is cut into single characters and pairs; each counts by its rarity (IDF). A question is
asked in several ways (see `words`). For each the rare grams give candidates, frequent ones are not
followed once enough have been; the candidates are then compared closely (see `fitting`). Latin text
is compared with the pinyin and the initials of names; there is room for mending typing errors.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest
from itertools import zip_longest
from types import MappingProxyType
from typing import Generic, TypeVar

from onevisit.guidance.rules.fitting import (
    RELATED,
    covered_by,
    held_by,
    is_enough,
    said_by,
)
from onevisit.guidance.rules.senses import Sense, Senses, Wanted, no_senses
from onevisit.guidance.rules.sound import LATIN, SoundIndex
from onevisit.guidance.rules.spelling import Spelling
from onevisit.guidance.rules.words import (
    PAIR,
    SINGLE,
    UNKNOWN,
    Ask,
    Lexicon,
    Notion,
    grams,
    normal,
    notions_of,
    parts_of,
    question_of,
    ways_to_ask,
)

__all__ = [
    "Found",
    "Index",
    "Prepared",
    "fits_well",
    "grams",
    "normal",
    "prepare",
    "question_of",
]

C = TypeVar("C")

STRONG, OFFICE = 1.0, 0.15
LENGTH = 0.1
CONTEXT = 1.0
LITERAL = 0.15
NOTIONS = 1.25
TAIL, PLAIN = 0.2, 4.0
"""What scores less than this share of the best, or of a plain fit, has nothing to do with it."""
LED, LED_GRAMS, LED_BUDGET = 30, 40, 4_000
"""How many things are looked at for their meaning alone, led to by how many grams and places."""
SHORT = 4
BUDGET = 16_000
LEAST_GRAMS = 3
WAYS = 3
MOST_PARTS, MOST_OF, HIGH = 4, 0.6, 10
MOST_OF_PART = 1.6
TOLD, FIRST = 10, 3
"""From how many characters parts may tell one story; how many things of all of it come first."""
MENDED, MOST_MENDED = 0.85, 4
WEAK = 2.7
"""Below this the best is doubtful: seven in ten of what does not exist here score less, and one or
two in a hundred right answers.
"""
MOST = 100
MOST_PHRASES = 60


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
    """Bring the words of a thing into the form the index works on; of everyday names written with
    blanks between words each word is one as well.
    """
    from pypinyin import lazy_pinyin  # half a second to load, and only writers need it

    everyday = [normal(each) for each in aliases]
    pieces = [piece for each in everyday if " " in each for piece in each.split()]
    given = (normal(name), normal(short_name), *everyday, *pieces)
    phrases = tuple(dict.fromkeys(each for each in given if each))[:MOST_PHRASES]
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


def fits_well(text: str, found: Sequence[Found[C]]) -> bool:
    """Whether the best of what was found for `text` is an answer and not merely near; what was
    typed in Latin letters is not judged, sounds are compared otherwise.
    """
    return bool(found) and (normal(text).isascii() or found[0].score >= WEAK)


@dataclass(slots=True)
class _Entry(Generic[C]):
    card: C
    boost: float
    phrases: tuple[str, ...]
    names: str
    related: str
    length: float
    sense: Sense


@dataclass(slots=True)
class _Postings:
    """For each gram the slots of the things that hold it, by how much that says."""

    by_gram: dict[str, list[int]] = field(default_factory=dict)

    def add(self, slot: int, found: Iterable[str]) -> list[str]:
        """Put the slot under its grams; which pairs were not there before."""
        held = self.by_gram
        new: list[str] = []
        for gram in found:
            slots = held.get(gram)
            if slots is None:
                held[gram] = [slot]
                if len(gram) == 2:
                    new.append(gram)
            else:
                slots.append(slot)
        return new


class Index(Generic[C]):
    """Cards under their words. Adding a key again replaces it; reading needs no lock."""

    def __init__(
        self,
        words: Mapping[str, Sequence[str]] = MappingProxyType({}),
        alike: Mapping[str, Sequence[str]] = MappingProxyType({}),
        senses: Senses | None = None,
    ) -> None:
        """`words`: what people say → what offices write; `alike`: words that may stand for one
        another; `senses`: learnt from words. All in normal form.
        """
        self._words, self._alike = Lexicon(words), Lexicon(alike)
        self._senses = senses or no_senses()
        self._entries: list[_Entry[C] | None] = []
        self._slots: dict[object, int] = {}
        self._gone: set[int] = set()
        self._names, self._related, self._offices = _Postings(), _Postings(), _Postings()
        self._sound, self._spelling = SoundIndex(), Spelling()
        self._whole: dict[str, list[int]] = {}
        self._masses: dict[str, float] = {}
        self._changes = 0

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
        self._forget_masses()
        names = " ".join(prepared.phrases)
        title = prepared.phrases[0] if prepared.phrases else ""
        sense = self._senses.title(title)
        self._entries.append(
            _Entry(card, boost, prepared.phrases, names, prepared.related, length, sense)
        )
        for phrase in prepared.phrases:
            if len(phrase) <= SHORT:
                self._whole.setdefault(phrase, []).append(slot)
        for phrase, pinyin in zip(prepared.phrases, prepared.pinyin, strict=False):
            self._spelling.learn(phrase, pinyin)
        self._spelling.add(self._names.add(slot, strong))
        self._related.add(slot, related)
        self._offices.add(slot, set(grams(prepared.office)) - strong - related)
        self._sound.add(slot, prepared.pinyin)
        self._slots[key] = slot

    def remove(self, key: object) -> None:
        """Forget what stands under the key, if anything does."""
        slot = self._slots.pop(key, None)
        if slot is not None:
            self._entries[slot] = None
            self._gone.add(slot)

    def cards(self) -> Iterator[tuple[C, float]]:
        """Every card with its boost."""
        return ((each.card, each.boost) for each in self._entries if each is not None)

    def search(
        self, text: str, *, wanted: Callable[[C], bool], strict: bool = True
    ) -> list[Found[C]]:
        """The wanted cards that fit `text`, best first; `strict` leaves out what hardly does."""
        asked = question_of(text, self._words)
        if asked.isascii() and any(each.isalpha() for each in asked):
            found = self._by_words(asked, wanted, strict)
            found.update(self._by_sound(asked, wanted, set(found)))
            return _best_first(found.values())
        whole = self._by_words(asked, wanted, strict)
        parts = parts_of(asked, self._known)
        if not 1 < len(parts) <= MOST_PARTS:
            return _best_first(whole.values())
        each = [self._by_words(part, wanted, strict) for part in parts]
        return self._of_parts(whole, parts, [found for found in each if found])

    def _of_parts(
        self,
        whole: dict[int, Found[C]],
        parts: Sequence[str],
        found: Sequence[dict[int, Found[C]]],
    ) -> list[Found[C]]:
        """One matter said in several words, if the best thing holds most of each of them;
        otherwise several matters, or a story told in parts: the best of all that was said, then
        the best of each, then the second of each, and so on. A long question is likely to be
        a story: there three of all come first, which leaves two matters room among five.
        """
        for slot in dict.fromkeys(slot for each in found for slot in each):
            known = [each[slot] for each in found if slot in each]
            best = max(known, key=lambda one: one.score)
            score = sum(min(one.score, MOST_OF_PART) for one in known) / len(parts)
            if slot not in whole or score > whole[slot].score:
                whole[slot] = Found(best.card, score, best.phrase)
        if not whole or len(found) < 2 or self._is_one(whole, parts, found):
            return _best_first(whole.values())
        before = FIRST if sum(map(len, parts)) >= TOLD else 1
        return _in_turn([_best_first(each.values()) for each in (whole, *found)], before)

    def _is_one(
        self,
        whole: Mapping[int, Found[C]],
        parts: Sequence[str],
        found: Sequence[Mapping[int, Found[C]]],
    ) -> bool:
        """Whether the best thing stands high under every part, or holds most of its characters."""
        first = max(whole, key=lambda slot: whole[slot].score)
        entry = self._entries[first]
        assert entry is not None
        names = entry.names
        return all(
            sum(each in names for each in part) >= MOST_OF * len(part)
            or first in nlargest(HIGH, under, key=lambda slot: under[slot].score)
            for part, under in zip(parts, found, strict=False)
        )

    def _known(self, gram: str) -> bool:
        return gram in self._names.by_gram

    def _often(self, gram: str) -> int:
        return len(self._names.by_gram.get(gram, ()))

    def _rarity(self, gram: str) -> float:
        seen = self._often(gram)
        many = max(len(self._slots), 1)
        if not seen:
            return UNKNOWN * math.log(1 + 2 * many)
        seen = min(seen, many)
        return math.log(1 + (many - seen + 0.5) / (seen + 0.5))

    def _mass(self, phrase: str) -> float:
        """What all grams of a name weigh together; kept while the catalogue stands."""
        found = self._masses.get(phrase)
        if found is None:
            found = math.fsum(
                self._rarity(gram) * (PAIR if len(gram) > 1 else SINGLE)
                for gram in set(grams(phrase))
            )
            self._masses[phrase] = found = max(found, 1e-9)
        return found

    def _forget_masses(self) -> None:
        self._changes += 1
        if self._changes * 50 > len(self._slots):
            self._masses.clear()
            self._changes = 0

    def _by_words(
        self, asked: str, wanted: Callable[[C], bool], strict: bool
    ) -> dict[int, Found[C]]:
        said, alike = self._words.meant(asked), self._alike.meant(asked)
        asks = [*ways_to_ask(asked, said, alike, self._rarity), *self._mended(asked)]
        notions = notions_of(asked, said, alike, self._rarity)
        weights: dict[str, float] = {}
        for ask in asks:
            for gram, heavy in ask.weights.items():
                weights[gram] = max(heavy * ask.share / ask.total, weights.get(gram, 0.0))
        every = weights.keys() | {gram for n in notions for way in n.ways for gram in way.weights}
        found: dict[int, Found[C]] = {}
        named = {slot for slot in self._whole.get(asked, ()) if self._is_wanted(slot, wanted)}
        meant = self._senses.asked(asked)
        for slot in {*self._candidates(weights, wanted), *named, *self._led(meant, wanted)}:
            best = self._ranked(slot, asks, notions, every, strict)
            best = self._by_meaning(slot, best, meant)
            if best is not None:
                found[slot] = best
        return found

    def _led(self, meant: Wanted, wanted: Callable[[C], bool]) -> list[int]:
        """Things whose names hold most of what speaks for what was asked, whatever the words."""
        leads = meant.leads
        scores: dict[int, float] = {}
        left = LED_BUDGET
        for gram in nlargest(LED_GRAMS, leads, key=leads.__getitem__):
            held = self._names.by_gram.get(gram, ())
            if len(held) <= left:
                left -= len(held)
                for slot in held:
                    scores[slot] = scores.get(slot, 0.0) + leads[gram]
        best = nlargest(LED, scores, key=scores.__getitem__)
        return [slot for slot in best if self._is_wanted(slot, wanted)]

    def _by_meaning(self, slot: int, found: Found[C] | None, meant: Wanted) -> Found[C] | None:
        entry = self._entries[slot]
        assert entry is not None
        value = meant.of(entry.sense, alone=found is None) * entry.boost
        if found is None:
            return Found(entry.card, value, entry.phrases[0]) if value else None
        return replace(found, score=found.score + value)

    def _mended(self, asked: str) -> list[Ask]:
        """The ways to ask what was probably meant to be typed."""
        words, alike = self._words, self._alike
        mended = self._spelling.mended(asked, words.within(asked), self._often)
        if mended is None:
            return []
        ways = ways_to_ask(mended, words.meant(mended), alike.meant(mended), self._rarity)
        return [replace(each, share=each.share * MENDED) for each in ways[:MOST_MENDED]]

    def _candidates(self, weights: Mapping[str, float], wanted: Callable[[C], bool]) -> list[int]:
        """Things that hold most of the rare grams, as many as are compared closely."""
        scores = self._scores(weights)
        best = nlargest(2 * MOST, scores, key=scores.__getitem__)
        chosen = [slot for slot in best if wanted(self._card(slot))][:MOST]
        if len(chosen) < MOST and len(best) < len(scores):
            rest = (slot for slot in scores if wanted(self._card(slot)))
            chosen = nlargest(MOST, rest, key=scores.__getitem__)
        return chosen

    def _is_wanted(self, slot: int, wanted: Callable[[C], bool]) -> bool:
        return slot not in self._gone and wanted(self._card(slot))

    def _card(self, slot: int) -> C:
        entry = self._entries[slot]
        assert entry is not None
        return entry.card

    def _scores(self, weights: Mapping[str, float]) -> dict[int, float]:
        scores: dict[int, float] = {}
        get = scores.get
        left = BUDGET
        for count, gram in enumerate(sorted(weights, key=weights.__getitem__, reverse=True)):
            for held, share in (
                (self._names.by_gram.get(gram, ()), STRONG),
                (self._related.by_gram.get(gram, ()), RELATED),
                (self._offices.by_gram.get(gram, ()), OFFICE),
            ):
                if len(held) > left and count >= LEAST_GRAMS:
                    continue
                left -= len(held)
                add = weights[gram] * share
                for slot in held:
                    scores[slot] = get(slot, 0.0) + add
        for slot in self._gone & scores.keys():
            del scores[slot]
        return scores

    def _ranked(
        self,
        slot: int,
        asks: Sequence[Ask],
        notions: Sequence[Notion],
        asked: Iterable[str],
        strict: bool,
    ) -> Found[C] | None:
        """The best of the ways of asking, by what all names hold of it and by the best one; then
        how many pieces of the question the thing speaks of, each in whichever way.
        """
        entry = self._entries[slot]
        assert entry is not None
        names = {gram for gram in asked if gram in entry.names}
        related = {gram for gram in asked if gram not in names and gram in entry.related}
        ways = [(covered_by(ask, names, related) / entry.length, ask) for ask in asks]
        literal = LITERAL * ways[0][0]
        best, phrase = 0.0, entry.phrases[0]
        ways.sort(key=lambda way: -way[0] * way[1].share)
        for covered, ask in ways[:WAYS]:
            if strict and not is_enough(ask, names, related, covered):
                continue
            held = held_by(ask, names)
            for each in entry.phrases:
                fit = held.fit(each, self._mass, main=each is entry.phrases[0])
                score = (CONTEXT * covered + fit) * ask.share + literal
                if score > best:
                    best, phrase = score, each
        if not best:
            return None
        best += NOTIONS * said_by(notions, names, related)
        return Found(entry.card, best * entry.boost, phrase)

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


def _best_first(found: Iterable[Found[C]]) -> list[Found[C]]:
    """Of equals the one whose name is shorter, then the one that came first; without the tail."""
    ranked = sorted(found, key=lambda each: (-round(each.score, 6), len(each.phrase)))
    return [each for each in ranked if each.score >= TAIL * min(ranked[0].score, PLAIN)]


def _in_turn(lists: Sequence[Sequence[Found[C]]], before: int) -> list[Found[C]]:
    """As many of the first list as come `before`, then the first of each, the second of each, …,
    each card once, scores never rising.
    """
    order = {id(found.card): found for found in lists[0][:before]}
    for row in zip_longest(*lists):
        for found in row:
            if found is not None:
                order.setdefault(id(found.card), found)
    least = math.inf
    ranked = []
    for found in order.values():
        least = min(least, found.score)
        ranked.append(Found(found.card, least, found.phrase))
    return ranked
