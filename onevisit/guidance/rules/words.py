"""What a question says: its words in one form, its characters by weight, and other ways to say it.

Where people say 驾照, offices write 机动车驾驶证. Such everyday words are data (for words that do
not stand together, `老人 走了`, each must be there). A question is asked again with the office's
words put in their place, and with those words alone; both count less than what was typed.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Ask", "grams", "normal", "parts_of", "question_of", "ways_to_ask"]

Words = Mapping[str, Sequence[str]]

_RUN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+")
_FILLER = re.compile(
    "请问|我想要?|我要|想要|怎么办理|怎么办|怎么|怎样|如何|在哪里?|哪里|去哪儿?|需要什么|要什么|"
    "什么|一下|麻烦|帮我|可以|咋办理?|咋整|咋弄|咋个|咋|要啥|有啥|啥子?|哪些|"
    "[吗呢啊吧呀嘛了?!]"
)
_BETWEEN = re.compile(
    r"[\s,;、。/+&]+|以及|还有|还要|顺便|另外|然后|同时|并且|(?<=..)[和跟与](?=..)"
)
LONGEST_QUERY = 100
PAIR, SINGLE = 1.6, 0.5
UNKNOWN = 0.3
"""What a gram weighs that no name holds: it can tell no thing from another."""
INSTEAD, ALONE = 0.9, 0.75
MOST_WAYS = 14


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
    short = " ".join(_FILLER.sub("", asked).split())
    return short if len(grams(short)) > 1 else asked


def parts_of(asked: str, known: Callable[[str], bool]) -> list[str]:
    """The matters a question names one after another: 换驾照 体检. A 和 that makes a word with its
    neighbour (和解) parts nothing; `known` says which pairs of characters names hold.
    """
    parts: list[str] = []
    at = 0
    for found in _BETWEEN.finditer(asked):
        mark = found.group()
        here = found.start()
        if mark in "和跟与" and (
            known(asked[here - 1 : here + 1]) or known(asked[here : here + 2])
        ):
            continue
        parts.append(asked[at:here])
        at = found.end()
    parts.append(asked[at:])
    return [each for each in dict.fromkeys(parts) if len(each) > 1]


@dataclass(frozen=True, slots=True)
class Ask:
    """One way of saying what is asked, its grams by weight, and how much this way counts."""

    text: str
    weights: Mapping[str, float]
    total: float
    share: float


def ways_to_ask(
    asked: str, words: Words, alike: Words, rarity: Callable[[str], float]
) -> list[Ask]:
    """The question as typed, then in the words of offices and in `alike` ones (争议 for 纠纷, which
    mean nothing alone); at most `MOST_WAYS`.
    """
    ways = {asked: 1.0}
    whole = asked
    for word, others in _meant(asked, words):
        together = " " not in word
        for each in others:
            _better(ways, each, ALONE * (len(word.replace(" ", "")) / len(asked)) ** 0.33)
            if together and each not in asked:
                _better(ways, asked.replace(word, each), INSTEAD)
        if together and others[0] not in asked:
            whole = whole.replace(word, others[0])
    _better(ways, whole, INSTEAD)
    for text in _like(asked, list(ways), alike):
        _better(ways, text, INSTEAD)
    best = sorted(ways.items(), key=lambda way: -way[1])[:MOST_WAYS]
    return [ask for text, share in best if (ask := _ask(text, share, rarity)).total]


def _like(asked: str, texts: list[str], alike: Words) -> Iterator[str]:
    for word, others in _meant(asked, alike):
        new = [
            text.replace(word, each)
            for text in texts
            if word in text
            for each in others
            if each not in text
        ]
        yield from new
        texts = (texts + new)[: 2 * MOST_WAYS]


def _better(ways: dict[str, float], text: str, share: float) -> None:
    ways[text] = max(share, ways.get(text, 0.0))


def _meant(asked: str, words: Words) -> list[tuple[str, Sequence[str]]]:
    """The everyday words in the question; a word that is part of a longer one says nothing."""
    found = [
        (word, others)
        for word, others in words.items()
        if (word in asked if " " not in word else all(each in asked for each in word.split()))
    ]
    found.sort(key=lambda each: -len(each[0]))
    kept: list[tuple[str, Sequence[str]]] = []
    for word, others in found:
        if not any(word in longer for longer, _ in kept):
            kept.append((word, others))
    return kept


def _ask(text: str, share: float, rarity: Callable[[str], float]) -> Ask:
    weights = {gram: rarity(gram) * (PAIR if len(gram) > 1 else SINGLE) for gram in grams(text)}
    return Ask(text, weights, math.fsum(weights.values()), share)
