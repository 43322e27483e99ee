"""Mending what was typed by its sound: 社宝卡 for 社保卡, 申份证 for 身份证.

How characters sound is learnt from the names and their pinyin, so nothing is loaded for it. Sounds
that many speakers do not tell apart (zh and z, ang and an) count as one.
"""

import re
from collections.abc import Callable, Collection, Iterable

_HAN = re.compile("[\u3400-\u9fff]+")
_FOLDED = (("zh", "z"), ("ch", "c"), ("sh", "s"))

Pair = tuple[str, str]


class Spelling:
    """Sounds of characters, and the pairs of characters in names by their sounds."""

    def __init__(self) -> None:
        self._sounds: dict[str, str] = {}
        self._pairs: dict[Pair, list[str]] = {}

    def learn(self, phrase: str, pinyin: str) -> None:
        """Take the sounds of a name of Chinese characters only, when each has a syllable."""
        if self._sounds.keys() >= set(phrase) or not _HAN.fullmatch(phrase):
            return
        syllables = pinyin.split()
        if len(syllables) == len(phrase):
            for character, syllable in zip(phrase, syllables, strict=True):
                self._sounds.setdefault(character, _folded(syllable))

    def add(self, pairs: Iterable[str]) -> None:
        """Pairs that names hold; each is added once."""
        for pair in pairs:
            sound = self._sound(pair)
            if sound is not None:
                self._pairs.setdefault(sound, []).append(pair)

    def mended(self, asked: str, kept: Collection[str], often: Callable[[str], int]) -> str | None:
        """The question with one character of each unknown pair put right, None if none is wrong.

        `kept` are everyday words in it, which no name need hold; `often` says how many hold a pair.
        """
        safe = {at for word in kept for at in _places(word, asked)}
        found = list(asked)
        for at in range(len(asked) - 1):
            pair = found[at] + found[at + 1]
            if often(pair) or at in safe or at + 1 in safe:
                continue
            better = self._better(pair, often)
            if better is not None:
                found[at : at + 2] = better
        text = "".join(found)
        return text if text != asked else None

    def _better(self, pair: str, often: Callable[[str], int]) -> str | None:
        """The commonest pair that sounds the same and shares a character with this one."""
        sound = self._sound(pair)
        near = [
            each
            for each in (self._pairs.get(sound, ()) if sound is not None else ())
            if each[0] == pair[0] or each[1] == pair[1]
        ]
        return max(near, key=often, default=None)

    def _sound(self, pair: str) -> Pair | None:
        first, second = self._sounds.get(pair[0]), self._sounds.get(pair[1])
        return None if first is None or second is None else (first, second)


def _places(word: str, asked: str) -> Iterable[int]:
    at = asked.find(word)
    return range(at, at + len(word)) if at >= 0 else ()


def _folded(syllable: str) -> str:
    for written, folded in _FOLDED:
        if syllable.startswith(written):
            syllable = folded + syllable[len(written) :]
    return syllable[:-1] if syllable.endswith("ng") else syllable
