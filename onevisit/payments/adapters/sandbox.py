"""The provider of a demonstration: speaks over HTTP with the process in `payments.sandbox`.

Production does not start with it; see `config.safety`.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings

from onevisit.kernel import clock
from onevisit.kernel.money import Fen
from onevisit.payments.adapters.provider import (
    Checkout,
    Outcome,
    ProviderAway,
    SignedNotice,
    Told,
)
from onevisit.payments.rules.signing import sign, verified

TIMEOUT_SECONDS = 5


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
        body = json.dumps(said).encode()
        headers = sign(body, settings.PAYMENT_SECRET, at=clock.now())
        request = Request(
            f"{settings.PAYMENT_ORIGIN}/api/{verb}",
            data=body,
            headers={**headers, "Content-Type": "application/json"},
        )
        try:
            with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                found: dict[str, Any] = json.loads(answer.read())
        except (URLError, OSError, HTTPException, ValueError) as error:
            raise ProviderAway from error
        return found


def _told(said: Mapping[str, Any]) -> Told:
    at = said.get("at")
    return Told(
        number=str(said["number"]),
        outcome=Outcome(said["outcome"]),
        amount=int(said.get("amount", 0)),
        reference=str(said.get("reference", "")),
        at=datetime.fromisoformat(at) if at else None,
    )
