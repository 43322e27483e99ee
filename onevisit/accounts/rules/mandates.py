"""What somebody lets an agent 代理人 of their own choice do, and what guardians 监护人 may.

民法典 161–175: an agent acts in the principal's name, as far and as long as was said; it
ends by withdrawal or by laying it down at any time. 民法典 23, 26–39: a guardian acts for whom they
guard, of a minor until the eighteenth birthday, else as long as the ruling says.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from onevisit.accounts.errors import bad_authority_until, bad_ward_until, ward_of_age
from onevisit.accounts.rules.authority import (
    LONGEST,
    AuthorityEnd,
    AuthorityWay,
    Basis,
    Deed,
)
from onevisit.kernel.canonical import digest
from onevisit.kernel.types import Json

MAJORITY = 18
"""Years after which a person acts alone (民法典 17)."""

LONGEST_RULING = timedelta(days=366 * 5)
"""A guardianship of a grown person is looked at again: the paper is shown anew."""


class GuardianPaper(StrEnum):
    """From what it is known that somebody guards another."""

    REGISTER = "register"  # 户籍和出生登记: the platform asked, nobody brought a paper
    BIRTH = "birth"  # 出生医学证明
    HOUSEHOLD = "household"  # 户口簿
    RULING = "ruling"  # 法院判决书、裁定书
    APPOINTED = "appointed"  # 居委会、村委会、民政部门指定监护人的文书
    AGREED = "agreed"  # 监护人之间的书面协议


LAW: dict[Basis, str] = {
    Basis.HELPER: "《民法典》第一百六十五条",
    Basis.AGENT: "《民法典》第一百六十五条",
    Basis.GUARDIAN: "《民法典》第二十三条",
}
"""The article by which somebody stands in for another."""

PAPER_LAW: dict[GuardianPaper, str] = {
    GuardianPaper.REGISTER: "《民法典》第二十七条",
    GuardianPaper.BIRTH: "《民法典》第二十七条",
    GuardianPaper.HOUSEHOLD: "《民法典》第二十七条",
    GuardianPaper.RULING: "《民法典》第三十一条、第三十六条",
    GuardianPaper.APPOINTED: "《民法典》第三十一条",
    GuardianPaper.AGREED: "《民法典》第三十条",
}


@dataclass(frozen=True, slots=True)
class MandateDraft:
    """What a principal agrees to: the agent by name and resident ID number, for which offers (none:
    all), which deeds (none: all), from which day until which, both included; or for one application
    alone. One of `principal_id` and `organisation_id` says in whose name.
    """

    agent_name: str
    agent_number: str = field(repr=False)
    begins: date
    until: date
    principal_id: UUID | None = None
    organisation_id: UUID | None = None
    offers: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()
    application_id: UUID | None = None

    @property
    def agreed(self) -> str:
        """SHA-256 over what is agreed to: a signature or a code stands for exactly this."""
        return digest(
            {
                "principal": str(self.principal_id or ""),
                "organisation": str(self.organisation_id or ""),
                "agent": [self.agent_name, self.agent_number],
                "begins": self.begins.isoformat(),
                "until": self.until.isoformat(),
                "offers": list[Json](sorted(self.offers)),
                "deeds": list[Json](sorted(self.deeds)),
                "application": str(self.application_id or ""),
            }
        )


@dataclass(frozen=True, slots=True)
class WardDraft:
    """A guardianship decided at a window: who guards, whom, from which paper, until which day (for
    a minor at most until the day before the eighteenth birthday). `paper_number` stands on the
    paper.
    """

    guardian_id: UUID
    ward_id: UUID
    paper: GuardianPaper
    paper_number: str = field(repr=False)
    until: date | None = None


class MandateState(StrEnum):
    """Where an authority stands today."""

    WAITING = "waiting"  # the agent has not said yes
    AHEAD = "ahead"  # its first day has not come
    LIVE = "live"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class MandateLine:
    """An authority as principal, agent or a window is shown it. `holder` names who acts, `giver` in
    whose name; `agent_id` is None until the agent took it.
    """

    id: UUID
    number: str
    basis: Basis
    giver: str
    holder: str
    masked_agent_number: str
    masked_principal_number: str
    principal_id: UUID | None
    organisation_id: UUID | None
    agent_id: UUID | None
    offers: tuple[str, ...]
    deeds: tuple[Deed, ...]
    application_id: UUID | None
    given_at: datetime
    begins: date
    until: date
    way: AuthorityWay
    paper: GuardianPaper | None
    law: str
    state: MandateState
    ended_at: datetime | None
    ended_why: AuthorityEnd | None

    @property
    def live(self) -> bool:
        """Whether one may act under it now."""
        return self.state is MandateState.LIVE

    def reaches(self, application_id: UUID, offer_code: str, deed: Deed) -> bool:
        """Whether it gives this deed in this application."""
        if self.deeds and deed not in self.deeds:
            return False
        if self.application_id is not None:
            return application_id == self.application_id
        return not self.offers or offer_code in self.offers


@dataclass(frozen=True, slots=True)
class Hand:
    """Who did something in another's name, by what right, under which number: what every document
    names.
    """

    name: str
    basis: Basis
    number: str


def checked_term(begins: date, until: date, today: date) -> tuple[date, date]:
    """The days, if they begin today or later, and end within the longest time. Raises Invalid
    `accounts.bad_authority_until`.
    """
    latest = max(begins, today) + LONGEST
    if begins < today or not begins <= until <= latest:
        raise bad_authority_until(latest)
    return begins, until


def checked_deeds(deeds: Collection[Deed]) -> tuple[Deed, ...]:
    """The deeds in one order, each once; none where all of them were named."""
    chosen = set(deeds)
    return () if chosen == set(Deed) else tuple(sorted(chosen))


def of_age_on(born: date) -> date:
    """The day from which a person acts alone: the eighteenth birthday, of who was born on a leap
    day the first of March.
    """
    try:
        return born.replace(year=born.year + MAJORITY)
    except ValueError:
        return date(born.year + MAJORITY, 3, 1)


def ward_until(born: date | None, until: date | None, today: date) -> date:
    """The last day of a guardianship: of a minor the day before majority or the earlier one said,
    of a grown person the one said. Raises Invalid `accounts.ward_of_age` where a grown person's has
    no end, `accounts.bad_ward_until` for a day past or too far.
    """
    last = of_age_on(born) - timedelta(days=1) if born else None
    if last is not None and last >= today:
        latest = last
    elif until is None:
        raise ward_of_age()
    else:
        latest = today + LONGEST_RULING
    found = until or latest
    if not today <= found <= latest:
        raise bad_ward_until(latest)
    return found


def state_of(
    *, accepted: bool, ended: bool, begins: date, until: date, today: date
) -> MandateState:
    """Where an authority stands on a day."""
    if ended or until < today:
        return MandateState.OVER
    if not accepted:
        return MandateState.WAITING
    return MandateState.AHEAD if begins > today else MandateState.LIVE
