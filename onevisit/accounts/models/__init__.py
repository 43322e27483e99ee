"""Tables of the accounts room."""

from onevisit.accounts.models.logins import Grant, LoginFailure, User, UserManager
from onevisit.accounts.models.people import (
    Identity,
    Organisation,
    Person,
    Representation,
    current,
)

__all__ = [
    "Grant",
    "Identity",
    "LoginFailure",
    "Organisation",
    "Person",
    "Representation",
    "User",
    "UserManager",
    "current",
]
