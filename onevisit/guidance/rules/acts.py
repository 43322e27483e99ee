"""What a question wants done and what a title says is done: opened, changed, renewed, ended, …

People name the matter in words of their own and what is to be done in others: 小卖部不开了. Of ten
things on the matter the one that is about the act asked for (注销) is meant.
"""

import re
from collections.abc import Mapping, Sequence

__all__ = ["Acts"]


class Acts:
    """Acts by the words of titles (`written`) and by the further words of people (`said`)."""

    def __init__(self, words: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        """`words`: act → its words of both kinds, in normal form; none, no act is ever seen."""
        self._written = {act: _any_of(each["written"]) for act, each in words.items()}
        self._asked = {
            act: _any_of([*each["written"], *each["said"]]) for act, each in words.items()
        }

    def of_title(self, title: str) -> frozenset[str]:
        """What a title says is done; nothing when it names a thing only."""
        return _found(self._written, title)

    def of_question(self, asked: str) -> frozenset[str]:
        """What a question wants done."""
        return _found(self._asked, asked)


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))


def _found(patterns: Mapping[str, re.Pattern[str]], text: str) -> frozenset[str]:
    return frozenset(act for act, pattern in patterns.items() if pattern.search(text))
