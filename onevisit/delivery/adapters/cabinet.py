"""Lockers: the Protocol, and the adapter that the settings name.

We ask a locker to open a door for a clerk; it asks us whether a code opens one, and tells us what
became of it. No call is made inside a transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from onevisit.delivery.rules.lockers import News
from onevisit.kernel.outside import adapter


class CabinetAway(Exception):
    """No answer, or none that can be understood: nobody knows whether the door opened."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a locker tells of a door: under `number` what lies behind it, or the `code` typed."""

    news: News
    device: str
    door: str
    number: str = ""
    code: str = ""


class Cabinets(Protocol):
    """The lockers of one maker. `demonstration` is True for ones that open nothing."""

    demonstration: bool

    def open_door(self, device: str, door: str) -> None:
        """Open it for the clerk who stands before it. Raises CabinetAway."""

    def heard(self, body: bytes, headers: Mapping[str, str]) -> Told | None:
        """What is told, None unless its signature holds."""


def cabinets() -> Cabinets | None:
    """The lockers of `settings.LOCKER_PROVIDER` (a dotted name), None where none is named. Ones
    that open nothing are none outside of a demonstration.
    """
    found: Cabinets | None = adapter(settings.LOCKER_PROVIDER)
    return found
