"""Whose password it is, and who a session belongs to."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend

from onevisit.accounts.models import User
from onevisit.kernel import rows

_LOGINS = rows.Joined(User)


class LoginBackend(ModelBackend):
    """Django's own, but that the login of a session, which every page asks for, is found by a
    statement that is spelled out once.
    """

    def get_user(self, user_id: Any) -> User | None:
        """The login while it is active, else nobody."""
        found = _LOGINS.fetch("t0.id = %s", [UUID(str(user_id))])
        user: User | None = next(iter(found), None)
        return user if user is not None and user.is_active else None
