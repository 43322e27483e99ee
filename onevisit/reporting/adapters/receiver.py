"""The platform that receives batches: the Protocol, and the adapter that the settings name.

A batch goes under its number: the same one given again is not taken again. None is given inside a
transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.conf import settings

from onevisit.kernel.outside import adapter


class ReceiverAway(Exception):
    """No answer, or none that can be understood: nobody knows whether it was taken."""


class NotTaken(Exception):
    """The whole batch was sent away; the words say why."""


class Gap(Exception):
    """It was sent away because one before it is missing: `expected` is the number they wait for."""

    def __init__(self, expected: int) -> None:
        super().__init__(expected)
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Parcel:
    """A batch as it goes: an archive of tables with a list of what is in it."""

    number: int
    name: str
    content: bytes = field(repr=False)
    sha256: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was made of one row; `reason` is theirs, in words."""

    row_guid: str
    accepted: bool
    reason: str = ""


class Receiver(Protocol):
    """Takes batches. `demonstration` is True for one that reports nothing to anybody."""

    demonstration: bool

    def deliver(self, parcel: Parcel) -> None:
        """Give a batch. Raises ReceiverAway, NotTaken, Gap."""

    def answers(self, number: int) -> Sequence[Answer]:
        """What was answered to its rows so far. Raises ReceiverAway."""


def receiver() -> Receiver | None:
    """The receiver of `settings.REPORT_RECEIVER` (a dotted name), None where none is named. One
    that reports to nobody is none outside of a demonstration.
    """
    found: Receiver | None = adapter(settings.REPORT_RECEIVER)
    return found
