"""Learn where characters and pairs point, from pairs of what people say and what offices write.

Both sides of a pair are summed to one direction each; of five hundred pairs at a time each question
shall lie nearer to its own words of offices than to those of all others (softmax over cosines;
for text: Yih et al., Learning Discriminative Projections for Text Similarity Measures, 2011). Steps
by AdaGrad. Only who changed words runs this, with NumPy.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from onevisit.guidance.rules.likeness import Likeness
from onevisit.guidance.rules.meaning import fingerprint
from onevisit.guidance.rules.words import Words, grams

__all__ = ["direct"]

_Floats: TypeAlias = npt.NDArray[np.float32]
_Places: TypeAlias = npt.NDArray[np.intp]

WIDE, ROUNDS, BATCH = 128, 12, 512
SHARP = 10.0
"""What a cosine is multiplied by: the more, the more only the nearest wrong one is pushed away."""
STEP, LAST_STEP = 0.5, 0.1
FORGOTTEN = 0.2
"""The share of the grams of a question that is left out each time, so that the rest learns, too."""
OFTEN = 2
"""A pair of people's characters that was written down once is left out in the end: its characters
say the same, and half the file is saved.
"""
LARGEST = 127
SPREAD = 4.0
"""How many times the usual size of a number fills a byte; what is beyond is cut."""
TINY = 1e-6


def direct(words: Words) -> Likeness:
    """Learn from what people say → what offices write; a minute or two for thirty thousand."""
    pairs = [(word, other) for word, others in words.items() for other in others]
    said = _numbered(word for word, _ in pairs)
    written = _numbered(other for _, other in pairs)
    chance = np.random.default_rng(0)
    people = _Side([_places(word, said) for word, _ in pairs], len(said), chance)
    offices = _Side([_places(other, written) for _, other in pairs], len(written), chance)
    for gram, at in written.items():  # the same gram begins in the same place
        if gram in said:
            offices.rows[at] = people.rows[said[gram]]
    others = {other: at for at, (_, other) in enumerate(pairs)}
    same = np.array([others[other] for _, other in pairs])
    for turn in range(ROUNDS):
        step = STEP + (LAST_STEP - STEP) * turn / ROUNDS
        order = chance.permutation(len(pairs))
        for at in range(0, len(pairs), BATCH):
            _learn(people, offices, same, order[at : at + BATCH], step, chance)
    often = Counter(gram for word in words for gram in grams(word))
    kept = [gram for gram in said if len(gram) != 2 or often[gram] >= OFTEN]
    numbers = people.bytes([said[gram] for gram in kept]) + offices.bytes(written.values())
    return Likeness.of(fingerprint(words), WIDE, kept, list(written), numbers)


def _numbered(texts: Iterable[str]) -> dict[str, int]:
    found = dict.fromkeys(gram for text in texts for gram in grams(text))
    return {gram: at for at, gram in enumerate(found)}


def _places(text: str, known: dict[str, int]) -> _Places:
    return np.array([known[gram] for gram in grams(text)], dtype=np.intp)


class _Side:
    """The directions of all grams on one side, and how far each has moved."""

    def __init__(self, texts: list[_Places], many: int, chance: np.random.Generator) -> None:
        self.texts = texts
        self.rows = chance.normal(0, 0.1, (many, WIDE)).astype(np.float32)
        self._moved = np.full(many, TINY, dtype=np.float32)

    def move(self, places: _Places, by: _Floats, step: float) -> None:
        """Against what is given for each place, less where much was moved before."""
        order = np.argsort(places, kind="stable")
        found, starts = np.unique(places[order], return_index=True)
        sums = np.add.reduceat(by[order], starts)
        self._moved[found] += (sums**2).mean(axis=1)
        self.rows[found] -= step * sums / np.sqrt(self._moved[found])[:, None]

    def bytes(self, places: Iterable[int]) -> bytes:
        """The directions in these places in whole numbers of one byte, none below 0."""
        unit = SPREAD * float(np.sqrt((self.rows**2).mean())) / LARGEST
        numbers = np.clip(np.rint(self.rows[list(places)] / unit), -LARGEST, LARGEST)
        found: bytes = (numbers + LARGEST + 1).astype(np.uint8).tobytes()
        return found


def _learn(
    people: _Side,
    offices: _Side,
    same: npt.NDArray[np.int64],
    batch: _Places,
    step: float,
    chance: np.random.Generator,
) -> None:
    asked = [_some(people.texts[at], chance) for at in batch]
    meant = [offices.texts[at] for at in batch]
    left, lefts, left_sizes = _summed(people, asked)
    right, rights, right_sizes = _summed(offices, meant)
    likely = SHARP * left @ right.T
    likely[same[batch][:, None] == same[batch][None, :]] = -np.inf
    np.fill_diagonal(likely, SHARP * (left * right).sum(axis=1))
    likely = np.exp(likely - likely.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    wrong = SHARP * (likely - np.eye(len(batch), dtype=np.float32))
    to_left = _turned(wrong @ right, left, left_sizes)
    to_right = _turned(wrong.T @ left, right, right_sizes)
    people.move(lefts, np.repeat(to_left, [len(each) for each in asked], axis=0), step)
    offices.move(rights, np.repeat(to_right, [len(each) for each in meant], axis=0), step)


def _some(places: _Places, chance: np.random.Generator) -> _Places:
    kept = places[chance.random(len(places)) > FORGOTTEN]
    return kept if len(kept) else places


def _summed(side: _Side, texts: list[_Places]) -> tuple[_Floats, _Places, _Floats]:
    """Where each text points, the places of all its grams, and how long its sum was."""
    places = np.concatenate(texts)
    starts = np.cumsum([0, *(len(each) for each in texts[:-1])])
    sums: _Floats = np.add.reduceat(side.rows[places], starts)
    sizes: _Floats = np.linalg.norm(sums, axis=1, keepdims=True) + TINY
    return sums / sizes, places, sizes


def _turned(wrong: _Floats, points: _Floats, sizes: _Floats) -> _Floats:
    """What moving a sum does to its direction: only what is across counts."""
    across: _Floats = (wrong - (wrong * points).sum(axis=1, keepdims=True) * points) / sizes
    return across
