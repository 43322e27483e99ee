"""Tables of the accounts room."""

from onevisit.accounts.models.authorities import Authority
from onevisit.accounts.models.logins import Grant, User, UserManager
from onevisit.accounts.models.people import (
    Identity,
    Organisation,
    Person,
    Representation,
    current,
)
from onevisit.accounts.models.proofs import (
    Attempts,
    PhoneCode,
    RecoveryCode,
    SandboxMessage,
    SecondFactor,
)
from onevisit.accounts.models.tokens import ApiAnswer, ApiToken, ApiUse

__all__ = [
    "ApiAnswer",
    "ApiToken",
    "ApiUse",
    "Attempts",
    "Authority",
    "Grant",
    "Identity",
    "Organisation",
    "Person",
    "PhoneCode",
    "RecoveryCode",
    "Representation",
    "SandboxMessage",
    "SecondFactor",
    "User",
    "UserManager",
    "current",
]
