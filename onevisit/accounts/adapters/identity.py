"""Asking the resident register: the Protocol, and the adapter that the settings name."""

from typing import Protocol

from django.conf import settings

from onevisit.accounts.rules.identity import Claim, Verdict
from onevisit.kernel.outside import adapter


class IdentityCheck(Protocol):
    """Compares a name and a resident ID number with the register.

    `issuer` names the register in what is kept of a proof; `demonstration` is True for one that
    proves nothing.
    """

    issuer: str
    demonstration: bool

    def check(self, claim: Claim) -> Verdict:
        """What the register says. Never raises for a register that does not answer.

        Called outside of transactions; nothing of the claim may be logged.
        """


def identity_check() -> IdentityCheck | None:
    """The check of `settings.IDENTITY_CHECK` (a dotted name), None where none is named.

    One that proves nothing is no check outside of a demonstration.
    """
    found: IdentityCheck | None = adapter(settings.IDENTITY_CHECK)
    return found
