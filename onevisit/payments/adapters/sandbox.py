"""The provider of a demonstration: speaks over HTTP with the process in `payments.sandbox`.

Production does not start with it; see `config.safety`.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.error import HTTPError

from django.conf import settings

from onevisit.kernel import clock
from onevisit.kernel.asking import Unanswered, ask
from onevisit.kernel.money import Fen
from onevisit.payments.adapters.provider import (
    Checkout,
    Outcome,
    ProviderAway,
    SignedNotice,
    Told,
)
from onevisit.payments.rules.signing import PREFIX, verified


class SandboxProvider:
    """Signed JSON to `settings.PAYMENT_ORIGIN`, under `settings.PAYMENT_SECRET`."""

    demonstration = True

    def open(self, checkout: Checkout) -> str:
        """The address of the page where one pays."""
        answer = self._ask(
            "open",
            number=checkout.number,
            amount=checkout.amount,
            subject=checkout.subject,
            back=checkout.back,
            notify=checkout.notify,
            until=checkout.until.isoformat(),
        )
        return str(answer["address"])

    def payment(self, number: str) -> Told:
        """What became of it."""
        return _told(self._ask("payment", number=number))

    def close(self, number: str) -> Told:
        """Closed, unless it was paid before."""
        return _told(self._ask("close", number=number))

    def give_back(self, number: str, refund: str, amount: Fen) -> Told:
        """Given back, by this number once."""
        return _told(self._ask("refund", number=number, refund=refund, amount=amount))

    def statement(self, day: date) -> bytes:
        """The file of that day."""
        return str(self._ask("statement", day=day.isoformat())["file"]).encode()

    def heard(self, body: bytes, headers: Mapping[str, str]) -> SignedNotice | None:
        """Under the shared secret, not older than five minutes."""
        signed = verified(body, headers, settings.PAYMENT_SECRET, now=clock.now())
        if signed is None:
            return None
        try:
            return SignedNotice(_told(json.loads(body)), signed.nonce)
        except (ValueError, KeyError, TypeError):
            return None

    def _ask(self, verb: str, **said: Any) -> dict[str, Any]:
        address = f"{settings.PAYMENT_ORIGIN}/api/{verb}"
        try:
            return ask(address, said, settings.PAYMENT_SECRET, prefix=PREFIX)
        except HTTPError as error:
            error.close()
            raise ProviderAway from error
        except Unanswered as error:
            raise ProviderAway from error


def _told(said: Mapping[str, Any]) -> Told:
    at = said.get("at")
    return Told(
        number=str(said["number"]),
        outcome=Outcome(said["outcome"]),
        amount=int(said.get("amount", 0)),
        reference=str(said.get("reference", "")),
        at=datetime.fromisoformat(at) if at else None,
    )
