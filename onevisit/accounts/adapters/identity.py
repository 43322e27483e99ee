"""Asking the resident register: the Protocol, and the adapter that the settings name."""

from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from onevisit.accounts.rules.identity import Claim, Verdict


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
    name = settings.IDENTITY_CHECK
    found = _check(name) if name else None
    return None if found is None or (found.demonstration and not settings.DEMO) else found


@lru_cache(maxsize=4)
def _check(name: str) -> IdentityCheck:
    made: IdentityCheck = import_string(name)()
    return made
