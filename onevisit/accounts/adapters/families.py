"""Asking the register of births and households: the Protocol, and the adapter settings name."""

from dataclasses import dataclass, field
from typing import Protocol

from django.conf import settings

from onevisit.accounts.rules.identity import Claim
from onevisit.kernel.outside import adapter


class RegisterAway(Exception):
    """The register did not answer; says nothing of whom it was asked about."""


@dataclass(frozen=True, slots=True)
class Child:
    """A minor whom somebody guards as a parent, as the register says."""

    name: str
    id_number: str = field(repr=False)


class FamilyRegister(Protocol):
    """Says of whom somebody is a parent with guardianship. `demonstration` is True for one that
    proves nothing.
    """

    demonstration: bool

    def children_of(self, parent: Claim) -> tuple[Child, ...]:
        """The minor children of this person. Raises RegisterAway.

        Called outside of transactions; nothing of the answer may be logged.
        """


def family_register() -> FamilyRegister | None:
    """The register of `settings.FAMILY_REGISTER` (a dotted name), None where none is named.

    One that proves nothing is no register outside of a demonstration.
    """
    found: FamilyRegister | None = adapter(settings.FAMILY_REGISTER)
    return found
