"""委托: what a person lets a helper 代办员 do in their name, until which day, and where they met.

An authority is given by the person's own act only: signed on their own account, said at a window
with the identity card shown, or by a code sent to their own phone. What somebody lets an agent of
their own choice do, and what guardians may, stands in `rules.mandates`.
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


class Basis(StrEnum):
    """By what right somebody stands in for another."""

    HELPER = "helper"  # 代办员: of a village or a bank branch, a login of staff
    AGENT = "agent"  # 代理人: whom a person or an organisation chose (民法典 161, 165)
    GUARDIAN = "guardian"  # 监护人: by law or ruling (民法典 23, 27, 28)


class Deed(StrEnum):
    """What may be done in another's name; each is given by itself."""

    FILL = "fill"  # 填表
    PAPERS = "papers"  # 交材料
    SIGN = "sign"  # 签名提交、补正、撤回
    PAY = "pay"  # 缴费
    COLLECT = "collect"  # 领取结果
    NOTICES = "notices"  # 收通知


class AuthorityWay(StrEnum):
    """How an authority was given."""

    ACCOUNT = "account"  # signed by the person on their own account, at real-name level
    WINDOW = "window"  # said in person at a window, identity card shown
    CODE = "code"  # by the code that was sent to the person's own phone
    REGISTER = "register"  # as the register of families says: guardians only


class AuthorityEnd(StrEnum):
    """Why an authority ended before its day, or was closed after it."""

    WITHDRAWN = "withdrawn"  # by the person on their own account
    AT_WINDOW = "at_window"  # by the person in person, recorded at a window
    LAPSED = "lapsed"  # its day had passed when a new one was given
    DECLINED = "declined"  # the agent did not take it
    RENOUNCED = "renounced"  # the agent laid it down (民法典 173)


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
    """Under which authority an actor stands in for somebody; checked when the actor was made.

    `since`: when they began; `met`: where, as a helper said. `deeds` none: all of them.
    `organisation_id`: in whose name it is, where it is no person's; `application_id`: the only
    application it is for; `agent_id`: the person who acts, None for a helper.
    """

    authority_id: UUID
    number: str
    principal_name: str
    offers: frozenset[str]
    until: date
    met: Met
    since: datetime
    basis: Basis = Basis.HELPER
    deeds: frozenset[Deed] = frozenset()
    organisation_id: UUID | None = None
    application_id: UUID | None = None
    agent_id: UUID | None = None

    def covers(self, offer_code: str) -> bool:
        """Whether the authority reaches what is applied for, where nothing stands yet."""
        return self.application_id is None and (not self.offers or offer_code in self.offers)

    def reaches(self, application_id: UUID, offer_code: str) -> bool:
        """Whether it reaches this application."""
        if self.application_id is not None:
            return application_id == self.application_id
        return self.covers(offer_code)

    def allows(self, deed: Deed) -> bool:
        """Whether this may be done under it."""
        return not self.deeds or deed in self.deeds


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
