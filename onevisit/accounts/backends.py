"""Whose password it is, and who a session belongs to."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend

from onevisit.accounts.models import User
from onevisit.kernel import rows

_LOGIN = f"SELECT {rows.columns(User)} FROM {User._meta.db_table} WHERE id = %s"  # noqa: S608


class LoginBackend(ModelBackend):
    """Django's own, but that the login of a session, which every page asks for, is found by a
    statement that is spelled out once.
    """

    def get_user(self, user_id: Any) -> User | None:
        """The login while it is active, else nobody."""
        found = rows.fetch(User, _LOGIN, [UUID(str(user_id))])
        return next((each for each in found if each.is_active), None)
