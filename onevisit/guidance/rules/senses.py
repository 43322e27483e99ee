"""What a question means of a title: what goes with what, and what points the same way, together."""

from collections.abc import Mapping
from dataclasses import dataclass

from onevisit.guidance.rules.likeness import Direction, Likeness, likeness
from onevisit.guidance.rules.meaning import Meanings, Meant, learn

__all__ = ["Sense", "Senses", "Wanted", "no_senses"]

MEANT, LIKE = 1.5, 7.0
"""What the meaning of a title counts, and pointing exactly where it points."""
LEAST_MEANT, LEAST_LIKE = 0.3, 0.3
"""What one or the other is at least where no word fits."""
BRIEF, FULL = 4, 16
"""Up to how many characters a question points nowhere, from how many it counts in full: a short
phrase often is an office's own word.
"""


@dataclass(frozen=True, slots=True)
class Sense:
    """What is known of a title: its grams, and where it points."""

    grams: tuple[str, ...]
    points: Direction


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one question means."""

    meant: Meant | None
    points: Direction
    share: float

    @property
    def leads(self) -> Mapping[str, float]:
        """How much a gram speaks for a title that holds it."""
        return self.meant.leads if self.meant is not None else {}

    def of(self, sense: Sense, *, alone: bool) -> float:
        """What the title is worth for that; `alone`: no word fits, so a little is nothing."""
        meant = MEANT * self.meant.of(sense.grams) if self.meant is not None else 0.0
        like = LIKE * self.share * max(0.0, likeness(self.points, sense.points))
        if alone and meant < LEAST_MEANT and like < LEAST_LIKE:
            return 0.0
        return meant + like


@dataclass(frozen=True, slots=True)
class Senses:
    """Both tables learnt from the words."""

    meanings: Meanings
    likeness: Likeness

    def title(self, text: str) -> Sense:
        """What is known of a title."""
        return Sense(self.meanings.title(text), self.likeness.title(text))

    def asked(self, text: str) -> Wanted:
        """What a question says."""
        share = min(1.0, max(0.0, (len(text) - BRIEF) / (FULL - BRIEF)))
        points = self.likeness.asked(text) if share else self.likeness.asked("")
        return Wanted(self.meanings.asked(text), points, share)


def no_senses() -> Senses:
    """Of no words: titles and questions mean nothing beyond them."""
    return Senses(learn({}), Likeness.of("", 0, (), (), b""))
