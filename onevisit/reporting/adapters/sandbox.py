"""The province of a demonstration: speaks over HTTP with the process in `reporting.sandbox`.

Production does not start with it; see `config.safety`.
"""

import base64
import json
from collections.abc import Sequence
from typing import Any
from urllib.error import HTTPError

from django.conf import settings

from onevisit.kernel.asking import Unanswered, ask
from onevisit.reporting.adapters.receiver import Answer, Gap, NotTaken, Parcel, ReceiverAway

HEADERS = "X-Report"


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
        address = f"{settings.REPORT_ORIGIN}/province/{verb}"
        try:
            return ask(address, said, settings.REPORT_SECRET, prefix=HEADERS)
        except HTTPError as error:
            raise _refusal(error) from None
        except Unanswered:
            raise ReceiverAway from None


def _refusal(error: HTTPError) -> Exception:
    with error:
        if error.code not in (409, 422):
            return ReceiverAway()
        try:
            said = json.loads(error.read())
            return Gap(int(said["expected"])) if error.code == 409 else NotTaken(said["reason"])
        except (ValueError, KeyError, TypeError):
            return ReceiverAway()
