"""Stand-ins of a demonstration: a gateway that shows its messages, a register that knows anybody.

Production does not start with them; see `config.settings.production`.
"""

import json
from pathlib import Path

from django.conf import settings

from onevisit.accounts.adapters.families import Child, RegisterAway
from onevisit.accounts.models import SandboxMessage
from onevisit.accounts.rules.identity import Claim, Verdict
from onevisit.kernel import crypto
from onevisit.kernel.ids import new_id

KEPT = 50


class SandboxSender:
    """Keeps the newest messages, sealed, for the page of demonstration messages."""

    demonstration = True

    def send(self, phone: str, text: str) -> None:
        """Keep the message; nothing leaves this machine."""
        message_id = new_id()
        content = json.dumps({"phone": phone, "text": text}).encode()
        SandboxMessage.objects.create(
            id=message_id,
            content_sealed=crypto.seal(content, bound_to=SandboxMessage.place(message_id)),
        )
        newest = SandboxMessage.objects.order_by("-sent_at", "-id").values("id")[:KEPT]
        SandboxMessage.objects.exclude(id__in=newest).delete()


class SandboxRegister:
    """Believes everybody, but for three serials (digits 15 to 17 of the number).

    997: the name is another; 998: no such number; 999: no answer.
    """

    issuer = "sandbox"
    demonstration = True

    def check(self, claim: Claim) -> Verdict:
        """By the serial of the number."""
        return _BY_SERIAL.get(claim.id_number[14:17], Verdict.MATCHES)


class SandboxFamilies:
    """Knows the children that the demonstration wrote down in `settings.SANDBOX_FAMILIES` (JSON:
    a parent's number → name and number of each child); does not answer for serial 999.
    """

    demonstration = True

    def children_of(self, parent: Claim) -> tuple[Child, ...]:
        """As the file says."""
        if parent.id_number[14:17] == "999":
            raise RegisterAway
        path = Path(settings.SANDBOX_FAMILIES)
        held = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        return tuple(Child(name, number) for name, number in held.get(parent.id_number, ()))


_BY_SERIAL = {
    "997": Verdict.DIFFERS,
    "998": Verdict.UNKNOWN,
    "999": Verdict.UNREACHABLE,
}
