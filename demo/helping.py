"""Who lets a helper act for them: given in each of the three ways, one taken back. A son acts for
his old mother, a company's agent for the company, a mother for her child.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from demo import content
from demo.founding import County
from demo.schedule import Days, Telling, at
from demo.stories import Fate, Story
from onevisit.accounts import queries, services
from onevisit.accounts.rules import Actor, AuthorityDraft, AuthorityWay, MandateDraft
from onevisit.accounts.rules.identity import Claim
from onevisit.kernel import clock

_HALF_A_YEAR = timedelta(days=180)
_DEMO = "192.0.2.1"  # an address for documentation (RFC 5737)


@dataclass(frozen=True, slots=True)
class Entrusted:
    """`person` lets `helper` act, `back` working days ago, for `things` (none: everything), and
    takes it back `until` working days ago (0: it stands). At a window `clerk` records it.
    """

    person: str
    helper: str
    way: AuthorityWay
    back: int
    minute: int
    things: tuple[str, ...] = ()
    clerk: str = ""
    until: int = 0


AUTHORITIES = (
    Entrusted("fangxiaoe", "helper-dafan", AuthorityWay.CODE, 6, 35),
    Entrusted("chuguanrong", "helper-bank", AuthorityWay.WINDOW, 4, 60, ("elder_allowance",),
              clerk="clerk-baisha"),
    Entrusted("dingmaocai", "helper-dongmen", AuthorityWay.ACCOUNT, 5, 90,
              ("elder_allowance", "social_card")),
    Entrusted("zhangbingkun", "helper-dafan", AuthorityWay.ACCOUNT, 9, 120, until=3),
)  # fmt: skip

HELPED = frozenset(each.person for each in AUTHORITIES)
"""What these old people apply for is told, not drawn."""


@dataclass(frozen=True, slots=True)
class Mandated:
    """`giver` lets `agent` act, `back` working days ago: for themselves, both at the window of
    `clerk`, or for the `company` they represent, signed by code and taken online unless it is
    `asked` only. Taken back `until` working days ago (0: it stands).
    """

    giver: str
    agent: str
    back: int
    minute: int
    clerk: str = ""
    company: str = ""
    asked: bool = False
    until: int = 0


MANDATES = (
    Mandated("xujinfeng", "xuzhiming", 9, 25, clerk="clerk5"),
    Mandated("chenxiaolan", "huangjiahao", 7, 45, company="o1"),
    Mandated("gaoyuan", "tangyining", 2, 70, company="o4", asked=True),
    Mandated("lihuifang", "zhengyutong", 11, 105, clerk="clerk4", until=2),
)
PARENTS = {"zhulin": "zhuxiaozhou"}
"""Who asked the register whose guardian they are, and who was found."""

SCOPE = {"change_what": ["scope"]}
REFERRED = {"remote_kind": "referred", "applicant_for": "self"}
_RETURNED = Story("remote_medical", "lihuifang", 9, {"remote_kind": "own", "applicant_for": "self"},
                  minute=85, helper="zhengyutong", fate=Fate(accept=1, work=0))  # fmt: skip


def stories() -> tuple[Story, ...]:
    """What agents and guardians hand in: for a company, which is asked for one paper more and gets
    it from its agent; for a child; and for somebody who took the mandate back afterwards.
    """
    return (
        Story("company_change", "chenxiaolan", 6, SCOPE, company="o1", minute=65,
              helper="huangjiahao", fate=Fate(correct=1, work=1)),
        Story("remote_medical", "zhuxiaozhou", 5, REFERRED, minute=95, helper="zhulin",
              fate=Fate(accept=1, work=0)),
        _RETURNED,
    )  # fmt: skip


def told(county: County, days: Days) -> Iterator[Telling]:
    """One telling for each authority; see `Schedule`."""
    for each in AUTHORITIES:
        yield _tell(each, county, days)
    for mandated in MANDATES:
        yield _mandate(mandated, county, days)
    yield _ask_families(county, days)


def _mandate(each: Mandated, county: County, days: Days) -> Telling:
    yield at(days.back(each.back), each.minute)
    agent, today = content.people()[each.agent], clock.today()
    giver = county.actors[each.giver]
    draft = MandateDraft(
        agent.name,
        agent.id_number,
        today,
        today + _HALF_A_YEAR,
        None if each.company else county.people[each.giver],
        county.companies[each.company] if each.company else None,
    )
    if each.clerk:
        given = services.record_mandate(
            draft,
            seen=True,
            agent_there=True,
            by_id=county.people[each.giver],
            actor=county.actors[each.clerk],
        )
    else:
        site = "安澜政务服务"
        asked = services.ask_giver(draft, scope="所有的事", site=site, address=_DEMO, actor=giver)
        given = services.sign_mandate(asked, code=_code(), address=_DEMO, actor=giver)
        if not each.asked:
            taker = county.actors[each.agent]
            services.accept_mandate(authority_id=given, agreed=True, actor=taker)
    county.authorities[each.agent, each.giver] = given
    if each.until:
        yield at(days.back(each.until), each.minute)
        services.withdraw_mandate(authority_id=given, actor=giver)


def _ask_families(county: County, days: Days) -> Telling:
    yield at(days.back(12), 20)
    path = Path(settings.SANDBOX_FAMILIES)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content.families(), ensure_ascii=False), encoding="utf-8")
    for parent, child in PARENTS.items():
        services.find_wards(agreed=True, actor=county.actors[parent])
        for line in queries.usable_by(county.people[parent]):
            county.authorities[parent, child] = line.id


def _code() -> str:
    """The code of the newest message."""
    found = re.search(r"\b(\d{6})\b", queries.sandbox_messages()[0].text)
    if found is None:
        raise ValueError("no code was sent")
    return found[1]


def _tell(each: Entrusted, county: County, days: Days) -> Telling:
    yield at(days.back(each.back), each.minute)
    given = _GIVEN[each.way](each, county)
    county.authorities[each.helper, each.person] = given
    if each.until:
        yield at(days.back(each.until), each.minute)
        services.withdraw_authority(authority_id=given, actor=county.actors[each.person])


def _draft(each: Entrusted, county: County) -> AuthorityDraft:
    codes = content.offer_codes()
    return AuthorityDraft(
        county.people[each.person],
        _user(county.actors[each.helper]),
        clock.today() + _HALF_A_YEAR,
        tuple(sorted(codes[key] for key in each.things)),
    )


def _sign(each: Entrusted, county: County) -> UUID:
    actor = county.actors[each.person]
    return services.sign_authority(_draft(each, county), agreed=True, actor=actor)


def _say(each: Entrusted, county: County) -> UUID:
    actor = county.actors[each.clerk]
    services.find_person_by_id_number(content.people()[each.person].id_number, actor=actor)
    return services.record_authority(_draft(each, county), seen=True, actor=actor)


def _read_out(each: Entrusted, county: County) -> UUID:
    """The helper asks, the person reads the code out."""
    actor, person = county.actors[each.helper], content.people()[each.person]
    claim = Claim(person.name, person.id_number)
    services.find_principal(claim, address=_DEMO, actor=actor)
    names = [county.offers[key].name for key in each.things]
    draft = _draft(each, county)
    wanted = services.Wanted(
        draft,
        scope="、".join(names) or "所有以本人名义办的事",
        until=f"{draft.until.month}月{draft.until.day}日",
        site="安澜政务服务",
    )
    asked = services.ask_for_authority(wanted, address=_DEMO, actor=actor)
    return services.give_by_code(asked, code=_code(), address=_DEMO, actor=actor)


_GIVEN = {
    AuthorityWay.ACCOUNT: _sign,
    AuthorityWay.WINDOW: _say,
    AuthorityWay.CODE: _read_out,
}


def doer(story: Story, county: County) -> Actor:
    """Who works the keyboard: the clerk, a helper or an agent in the applicant's name, or the
    applicant.
    """
    if story.helper:
        return stand_in(story, county)
    return county.actors[story.clerk] if story.clerk else county.applicant(story)


def begin(story: Story, county: County) -> None:
    """The helper or the agent takes up the person's name."""
    own = county.actors[story.helper]
    if own.person_id is not None:
        services.begin_acting(
            authority_id=county.authorities[story.helper, story.person], actor=own
        )
        return
    services.begin_helping(
        authority_id=county.authorities[story.helper, story.person],
        met=story.met,
        actor=own,
    )


def stand_in(story: Story, county: County) -> Actor:
    """The helper or agent in the person's name. Raises LookupError when nobody let them."""
    helper = county.actors[story.helper]
    chosen = queries.StandingIn(
        county.authorities[story.helper, story.person], story.met, clock.now()
    )
    actor = queries.stand_in_for(queries.user_by_id(_user(helper)), chosen)
    if actor is None:
        raise LookupError(story.person)
    return actor


def _user(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise ValueError("helpers have logins")
    return actor.user_id
