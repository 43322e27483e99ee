"""The lockers of a demonstration: speak over HTTP with the process in `delivery.sandbox`.

Production does not start with them; see `config.safety`.
"""

import json
from collections.abc import Mapping
from urllib.error import HTTPError

from django.conf import settings

from onevisit.delivery.adapters.cabinet import CabinetAway, Told
from onevisit.delivery.rules.lockers import News
from onevisit.kernel import clock
from onevisit.kernel.asking import Unanswered, ask
from onevisit.kernel.signing import verified

PREFIX = "X-Locker"


class SandboxCabinets:
    """Signed JSON to `settings.LOCKER_ORIGIN`, under `settings.LOCKER_SECRET`."""

    demonstration = True

    def open_door(self, device: str, door: str) -> None:
        """Opened, however often it is asked."""
        address = f"{settings.LOCKER_ORIGIN}/api/open"
        try:
            ask(address, {"device": device, "door": door}, settings.LOCKER_SECRET, prefix=PREFIX)
        except HTTPError as error:
            error.close()
            raise CabinetAway from error
        except Unanswered as error:
            raise CabinetAway from error

    def heard(self, body: bytes, headers: Mapping[str, str]) -> Told | None:
        """Under the shared secret, not older than five minutes."""
        key = settings.LOCKER_SECRET
        if verified(body, headers, key, now=clock.now(), prefix=PREFIX) is None:
            return None
        try:
            said = json.loads(body)
            return Told(
                news=News(said["news"]),
                device=str(said["device"]),
                door=str(said["door"]),
                number=str(said.get("number", "")),
                code=str(said.get("code", "")),
            )
        except (ValueError, KeyError, TypeError):
            return None
