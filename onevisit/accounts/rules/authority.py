"""委托: what a person lets a helper 代办员 do in their name, until which day, and where they met.

An authority is given by the person's own act only: signed on their own account, said at a window
with the identity card shown, or by a code sent to their own phone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from onevisit.accounts.errors import bad_authority_until
from onevisit.kernel.canonical import digest
from onevisit.kernel.types import Json

LONGEST = timedelta(days=366)
"""An authority that nobody renews ends by itself: what was once agreed to is asked again."""


class AuthorityWay(StrEnum):
    """How an authority was given."""

    ACCOUNT = "account"  # signed by the person on their own account, at real-name level
    WINDOW = "window"  # said in person at a window, identity card shown
    CODE = "code"  # by the code that was sent to the person's own phone


class AuthorityEnd(StrEnum):
    """Why an authority ended before its day, or was closed after it."""

    WITHDRAWN = "withdrawn"  # by the person on their own account
    AT_WINDOW = "at_window"  # by the person in person, recorded at a window
    LAPSED = "lapsed"  # its day had passed when a new one was given


class Met(StrEnum):
    """Where helper and person are while the helper works."""

    HOME = "home"  # 上门: at the person's home, no trip for them
    PLACE = "place"  # 在代办点: the person came, a trip like any other
    ABSENT = "absent"  # 本人未到场: nobody met


@dataclass(frozen=True, slots=True)
class AuthorityDraft:
    """What a person agrees to: who may act, for what (codes of offers; none: everything that is
    applied for in one's own name), until which day, that day included.
    """

    principal_id: UUID
    helper_id: UUID
    until: date
    offers: tuple[str, ...] = ()

    @property
    def agreed(self) -> str:
        """SHA-256 over what is agreed to: a signature or a code stands for exactly this."""
        return digest(
            {
                "principal": str(self.principal_id),
                "helper": str(self.helper_id),
                "until": self.until.isoformat(),
                "offers": list[Json](sorted(self.offers)),
            }
        )


@dataclass(frozen=True, slots=True)
class Acting:
    """Under which authority an actor stands in for a person; checked when the actor was made.

    `since`: when the helper began; `met`: where, as the helper said.
    """

    authority_id: UUID
    number: str
    principal_name: str
    offers: frozenset[str]
    until: date
    met: Met
    since: datetime

    def covers(self, offer_code: str) -> bool:
        """Whether the authority reaches what is applied for."""
        return not self.offers or offer_code in self.offers


@dataclass(frozen=True, slots=True)
class AuthorityLine:
    """An authority as the person, a window or the helper is shown it. `live`: it holds now."""

    id: UUID
    number: str
    principal_id: UUID
    principal_name: str
    masked_id_number: str
    helper_id: UUID
    helper_name: str
    place: str
    offers: tuple[str, ...]
    given_at: datetime
    until: date
    way: AuthorityWay
    live: bool
    ended_at: datetime | None
    ended_why: AuthorityEnd | None


@dataclass(frozen=True, slots=True)
class HelperLine:
    """A helper one may choose, and where they are to be found."""

    id: UUID
    name: str
    place_id: UUID
    place: str
    address: str
    region: str


def checked_until(until: date, today: date) -> date:
    """The day, if it lies ahead and within the longest time. Raises Invalid
    `accounts.bad_authority_until`.
    """
    if not today <= until <= today + LONGEST:
        raise bad_authority_until(today + LONGEST)
    return until


def checked_offers(offers: Collection[str]) -> tuple[str, ...]:
    """The codes in one order, each once."""
    return tuple(sorted(set(offers)))
