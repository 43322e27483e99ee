"""Invented people with logins, and companies with somebody to act for them, by the thousand."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from onevisit.accounts import queries, services
from onevisit.accounts.rules import (
    SYSTEM,
    AssuranceLevel,
    CitizenLoginDraft,
    OrganisationDraft,
    PersonDraft,
    RepresentationRole,
)
from onevisit.kernel.codes import make_resident_id, make_uscc

_FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "一岚明远秋禾子安海宁思齐文竹若水青川雨晴知行云舟长庚"
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose application it is, and by which login."""

    person: UUID
    login: UUID
    organisation: UUID | None = None


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody."""

    people: list[Owner]
    companies: list[Owner]

    def owner(self, company: bool, chosen: random.Random) -> Owner:
        """Somebody, for a company or for themselves."""
        return chosen.choice(self.companies if company else self.people)


def name_of(n: int) -> str:
    """One of some twenty thousand names."""
    return _FAMILY[n % len(_FAMILY)] + _GIVEN[n % 24] + _GIVEN[n // 24 % 24]


def gather(people: int, companies: int) -> Crowd:
    """Register them through the services, in large batches."""
    born = date(1950, 1, 1)
    persons: list[UUID] = []
    for start in range(0, people, _AT_ONCE):
        drafts = [
            PersonDraft(
                name_of(n),
                make_resident_id("339999", born + timedelta(days=n % 20_000), n // 20_000 + 1),
                phone=f"139{n:08d}",
            )
            for n in range(start, min(start + _AT_ONCE, people))
        ]
        persons += services.register_persons(drafts, actor=SYSTEM)
    logins = _logins(persons)
    owners = [Owner(each, logins[each]) for each in persons]
    return Crowd(owners, _companies(owners[:companies]))


def _logins(persons: list[UUID]) -> dict[UUID, UUID]:
    found: dict[UUID, UUID] = {}
    for start in range(0, len(persons), _AT_ONCE):
        some = persons[start : start + _AT_ONCE]
        ids = services.create_citizen_logins(
            [
                CitizenLoginDraft(f"bench{start + n}", each, AssuranceLevel.REAL_NAME, "")
                for n, each in enumerate(some)
            ],
            password=None,
            actor=SYSTEM,
        )
        found |= dict(zip(some, ids, strict=True))
    return found


def _companies(owners: list[Owner]) -> list[Owner]:
    drafts = [
        OrganisationDraft(
            f"安澜第{n}小吃店", make_uscc("91", "339999", n + 1), f"安澜县清溪路 {n} 号"
        )
        for n in range(len(owners))
    ]
    ids = services.register_organisations(drafts, actor=SYSTEM)
    services.appoint_many(
        [
            (owner.person, company, RepresentationRole.LEGAL_REPRESENTATIVE)
            for owner, company in zip(owners, ids, strict=True)
        ],
        actor=SYSTEM,
    )
    return [Owner(o.person, o.login, each) for o, each in zip(owners, ids, strict=True)]


def actors(owners: list[Owner]) -> list[object]:
    """Them as who acts."""
    return [queries.actor_for(queries.user_by_id(each.login)) for each in owners]
