"""A provider of payments: the Protocol, and the adapter that the settings name.

Every call goes by numbers of ours, so that the same call made again does nothing twice. None is
made inside a transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from django.conf import settings

from onevisit.kernel.money import Fen
from onevisit.kernel.outside import adapter


class ProviderAway(Exception):
    """No answer, or none that can be understood: nobody knows what became of the call."""


class Outcome(StrEnum):
    """What a provider says of a payment or refund."""

    PAID = "paid"
    REFUNDED = "refunded"
    FAILED = "failed"
    CLOSED = "closed"
    WAITING = "waiting"
    UNKNOWN = "unknown"  # it has never heard of this number


@dataclass(frozen=True, slots=True)
class Checkout:
    """What is to be paid at the provider's, until when, and where the payer comes back to."""

    number: str
    amount: Fen
    subject: str
    back: str
    notify: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What the provider says: of `number`, ours; under its own `reference`."""

    number: str
    outcome: Outcome
    amount: Fen = 0
    reference: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignedNotice:
    """A notice whose signature holds, heard once by its nonce."""

    told: Told
    nonce: str


class Provider(Protocol):
    """Takes money for us. `demonstration` is True for one that moves none."""

    demonstration: bool

    def open(self, checkout: Checkout) -> str:
        """The address where the payer pays; the same for the same number. Raises ProviderAway."""

    def payment(self, number: str) -> Told:
        """What became of a payment. Raises ProviderAway."""

    def close(self, number: str) -> Told:
        """Let nobody pay this any more; what it says of it afterwards. Raises ProviderAway."""

    def give_back(self, number: str, refund: str, amount: Fen) -> Told:
        """Give `amount` of the payment back, as `refund`; once, however often it is asked.

        Raises ProviderAway.
        """

    def statement(self, day: date) -> bytes:
        """The file of that day (`rules.reconciling`). Raises ProviderAway."""

    def heard(self, body: bytes, headers: Mapping[str, str]) -> SignedNotice | None:
        """What a notice says, None unless its signature holds."""


def provider() -> Provider | None:
    """The provider of `settings.PAYMENT_PROVIDER` (a dotted name), None where none is named.

    One that moves no money is none outside of a demonstration.
    """
    found: Provider | None = adapter(settings.PAYMENT_PROVIDER)
    return found
