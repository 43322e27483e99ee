"""Drawing lots by the odds of `odds.json`: always the same ones for the same seed."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

from demo.content import FOLDER, Relative
from demo.stories import Answer
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import Question
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.guidance.rules.questions import open_questions

T = TypeVar("T")

_AREAS = {
    "small_food": ("small",),
    "food_permit": ("middle", "large"),
    "fire_general": ("large",),
    "fire_commitment": ("large",),
}
_KIN_SERIALS = 300  # below those of the registered people


@cache
def odds() -> Mapping[str, Any]:
    """How often what happens in the county."""
    found: Mapping[str, Any] = json.loads((FOLDER / "odds.json").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Lots:
    """One sequence of lots."""

    draw: random.Random

    def chance(self, share: float) -> bool:
        """Whether what happens with that probability happens."""
        return self.draw.random() < share

    def one(self, among: Sequence[T]) -> T:
        """One of several that are equally likely."""
        return among[self.draw.randrange(len(among))]

    def weighted(self, weights: Mapping[str, float]) -> str:
        """A key, as often as its weight says."""
        (key,) = self.draw.choices(list(weights), list(weights.values()))
        return str(key)

    def between(self, least: int, most: int) -> int:
        """A whole number within the bounds."""
        return self.draw.randint(least, most)

    def answers(self, key: str, offer: Offer) -> dict[str, Answer]:
        """An answer to every question that this offer puts to this applicant."""
        given: dict[str, Answer] = {}
        while waiting := open_questions(offer, given):
            given[waiting[0].key] = self._answer(key, waiting[0])
        return given

    def _answer(self, key: str, question: Question) -> Answer:
        if question.kind is VarKind.NUMBER:
            sizes = odds()["areas"]
            usual = ("small", "middle", "middle", "large")
            least, most = sizes[self.one(_AREAS.get(key, usual))]
            return self.between(least, most)
        if question.kind is VarKind.MULTI:
            menus: list[list[str]] = odds()["foods"]
            return self.one(menus[: 4 if key == "small_food" else None])
        allowed = {each.value for each in question.options}
        weights = odds()["answers"].get(question.key, {})
        return self.weighted({each: weights.get(each, 1) for each in sorted(allowed)})

    def kin(self, of: str, born: tuple[int, int]) -> Relative:
        """A relative whom nobody registered, born in one of these years."""
        names: Mapping[str, Sequence[str]] = odds()["kin"]
        birth = date(self.between(*born), 1, 1) + timedelta(days=self.between(0, 364))
        name = self.one(names["surnames"]) + self.one(names["given"])
        return Relative(of, name, birth, self.between(0, _KIN_SERIALS - 1))

    def shop(self) -> str:
        """The name of a shop."""
        words: Mapping[str, Sequence[str]] = odds()["shops"]
        return self.one(words["first"]) + self.one(words["last"])

    def reason(self, end: str, key: str) -> str:
        """Why an office says no, or waits."""
        known: Mapping[str, Sequence[str]] = odds()["reasons"][end]
        return self.one(known.get(key) or known[""])
