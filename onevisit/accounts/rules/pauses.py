"""Pauses after failures: how many tries are free, and how the waiting grows after that."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class PauseRule:
    """`free` tries pass without waiting; the last of them starts the `first` pause, each further
    try doubles it, up to `longest`. After `forget` without a try everything is forgotten.
    """

    purpose: str
    free: int
    first: timedelta
    longest: timedelta
    forget: timedelta = timedelta(hours=24)

    def pause_after(self, tries: int) -> timedelta:
        """How long to wait after so many tries in a row (zero while they are free)."""
        if tries < self.free:
            return timedelta(0)
        factor: int = 1 << min(tries - self.free, 20)
        return min(self.first * factor, self.longest)

    def forgotten(self, last_at: datetime, now: datetime) -> bool:
        """Whether tries that ended at `last_at` count no more."""
        return last_at + self.forget <= now


_MINUTE = timedelta(minutes=1)

LOGIN_NAME = PauseRule("accounts.login", 5, _MINUTE, 30 * _MINUTE)
"""Wrong passwords or codes of one login, from wherever they come."""
LOGIN_ADDRESS = PauseRule("accounts.login.address", 30, _MINUTE, 30 * _MINUTE, 60 * _MINUTE)
"""Wrong passwords or codes from one network address; a hall of clerks shares one."""
CODE = PauseRule("accounts.code", 5, _MINUTE, 60 * _MINUTE)
"""Wrong codes of an authenticator, and wrong recovery codes, of one login."""
OLD_PASSWORD = PauseRule("accounts.old_password", 5, _MINUTE, 30 * _MINUTE)
"""Wrong present passwords on the page that changes it."""

PHONE_MESSAGES = PauseRule(
    "accounts.phone.messages", 1, _MINUTE, 60 * _MINUTE, forget=timedelta(hours=12)
)
"""Codes sent to one phone; a right one typed in ends the count."""
ADDRESS_MESSAGES = PauseRule(
    "accounts.address.messages", 30, _MINUTE, 60 * _MINUTE, forget=timedelta(hours=1)
)
"""Codes asked for from one network address, and never typed in."""
ADDRESS_CODES = PauseRule(
    "accounts.address.codes", 30, _MINUTE, 60 * _MINUTE, forget=timedelta(hours=1)
)
"""Wrong codes of phones, typed at one network address."""

IDENTITY_CLAIMS = PauseRule("accounts.identity", 5, 10 * _MINUTE, timedelta(hours=24))
"""Names and ID numbers that one login, or one number, had checked in vain."""
ADDRESS_CLAIMS = PauseRule("accounts.address.identity", 30, 10 * _MINUTE, timedelta(hours=24))
"""The same from one network address."""
