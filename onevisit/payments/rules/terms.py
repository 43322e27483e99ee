"""What holds of paying from a day on: how long an order and a try to pay stand, and when the payer
is reminded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Terms:
    """From the day `since`: `days` until an order is reckoned anew, `minutes` of a try to pay, and
    `remind` days before its end the payer is told that it is near.
    """

    since: date
    days: int
    minutes: int
    remind: int


def terms_on(terms: Iterable[tuple[str, int, int, int]], day: date) -> Terms:
    """The terms of that day; the earliest ones before any began."""
    known = sorted(Terms(date.fromisoformat(since), *rest) for since, *rest in terms)
    held = [each for each in known if each.since <= day]
    return held[-1] if held else known[0]
