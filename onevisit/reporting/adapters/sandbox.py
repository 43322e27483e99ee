"""The province of a demonstration: speaks over HTTP with the process in `reporting.sandbox`.

Production does not start with it; see `config.safety`.
"""

import base64
import json
from collections.abc import Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from django.conf import settings

from onevisit.kernel import clock
from onevisit.kernel.signing import sign
from onevisit.reporting.adapters.receiver import Answer, Gap, NotTaken, Parcel, ReceiverAway

HEADERS = "X-Report"
TIMEOUT_SECONDS = 10


class SandboxReceiver:
    """Signed JSON to `settings.REPORT_ORIGIN`, under `settings.REPORT_SECRET`."""

    demonstration = True

    def deliver(self, parcel: Parcel) -> None:
        """Taken once for its number, however often it is given."""
        self._ask(
            "deliver",
            number=parcel.number,
            name=parcel.name,
            sha256=parcel.sha256,
            content=base64.b64encode(parcel.content).decode(),
        )

    def answers(self, number: int) -> Sequence[Answer]:
        """What was answered to its rows so far."""
        found = self._ask("answers", number=number)
        try:
            return [
                Answer(str(row), bool(accepted), str(reason))
                for row, accepted, reason in found["answers"]
            ]
        except (KeyError, TypeError, ValueError):
            raise ReceiverAway from None

    def _ask(self, verb: str, **said: object) -> dict[str, Any]:
        body = json.dumps(said).encode()
        headers = sign(body, settings.REPORT_SECRET, at=clock.now(), prefix=HEADERS)
        request = Request(
            f"{settings.REPORT_ORIGIN}/province/{verb}",
            data=body,
            headers={**headers, "Content-Type": "application/json"},
        )
        try:
            with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                found: dict[str, Any] = json.loads(answer.read())
        except HTTPError as error:
            raise _refusal(error) from None
        except (URLError, OSError, HTTPException, ValueError):
            raise ReceiverAway from None
        return found


def _refusal(error: HTTPError) -> Exception:
    with error:
        if error.code not in (409, 422):
            return ReceiverAway()
        try:
            said = json.loads(error.read())
            return Gap(int(said["expected"])) if error.code == 409 else NotTaken(said["reason"])
        except (ValueError, KeyError, TypeError):
            return ReceiverAway()
