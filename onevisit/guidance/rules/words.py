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
from itertools import pairwise

__all__ = [
    "Ask",
    "Lexicon",
    "Notion",
    "grams",
    "normal",
    "notions_of",
    "parts_of",
    "question_of",
    "read_words",
    "ways_to_ask",
]

Words = Mapping[str, Sequence[str]]
Looked = Sequence[tuple[str, Sequence[str]]]
"""Words that stand in a question, with what they may be called otherwise."""

_RUN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+")
_FILLER = re.compile(
    "请问|我想要?|我要|想要|怎么办理|怎么办|怎么|怎样|如何|在哪里?|哪里|去哪儿?|需要什么|要什么|"
    "什么|一下|麻烦|帮我|能不能|可不可以|可以|行不行|要不要|需不需要|用不用|咋办理?|咋整|咋弄|咋个|咋|"
    "要啥|有啥|啥子?|哪些|归哪个部门管?|哪个部门管?|归谁管|谁管|谁负责|该找谁办?|找谁办?|"
    "[吗呢啊吧呀嘛了?!]"
)
_BETWEEN = re.compile(
    r"[\s,;、。/+&]+|以及|还有|还要|顺便|另外|然后|同时|并且|(?<=..)[和跟与](?=..)"
)
LONGEST_QUERY = 100
PAIR, SINGLE = 1.6, 0.5
UNKNOWN = 0.3
"""What a gram weighs that no name holds: it can tell no thing from another."""
INSTEAD, ALONE = 0.85, 0.75
MOST_WAYS = 14
_PLAIN = frozenset(
    "的了着过在是我你他她它们这那个一不没有要想能会可就都也还又再把被给让跟和与及或到去来里快刚才"
    "啥咋吗呢吧啊呀嘛谁哪怎么样几自己弄搞找得很太"
)
"""Characters that carry a sentence and no matter. Offices hardly write them, so they look rare."""
PLAIN, HALF_PLAIN = 0.3, 0.7
"""What such a character or a pair of two counts of what its rarity says, and a pair with one."""


def normal(text: str) -> str:
    """One form for width and case, with single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def read_words(text: str) -> dict[str, list[str]]:
    """Lines ``驾照, 驾驶本 = 机动车驾驶证``: what people say, then what offices write, the most
    likely first; ``#`` begins a remark. ValueError says which line cannot be read.
    """
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            said, _, written = line.partition(" = ")
            others = [normal(each) for each in written.split(", ")]
            words = [normal(each) for each in said.split(", ")]
            for word in words:
                if word in found or not all((word, *others)):
                    raise ValueError(line)
                found[word] = others
    return found


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


def question_of(text: str, kept: "Lexicon | None" = None) -> str:
    """What is asked for, without the words of asking, as long as something is left; what belongs
    to a word that is `kept` stays (网吧, 死了).
    """
    asked = normal(text)[:LONGEST_QUERY]
    asks = kept is not None and _FILLER.search(asked) is not None
    safe: set[int] = kept.places(asked) if kept is not None and asks else set()

    def left(found: re.Match[str]) -> str:
        return found.group() if safe.issuperset(range(*found.span())) else ""

    short = " ".join(_FILLER.sub(left, asked).split())
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


def _weight(gram: str, rarity: Callable[[str], float]) -> float:
    """What a gram says: its rarity, pairs more than characters, words of any sentence little."""
    if len(gram) == 1:
        return rarity(gram) * SINGLE * (PLAIN if gram in _PLAIN else 1.0)
    plain = sum(each in _PLAIN for each in gram) if len(gram) == 2 else 0
    return rarity(gram) * PAIR * (1.0, HALF_PLAIN, PLAIN)[plain]


class Lexicon:
    """Words and what else they may be called, by their first two characters: thousands of them, of
    which a question holds a few.
    """

    def __init__(self, words: Words) -> None:
        """`words` in normal form; those with blanks are found by their first part."""
        self._words = words
        self._places = {word: at for at, word in enumerate(words)}
        self._begun: dict[str, list[str]] = {}
        for word in words:
            self._begun.setdefault(word.split()[0][:2], []).append(word)

    def places(self, asked: str) -> set[int]:
        """Where in the question words stand."""
        pieces = {piece for word, _ in self.meant(asked) for piece in word.split()}
        found = (match for each in pieces for match in re.finditer(re.escape(each), asked))
        return {at for match in found for at in range(*match.span())}

    def within(self, asked: str) -> list[str]:
        """Words that stand in the question as they are, even within longer ones."""
        return [word for word in self._beginning(asked) if word in asked]

    def meant(self, asked: str) -> Looked:
        """The words in the question with what offices write, long ones first; a word that is part
        of a longer one says nothing.
        """
        found = [
            word
            for word in self._beginning(asked)
            if (_stands(word, asked) if " " not in word else _all_stand(word, asked))
        ]
        found.sort(key=lambda word: (-len(word), self._places[word]))
        kept: list[str] = []
        for word in found:
            if not any(word in longer for longer in kept):
                kept.append(word)
        return [(word, self._words[word]) for word in kept]

    def _beginning(self, asked: str) -> Iterator[str]:
        begun = dict.fromkeys((*asked, *map("".join, pairwise(asked))))
        return (word for each in begun for word in self._begun.get(each, ()))


@dataclass(frozen=True, slots=True)
class Ask:
    """One way of saying what is asked, its grams by weight, and how much this way counts."""

    text: str
    weights: Mapping[str, float]
    total: float
    share: float


def ways_to_ask(
    asked: str, meant: Looked, alike: Looked, rarity: Callable[[str], float]
) -> list[Ask]:
    """The question as typed, then in the words of offices and in `alike` ones (争议 for 纠纷, which
    mean nothing alone), both as looked up; at most `MOST_WAYS`.
    """
    ways = {asked: 1.0}
    whole = asked
    for word, others in meant:
        together = " " not in word
        for each in others:
            _better(ways, each, ALONE * (len(word.replace(" ", "")) / len(asked)) ** 0.33)
            if together and each not in asked:
                _better(ways, asked.replace(word, each), INSTEAD)
        if together and others[0] not in asked:
            whole = whole.replace(word, others[0])
    _better(ways, whole, INSTEAD)
    for text in _like(list(ways), alike):
        _better(ways, text, INSTEAD)
    best = sorted(ways.items(), key=lambda way: -way[1])[:MOST_WAYS]
    return [ask for text, share in best if (ask := _ask(text, share, rarity)).total]


@dataclass(frozen=True, slots=True)
class Notion:
    """One piece of a question: the ways to say it, what was typed first, and what it weighs."""

    mass: float
    ways: tuple[Ask, ...]

    def said(self, known: Callable[[str], float]) -> float:
        """How much of its mass one thing says in the best way; `known`: 0 to 1 for each gram."""
        return self.mass * max(
            way.share * math.fsum(w * known(gram) for gram, w in way.weights.items()) / way.total
            for way in self.ways
        )


def notions_of(
    asked: str, meant: Looked, alike: Looked, rarity: Callable[[str], float]
) -> list[Notion]:
    """The question cut into everyday words, long ones first, and what stands between them."""
    rest = asked
    found = []
    for word, others in sorted(
        {**dict(alike), **dict(meant)}.items(), key=lambda each: -len(each[0])
    ):
        pieces = word.split()
        if all(each in rest for each in pieces):
            for each in pieces:
                rest = rest.replace(each, " ")
            found.append(_notion(word, others, rarity))
    found += [_notion(each, (), rarity) for each in rest.split()]
    return [each for each in found if each.ways]


def _notion(word: str, others: Sequence[str], rarity: Callable[[str], float]) -> Notion:
    """What offices would say for it gives the mass, since no name need hold what was typed."""
    ways = [_ask(word, 1.0, rarity), *(_ask(each, INSTEAD, rarity) for each in others)]
    ways = [each for each in ways if each.total]
    return Notion((ways[1:] or ways)[0].total if ways else 0.0, tuple(ways))


def _like(texts: list[str], alike: Looked) -> Iterator[str]:
    for word, others in alike:
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


def _stands(word: str, asked: str) -> bool:
    """Latin words and numbers stand by themselves: no `car` in `card`, no 80 in 180."""
    if word not in asked or not word.isascii():
        return word in asked
    return re.search(f"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", asked) is not None


def _all_stand(word: str, asked: str) -> bool:
    return all(_stands(each, asked) for each in word.split())


def _ask(text: str, share: float, rarity: Callable[[str], float]) -> Ask:
    weights = {gram: _weight(gram, rarity) for gram in grams(text)}
    return Ask(text, weights, math.fsum(weights.values()), share)
