"""How well a name fits one way of asking: what it holds of it, in which order, and what besides."""

import math
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from onevisit.guidance.rules.words import Ask, Notion

RELATED = 0.35
"""What the catalogue entry and who may apply count of what a name does."""
ENOUGH_MEANT, ENOUGH_SINGLES = 0.3, 0.4
EQUAL = 2.2
ASKED_SHARE = 0.7
INSIDE, BEGINS, OF_IT, IN_ORDER = 0.12, 0.10, 0.12, 0.08
ALIAS = 0.95
"""What a fitting everyday name counts of what the main name would, unless it is what was typed."""
NEAR, NEAREST = 0.45, 8
"""A pair whose characters stand in a name in order, 律所 in 律师事务所, counts this much of one
that stands together, less the wider they are apart, nothing beyond `NEAREST` characters."""


@dataclass(frozen=True, slots=True)
class Held:
    """What one thing holds of one way of asking: grams it holds somewhere, pairs it does not."""

    ask: Ask
    grams: Sequence[tuple[str, float]]
    apart: Sequence[tuple[str, float]]

    def fit(self, phrase: str, mass: Callable[[str], float], *, main: bool) -> float:
        """From 0 to about 1, `EQUAL` when it is what was typed; `mass` weighs a whole name."""
        if self.ask.text == phrase and self.ask.share == 1.0:
            return EQUAL
        held = 0.0
        missing = list(self.apart)
        for each in self.grams:
            if each[0] in phrase:
                held += each[1]
            elif len(each[0]) == 2:
                missing.append(each)
        if not held:
            return 0.0
        held += _near(missing, phrase)
        shared = min(1.0, held / mass(phrase))
        value = held / self.ask.total * (ASKED_SHARE + (1 - ASKED_SHARE) * shared)
        value += _whole(self.ask.text, phrase)
        return value if main else value * ALIAS


def _whole(asked: str, phrase: str) -> float:
    """What it is worth that one holds the other, best from its beginning on."""
    if asked in phrase:
        return INSIDE + (BEGINS if phrase.startswith(asked) else 0.0)
    if len(phrase) > 1 and phrase in asked:
        return OF_IT
    return IN_ORDER if _in_order(asked, phrase) else 0.0


def _in_order(asked: str, phrase: str) -> bool:
    rest = iter(phrase)
    return all(each in rest for each in asked)


def _near(pairs: Sequence[tuple[str, float]], text: str) -> float:
    """What pairs are worth whose characters stand in `text` in their order, but not together."""
    found = 0.0
    for pair, weight in pairs:
        if pair[0] in text and pair[1] in text:
            apart = _apart(pair[0], pair[1], text)
            if apart <= NEAREST:
                found += weight * NEAR * (1 - apart / (NEAREST + 2))
    return found


def _apart(first: str, second: str, text: str) -> int:
    best = NEAREST + 1
    at = text.find(first)
    while at >= 0:
        after = text.find(second, at + 1, at + best)
        if after > 0:
            best = after - at
        at = text.find(first, at + 1)
    return best


def covered_by(ask: Ask, names: Set[str], related: Set[str]) -> float:
    """The share of what is asked that names hold, the rest of the text counting less."""
    found = 0.0
    for gram, weight in ask.weights.items():
        if gram in names:
            found += weight
        elif gram in related:
            found += RELATED * weight
    return found / ask.total


def said_by(notions: Sequence[Notion], names: Set[str], related: Set[str]) -> float:
    """The share of the pieces of a question that a thing speaks of, in whichever way."""

    def known(gram: str) -> float:
        return 1.0 if gram in names else RELATED if gram in related else 0.0

    mass = math.fsum(each.mass for each in notions)
    return math.fsum(each.said(known) for each in notions) / mass if mass else 0.0


def held_by(ask: Ask, names: Set[str]) -> Held:
    """What the names of one thing hold of one way of asking."""
    grams_ = [each for each in ask.weights.items() if each[0] in names]
    apart = [each for each in ask.weights.items() if len(each[0]) == 2 and each[0] not in names]
    return Held(ask, grams_, apart)


def is_enough(ask: Ask, names: Set[str], related: Set[str], covered: float) -> bool:
    """A pair or a word of what is asked, or many of its characters; of what was not typed a good
    part.
    """
    if ask.share < 1.0 and covered < ENOUGH_MEANT:
        return False
    singles = held = 0
    for gram in ask.weights:
        if len(gram) == 1:
            singles += 1
            held += gram in names
        elif gram in names or gram in related:
            return True
    return held >= max(min(2, singles), ENOUGH_SINGLES * singles) > 0
