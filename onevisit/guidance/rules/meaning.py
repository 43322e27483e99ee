"""What a title means in the words of people, learnt from pairs of both.

Everyday words say which sentence of people leads to which words of offices. From thousands of such
pairs one learns which characters and pairs of characters on one side go with which on the other
(IBM model 1: Brown et al. 1993; for search Berger and Lafferty 1999), so that a question in words
that nobody wrote down together still speaks for a title.
"""

import hashlib
import json
import math
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from onevisit.guidance.rules.words import Words, grams

__all__ = ["Meanings", "Meant", "fingerprint", "learn"]

_Numbers: TypeAlias = "array[int]"

ROUNDS = 5
LEAST = 0.002
MOST_PLACES = 60
"""A lesser share of what a character of offices means is left out, and so is what a character of
people says beyond its sixty strongest meanings: then it says nothing.
"""
TRUST = 1.5
"""What the meaning of a title counts against how often people say something anyway."""
FULL, SCALE = 16, 20.0
"""A question of sixteen characters counts in full, a short phrase less: it often is an office's."""
STEP, LOWEST = 0.085, -5.0
USUAL = 15
"""Characters and pairs of a usual title, to guess which titles deserve a look."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What one question says of each gram of offices: which of its own grams, how strongly;
    `leads`: how much the gram speaks for a title that holds it.
    """

    by_written: Mapping[str, Sequence[tuple[int, float]]]
    leads: Mapping[str, float]
    counts: Sequence[int]
    share: float

    def of(self, title: Sequence[str]) -> float:
        """How much more likely people say this of the title than of any other; 0 and more, 1 is
        about what words that fit give.
        """
        found = [0.0] * len(self.counts)
        for gram in title:
            for at, gain in self.by_written.get(gram, ()):
                found[at] += gain
        many = len(title)
        told = zip(found, self.counts, strict=True)
        return self.share * math.fsum(n * math.log1p(x / many) for x, n in told if x)


@dataclass(frozen=True, slots=True)
class Meanings:
    """For each gram of people the grams of offices it speaks for, as numbers in rows: a megabyte
    where objects would be fifty.

    `source` is the fingerprint of the words; `starts[n]` to `starts[n + 1]` are the places of the
    n-th gram of `said` in `places` (numbers of `written`) and in `gains` (logarithms in steps).
    """

    source: str
    said: Mapping[str, int]
    written: Sequence[str]
    known: Mapping[str, str]
    starts: _Numbers
    places: _Numbers
    gains: _Numbers

    def title(self, text: str) -> tuple[str, ...]:
        """The grams of a title that anything is known of."""
        return tuple(self.known[gram] for gram in grams(text) if gram in self.known)

    def asked(self, text: str) -> Meant | None:
        """What a question says; nothing when none of its grams was ever heard."""
        counts = Counter(gram for gram in grams(text) if gram in self.said)
        by_written: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        leads: defaultdict[str, float] = defaultdict(float)
        for at, (gram, many) in enumerate(counts.items()):
            row = slice(*self.starts[self.said[gram] : self.said[gram] + 2])
            for place, step in zip(self.places[row], self.gains[row], strict=True):
                other = self.written[place]
                by_written[other].append((at, _GAINS[step]))
                leads[other] += many * _LEADS[step]
        share = min(1.0, len(text) / FULL) / SCALE
        return Meant(by_written, leads, tuple(counts.values()), share) if by_written else None

    def to_bytes(self) -> bytes:
        """One line of both vocabularies, then the rows, little-endian."""
        head = json.dumps([self.source, list(self.said), self.written], ensure_ascii=False)
        rows = b"".join(map(_little, (self.starts, self.places, self.gains)))
        return head.encode() + b"\n" + rows

    @classmethod
    def from_bytes(cls, data: bytes) -> "Meanings":
        """What `to_bytes` wrote; ValueError when it is anything else."""
        head, _, rows = data.partition(b"\n")
        source, said, written = json.loads(head)
        starts, places, gains = array("I"), array("H"), array("B")
        at = (len(said) + 1) * starts.itemsize
        starts.frombytes(rows[:at])
        many = (len(rows) - at) // (places.itemsize + gains.itemsize)
        places.frombytes(rows[at : at + many * places.itemsize])
        gains.frombytes(rows[at + many * places.itemsize :])
        for each in (starts, places):
            _turn(each)
        if starts[-1] != len(places) or len(places) != len(gains):
            raise ValueError(len(rows))
        return _meanings(source, said, written, starts, places, gains)


_GAINS = tuple(math.exp(LOWEST + STEP * step) for step in range(256))
_LEADS = tuple(math.log1p(gain / USUAL) for gain in _GAINS)


def fingerprint(words: Words) -> str:
    """Changes with the words, so that a table is seen to be of others."""
    return hashlib.sha256(json.dumps(sorted(words.items())).encode()).hexdigest()


def learn(words: Words) -> Meanings:
    """Learn from what people say → what offices write; half a minute for thirty thousand words."""
    pairs = [
        (list(dict.fromkeys(grams(word))), ["", *dict.fromkeys(grams(other))])
        for word, others in words.items()
        for other in others
    ]
    said = _numbered(chain.from_iterable(each for each, _ in pairs))
    written = _numbered(chain.from_iterable(each for _, each in pairs))
    cells: dict[int, int] = {}
    rows = [
        array("I", (cells.setdefault(at * len(said) + said[gram], len(cells)) for at in places))
        for spoken, others in pairs
        for places in [[written[other] for other in others]]
        for gram in spoken
    ]
    shares = _shares(cells, len(said), rows)
    often = Counter(gram for spoken, _ in pairs for gram in spoken)
    return _meanings(fingerprint(words), *_table(said, written, cells, shares, often))


def _numbered(found: Iterable[str]) -> dict[str, int]:
    return {each: at for at, each in enumerate(dict.fromkeys(found))}


def _shares(cells: Mapping[int, int], wide: int, rows: Sequence[_Numbers]) -> list[float]:
    """Expectation and maximisation: each gram of people is owed to the grams of offices beside it
    by what these were owed so far. The gram "" takes what belongs to none.
    """
    of = [cell // wide for cell in cells]
    shares = _evened([1.0] * len(of), of)
    for _ in range(ROUNDS):
        owed = [0.0] * len(of)
        for row in rows:
            whole = math.fsum(shares[cell] for cell in row)
            for cell in row:
                owed[cell] += shares[cell] / whole
        shares = _evened(owed, of)
    return shares


def _evened(owed: Sequence[float], of: Sequence[int]) -> list[float]:
    sums = [0.0] * (max(of, default=-1) + 1)
    for each, at in zip(owed, of, strict=True):
        sums[at] += each
    return [each / sums[at] for each, at in zip(owed, of, strict=True)]


def _table(
    said: Mapping[str, int],
    written: Mapping[str, int],
    cells: Iterable[int],
    shares: Sequence[float],
    often: Mapping[str, int],
) -> tuple[list[str], list[str], _Numbers, _Numbers, _Numbers]:
    spoken = list(said)
    every = sum(often.values())
    kept: list[list[tuple[int, int]]] = [[] for _ in spoken]
    for cell, share in zip(cells, shares, strict=True):
        at, gram = divmod(cell, len(said))
        if at != written.get("") and share >= LEAST:
            gain = TRUST * share * every / often[spoken[gram]]
            kept[gram].append((at, _step(gain)))
    starts = array("I", [0])
    places, gains = array("H"), array("B")
    for each in kept:
        row = sorted(each, key=lambda one: -one[1])[:MOST_PLACES]
        places.extend(at for at, _ in row)
        gains.extend(step for _, step in row)
        starts.append(len(places))
    return spoken, list(written), starts, places, gains


def _meanings(
    source: str,
    said: Sequence[str],
    written: Sequence[str],
    starts: _Numbers,
    places: _Numbers,
    gains: _Numbers,
) -> Meanings:
    known = {gram: gram for gram in written if gram}
    return Meanings(source, _numbered(said), written, known, starts, places, gains)


def _step(gain: float) -> int:
    return min(max(round((math.log(gain) - LOWEST) / STEP), 0), 255)


def _little(row: _Numbers) -> bytes:
    turned = array(row.typecode, row)
    _turn(turned)
    return turned.tobytes()


def _turn(row: _Numbers) -> None:
    if sys.byteorder == "big":
        row.byteswap()
