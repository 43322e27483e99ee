"""Tables of the accounts room."""

from onevisit.accounts.models.logins import Grant, User, UserManager
from onevisit.accounts.models.people import (
    Identity,
    Organisation,
    Person,
    Representation,
    current,
)
from onevisit.accounts.models.proofs import Attempts, RecoveryCode, SecondFactor

__all__ = [
    "Attempts",
    "Grant",
    "Identity",
    "Organisation",
    "Person",
    "RecoveryCode",
    "Representation",
    "SecondFactor",
    "User",
    "UserManager",
    "current",
]
