"""Finding by sound: pinyin with or without blanks, or the initials of a name.

Letters fit a name as its initials, as its pinyin from the start of a syllable on (the last one may
be unfinished), or as some of its syllables in order: `kai can yin dian` finds 开办餐饮店.
"""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from functools import partial
from heapq import nsmallest
from itertools import islice

LATIN = re.compile(r"[a-z]+")
MOST_LETTERS = 60
MOST_READINGS = 8
MOST_RATED = 200
LONGEST_SYLLABLE = 6
FROM_START, INSIDE, EQUAL, SKIPPING = 1.0, 0.6, 0.5, 0.4

Names = tuple[str, ...]
Best = dict[int, tuple[float, int]]
Rate = Callable[[Sequence[str]], float]


class SoundIndex:
    """Names by their sound. Each name is given as its syllables with blanks between."""

    def __init__(self) -> None:
        self._names: dict[int, Names] = {}
        self._lines: list[tuple[str, str, int]] = []
        self._holding: dict[str, set[int]] = {}

    def add(self, slot: int, names: Names) -> None:
        """Put the names of a thing under their sound; a slot is added once."""
        self._names[slot] = names
        syllables = [name.split() for name in names]
        joined = "".join("|" + "".join(each) for each in syllables)
        initials = "".join("|" + "".join(s[0] for s in each) for each in syllables)
        self._lines.append((joined, initials, slot))
        for syllable in {each for name in syllables for each in name}:
            held = self._holding.get(syllable)
            if held is None:
                self._holding[syllable] = {slot}
            else:
                held.add(slot)

    def search(self, asked: str) -> Best:
        """Slot → how well its best name fits and which one that is; what does not fit is absent."""
        letters = "".join(LATIN.findall(asked.replace("ü", "v")))[:MOST_LETTERS]
        if len(letters) < 2:
            return {}
        found: Best = {}
        for slot in self._holding_letters(letters):
            self._rate(found, slot, partial(_together, letters))
        if len(found) < MOST_RATED:
            for reading in readings(letters, self._holding.keys()):
                for slot in islice(self._all_of(reading) - found.keys(), MOST_RATED):
                    self._rate(found, slot, partial(_in_order, reading))
        return found

    def _holding_letters(self, letters: str) -> list[int]:
        """What holds the letters somewhere; of very many those with the fewest and shortest names,
        for letters that begin one.
        """
        lines = [line for line in self._lines if letters in line[0] or letters in line[1]]
        if len(lines) > MOST_RATED:
            begins = f"|{letters}"
            lines = nsmallest(
                MOST_RATED,
                lines,
                key=lambda line: (begins not in line[0] and begins not in line[1], len(line[1])),
            )
        return [slot for _, _, slot in lines]

    def _rate(self, found: Best, slot: int, rate: Rate) -> None:
        scores = [rate(name.split()) for name in self._names[slot]]
        best = max(scores, default=0.0)
        if best:
            found[slot] = (best, scores.index(best))

    def _all_of(self, reading: Sequence[str]) -> set[int]:
        if len(reading) < 2:
            return set()
        holding = sorted((self._holding.get(each, set()) for each in reading), key=len)
        return set.intersection(*holding)


def readings(letters: str, syllables: Set[str]) -> Iterator[tuple[str, ...]]:
    """The ways to read letters as known syllables, at most `MOST_READINGS`."""
    count = 0
    stack: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    steps = 0
    while stack and count < MOST_READINGS and steps < 2_000:
        steps += 1
        at, read = stack.pop()
        if at == len(letters):
            count += 1
            yield read
            continue
        for size in range(1, LONGEST_SYLLABLE + 1):
            piece = letters[at : at + size]
            if len(piece) == size and piece in syllables:
                stack.append((at + size, (*read, piece)))


def _together(letters: str, name: Sequence[str]) -> float:
    """Letters as initials, or as pinyin without a gap."""
    if not name:
        return 0.0
    starts, at = set(), 0
    for each in name:
        starts.add(at)
        at += len(each)
    initials = "".join(each[0] for each in name)
    by_initials = _place(letters, initials, set(range(len(initials))))
    return max(by_initials, _place(letters, "".join(name), starts))


def _place(letters: str, text: str, starts: set[int]) -> float:
    at = text.find(letters)
    while at >= 0 and at not in starts:
        at = text.find(letters, at + 1)
    if at < 0:
        return 0.0
    whole = EQUAL if letters == text else 0.0
    return (FROM_START if at == 0 else INSIDE) + len(letters) / len(text) + whole


def _in_order(reading: Sequence[str], name: Sequence[str]) -> float:
    """Syllables in their order with gaps between; the more of the name they cover the better."""
    rest = iter(name)
    if not all(each in rest for each in reading):
        return 0.0
    return SKIPPING + len(reading) / len(name)
