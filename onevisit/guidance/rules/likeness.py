"""How near a question is to a title, each read as one direction in a room of few dimensions.

Every character and pair of people and of offices has a direction of its own, learnt so that what
people say points where the words of offices for it point (see `directing`). Unlike a table of what
goes with what (see `meaning`) it also brings together words that only keep the same company.
"""

import json
import math
import struct
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import mul
from typing import TypeAlias

from onevisit.guidance.rules.words import grams

__all__ = ["Direction", "Likeness"]

Direction: TypeAlias = "array[int]"

_LONG = 1_000
"""The length of a direction, in whole numbers: sums of their products are exact everywhere."""
_MIDDLE, _MOST = 128, 256
"""A row is one large number with sixteen bits for each of its own, 128 more than it says, so that
rows are added at once; of a text so many grams count as cannot spill over.
"""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The directions of grams, `wide` numbers each: in `rows` first those of `said`, then those of
    `written`; `source` is the fingerprint of the words they were learnt from.
    """

    source: str
    wide: int
    said: Mapping[str, int]
    written: Mapping[str, int]
    rows: Sequence[int]

    def title(self, text: str) -> Direction:
        """Where a title points; nowhere (nothing) when none of its grams is known."""
        return self._sum(self.written[gram] for gram in grams(text) if gram in self.written)

    def asked(self, text: str) -> Direction:
        """Where a question points."""
        return self._sum(self.said[gram] for gram in grams(text) if gram in self.said)

    def _sum(self, places: Iterable[int]) -> Direction:
        rows = [self.rows[at] for at in islice(places, _MOST)]
        middle = _MIDDLE * len(rows)
        every = struct.unpack(f"<{self.wide}H", sum(rows).to_bytes(2 * self.wide, "little"))
        sums = [each - middle for each in every]
        size = math.sqrt(sum(map(mul, sums, sums)))
        return array("h", [round(_LONG * each / size) for each in sums] if size else ())

    def to_bytes(self) -> bytes:
        """One line of both vocabularies, then the numbers, a byte each."""
        head = [self.source, self.wide, list(self.said), list(self.written)]
        rows = b"".join(each.to_bytes(2 * self.wide, "little")[::2] for each in self.rows)
        return json.dumps(head, ensure_ascii=False).encode() + b"\n" + rows

    @classmethod
    def from_bytes(cls, data: bytes) -> "Likeness":
        """What `to_bytes` wrote; ValueError when it is anything else."""
        head, _, rows = data.partition(b"\n")
        source, wide, said, written = json.loads(head)
        return cls.of(source, wide, said, written, rows)

    @classmethod
    def of(
        cls, source: str, wide: int, said: Sequence[str], written: Sequence[str], numbers: bytes
    ) -> "Likeness":
        """From vocabularies and numbers, each 128 more than it says; ValueError when there are not
        as many as it takes.
        """
        every = {gram: at for at, gram in enumerate(said)}
        others = {gram: at for at, gram in enumerate(written, len(said))}
        many = len(said) + len(written)
        if len(numbers) != wide * many:
            raise ValueError(len(numbers))
        spread = bytearray(2 * len(numbers))
        spread[::2] = numbers
        rows = [
            int.from_bytes(spread[2 * wide * at : 2 * wide * (at + 1)], "little")
            for at in range(many)
        ]
        return cls(source, wide, every, others, rows)


def likeness(one: Direction, other: Direction) -> float:
    """From -1 to 1, the cosine of what is between them; 0 when one points nowhere."""
    found: int = sum(map(mul, one, other))
    return found / (_LONG * _LONG)
