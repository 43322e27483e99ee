"""The gateways of a demonstration: speak over HTTP with the process in `notifications.sandbox`.

Production does not start with them; see `config.safety`.
"""

import json
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.error import HTTPError

from django.conf import settings

from onevisit.kernel import clock
from onevisit.kernel.asking import Unanswered, ask
from onevisit.kernel.signing import verified
from onevisit.notifications.adapters.gateway import (
    GatewayAway,
    GatewayBusy,
    NotTaken,
    Outcome,
    Outgoing,
    Told,
)
from onevisit.notifications.rules.channels import Channel
from onevisit.notifications.rules.sending import Reason

HEADERS = "X-Message"


class SandboxGateway:
    """Signed JSON to `settings.MESSAGE_ORIGIN`, under `settings.MESSAGE_SECRET`."""

    demonstration = True
    channel: ClassVar[Channel]

    def send(self, outgoing: Outgoing) -> str:
        """Taken once for its key, however often it is given."""
        answer = self._ask(
            "send",
            key=outgoing.key,
            to=outgoing.address,
            title=outgoing.title,
            body=outgoing.body,
            receipts=outgoing.receipts,
        )
        return str(answer.get("reference", ""))

    def ask(self, key: str) -> Told:
        """What became of it."""
        return _told(self._ask("ask", key=key))

    def heard(self, body: bytes, headers: Mapping[str, str]) -> Told | None:
        """Under the shared secret, not older than five minutes."""
        secret = settings.MESSAGE_SECRET
        if verified(body, headers, secret, now=clock.now(), prefix=HEADERS) is None:
            return None
        try:
            return _told(json.loads(body))
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def _ask(self, verb: str, **said: str) -> dict[str, Any]:
        address = f"{settings.MESSAGE_ORIGIN}/{self.channel}/{verb}"
        try:
            return ask(address, said, settings.MESSAGE_SECRET, prefix=HEADERS)
        except HTTPError as error:
            raise _refusal(error) from None
        except Unanswered:
            raise GatewayAway from None


class SandboxSms(SandboxGateway):
    """Short messages."""

    channel = Channel.SMS


class SandboxMail(SandboxGateway):
    """E-mail."""

    channel = Channel.EMAIL


class SandboxWechat(SandboxGateway):
    """Template messages of the official account."""

    channel = Channel.WECHAT


def _refusal(error: HTTPError) -> Exception:
    with error:
        if error.code in {429, 503}:
            return GatewayBusy()
        if error.code != 422:
            return GatewayAway()
        try:
            return NotTaken(Reason(json.loads(error.read())["reason"]))
        except (ValueError, KeyError, TypeError):
            return NotTaken(Reason.REFUSED)


def _told(said: Mapping[str, Any]) -> Told:
    return Told(str(said["key"]), Outcome(said["outcome"]), str(said.get("reference", "")))
