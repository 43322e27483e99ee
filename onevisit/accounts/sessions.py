"""Sessions as Django keeps them in the database, read by a statement that is spelled out once.

Every page reads one; composing that statement anew each time costs more than answering it.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from onevisit.kernel import rows

_SESSIONS = rows.Joined(Session)


class SessionStore(db.SessionStore):
    """`SESSION_ENGINE`: writing, expiry and cleaning up are Django's own."""

    def _validate_session_key(self, key: str) -> bool:
        """Only what Django itself would give as a key is looked for: a cookie may hold anything."""
        known = super()._validate_session_key(key)  # type: ignore[misc]
        return bool(known) and key.isascii() and key.isalnum()

    def _get_session_from_db(self) -> Session | None:
        found = _SESSIONS.fetch(
            "t0.session_key = %s AND t0.expire_date > now()", [self.session_key]
        )
        if not found:
            self._session_key = None
        return next(iter(found), None)
