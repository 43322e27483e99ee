"""委托代理人、监护: who acts for another does so as far as was said, by name, on one side only."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.models import Authority
from onevisit.accounts.queries import mandate_pages
from onevisit.accounts.rules import SYSTEM, Deed, PersonDraft
from onevisit.accounts.rules.mandates import of_age_on, ward_until
from onevisit.audit.queries import under_authority
from onevisit.cases import queries, services
from onevisit.cases.models import Application, Case, Invitation, Party
from onevisit.cases.queries.whole_parts import signatures_part
from onevisit.cases.rules.lifecycle import Action
from onevisit.kernel import clock
from onevisit.kernel.codes import make_resident_id
from onevisit.kernel.errors import DomainError, Invalid
from tests.accounts.phones import HERE, came
from tests.cases.pages import browser
from tests.cases.test_letters import letter, says
from tests.factories import cases as make
from tests.factories import mandates, parties
from tests.factories.cases import County


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as caught:
        act()
    return caught.value.code


def child_of(years: int, number: int = 501) -> UUID:
    """Somebody so old today."""
    today = clock.today()
    born = date(today.year - years, 2, 1)
    draft = PersonDraft("陈小芽", make_resident_id("339921", born, number))
    return people.register_person(draft, actor=SYSTEM)


def test_an_agent_acts_as_far_as_was_said_and_every_document_names_both(here: County) -> None:
    agent = here.other_citizen
    given_id = mandates.given(here.clerk, here.citizen, agent)
    acting = mandates.standing_in(agent, given_id)
    application = make.submitted(here, acting, area=80)
    assert application.applicant_id == here.citizen.person_id
    party = Party.objects.get(application=application)
    assert (party.signed_by_id, party.authority_id) == (agent.user_id, given_id)
    number = acting.authority
    said = f"李四（代理人，受陈小岚委托，委托书编号 {number}）"
    assert queries.receipt_view(application_id=application.id, actor=here.citizen).acted == said
    case = make.case_of(application, "licence")
    says(letter(case, Action.SUBMIT, here.citizen), "李四（代理人", number, "代您提交的")
    make.review(here, case)
    make.decide(here, case, "refuse", "不符合条件")
    says(letter(case, Action.REFUSE, here.citizen), "申请由李四（代理人", number)
    shown = queries.case_view(case_id=case.id, actor=here.officer(case))
    assert shown.helped is not None and number in shown.helped.acted
    acts = under_authority(number)
    assert "cases.sign" in {act.what for act in acts}
    assert {act.who for act in acts if act.what.startswith("cases.")} == {"李四"}
    assert not queries.my_applications(actor=agent).rows  # it is not the agent's


def test_what_was_not_given_is_refused(here: County) -> None:
    agent = here.other_citizen
    own = make.filled_draft(here, area=80)
    for_one = mandates.given(
        here.clerk, here.citizen, agent, application=own.id, deeds=[Deed.FILL, Deed.PAPERS]
    )
    acting = mandates.standing_in(agent, for_one)
    assert [row.id for row in queries.my_applications(actor=acting).rows] == [own.id]
    services.save_form(application_id=own.id, values={"shop.name": "好再来"}, actor=acting)
    own.refresh_from_db()
    view = queries.draft_view(application_id=own.id, actor=acting)
    sign = {"signed_digest": view.digest, "version": view.version}
    assert (
        refused(lambda: services.submit(application_id=own.id, actor=acting, **sign))
        == "accounts.outside_deeds"
    )
    assert (
        refused(lambda: services.start_application(offer_code=here.card_code, actor=acting))
        == "cases.outside_authority"
    )


def test_it_holds_from_the_agents_yes_until_anybody_ends_it(here: County) -> None:
    giver, agent = here.citizen, here.other_citizen
    read = mandates.draft(giver, agent)
    by_id = UUID(str(giver.person_id))
    given_id = people.record_mandate(
        read, seen=True, agent_there=False, by_id=by_id, actor=here.clerk
    )
    begin: Callable[[], object] = lambda: people.begin_acting(authority_id=given_id, actor=agent)  # noqa: E731
    assert refused(begin) == "accounts.no_such_authority"
    take = {"authority_id": given_id, "agreed": True}
    assert (
        refused(lambda: people.accept_mandate(**take, actor=here.boss))
        == "accounts.no_such_authority"
    )
    people.accept_mandate(**take, actor=agent)
    acting = mandates.standing_in(agent, given_id)
    draft = make.filled_draft(here, acting, area=80)
    people.withdraw_mandate(authority_id=given_id, actor=giver)
    assert mandates.again(agent, given_id) is None
    late: Callable[[], object] = lambda: services.save_form(  # noqa: E731
        application_id=draft.id, values={"shop.name": "晚了"}, actor=acting
    )
    assert refused(late) == "accounts.authority_over"
    with pytest.raises(DatabaseError), transaction.atomic():
        Authority.objects.filter(id=given_id).update(until=clock.today() + timedelta(days=90))
    second = mandates.given(here.clerk, giver, agent)
    people.renounce_mandate(authority_id=second, actor=agent)
    assert mandates.again(agent, second) is None


def test_the_giver_signs_with_the_code_sent_for_exactly_this(here: County) -> None:
    giver, agent = here.citizen, here.other_citizen
    read = mandates.draft(giver, agent, deeds=[Deed.FILL])
    ask = {"scope": "所有的事", "site": "安澜", "address": HERE, "actor": giver}
    asked = people.ask_giver(read, **ask)
    code = came()
    more = people.MandateAsked(asked.code_id, mandates.draft(giver, agent))
    sign = {"code": code, "address": HERE, "actor": giver}
    assert refused(lambda: people.sign_mandate(more, **sign)) == "accounts.code_expired"
    given_id = people.sign_mandate(asked, **sign)
    assert Authority.objects.get(id=given_id).deeds == ["fill"]
    assert refused(lambda: people.ask_giver(read, **ask)) == "accounts.mandate_stands"
    own = mandates.draft(giver, giver)
    assert refused(lambda: people.ask_giver(own, **ask)) == "accounts.own_agent"
    unsure = {**ask, "actor": here.phone_only}
    theirs = mandates.draft(here.phone_only, agent)
    assert refused(lambda: people.ask_giver(theirs, **unsure)) == "accounts.real_name_first"


def test_a_companys_agent_files_for_it_while_its_representative_says_so(here: County) -> None:
    agent = here.citizen
    wanted = mandates.draft(here.boss, agent, organisation=here.organisation)
    ask = {"scope": "", "site": "", "address": HERE}
    assert (
        refused(lambda: people.ask_giver(wanted, **ask, actor=here.other_citizen))
        == "accounts.not_legal_representative"
    )
    given_id = mandates.given(here.clerk, here.boss, agent, organisation=here.organisation)
    acting = mandates.standing_in(agent, given_id)
    application = make.submitted(here, acting, area=80)
    assert application.organisation_id == here.organisation
    assert application.id in {row.id for row in queries.my_applications(actor=here.boss).rows}
    receipt = queries.receipt_view(application_id=application.id, actor=here.boss)
    assert receipt.acted.startswith("陈小岚（代理人，受𠮷祥餐饮有限公司委托")
    own = make.submitted(here, agent, area=90)
    assert own.id not in {row.id for row in queries.my_applications(actor=acting).rows}
    people.withdraw_mandate(authority_id=given_id, actor=here.boss)
    assert (
        refused(lambda: queries.status_view(application_id=application.id, actor=agent))
        == "cases.no_such_application"
    )


def test_a_guardian_agrees_for_the_ward_but_never_on_both_sides(here: County) -> None:
    """The seller is a child: one parent buys, the other may agree for the child, the buyer not."""
    child = child_of(9)
    mother, father = here.citizen, here.other_citizen
    hers, his = (mandates.ward(here.clerk, who, child) for who in (mother, father))
    draft = parties.begun(here)
    named = services.Named("陈小芽", accounts.own_person(child).id_number, "13800009999")
    row_id = services.name_party(application_id=draft.id, role="seller", named=named, actor=mother)
    row = Invitation.objects.get(id=row_id)
    as_mother = mandates.standing_in(mother, hers)
    assert refused(lambda: parties.give(as_mother, row)) == "cases.both_sides"
    as_father = mandates.standing_in(father, his)
    parties.give(as_father, row)
    parties.agree(as_father, row)
    assert queries.party_view(invitation_id=row.id, actor=as_father).acted
    services.withdraw_consent(invitation_id=row.id, actor=as_father)
    services.start_application(
        offer_code=draft.offer_code,
        actor=here.clerk,
        applicant_id=mother.person_id,
        channel="window",
    )
    stand = {"application_id": draft.id, "role": "seller", "card": named, "actor": here.clerk}
    number = {
        who: accounts.own_person(UUID(str(who.person_id))).id_number
        for who in (mother, father, here.boss)
    }
    at_window: Callable[[object], object] = lambda who: services.agree_at_window(  # noqa: E731
        **stand, guardian=number[who]
    )
    assert refused(lambda: at_window(here.boss)) == "cases.not_guardian"
    assert refused(lambda: at_window(mother)) == "cases.both_sides"
    at_window(father)
    parties.submit(mother, draft)
    party = Party.objects.get(application=draft, role="seller")
    assert (party.person_id, party.signed_by_id, party.authority_id) == (child, None, his)
    said = f"李四（监护人，代陈小芽办理，监护登记编号 {as_father.authority}）"
    receipt = queries.receipt_view(application_id=draft.id, actor=mother)
    assert [each.acted for each in receipt.parties] == [said]
    case = Case.objects.get(application=draft)
    says(letter(case, Action.SUBMIT, mother), "卖方：李四（监护人", "代为同意并签名")
    assert queries.case_view(case_id=case.id, actor=here.officer(case)).beyond.guarded
    signed = signatures_part(case)
    assert said in str(signed) and "cases.agree" in {
        x.what for x in under_authority(as_father.authority)
    }
    with pytest.raises(DatabaseError, match="both sides"), transaction.atomic():
        Party.objects.create(application=draft, role="spouse", person_id=father.person_id)


@given(st.dates(date(1990, 1, 1), date(2026, 11, 1)), st.one_of(st.none(), st.integers(-400, 9000)))
def test_a_minors_guardianship_ends_before_the_eighteenth_birthday(
    born: date, days: int | None
) -> None:
    today = date(2026, 11, 22)
    until = today + timedelta(days=days) if days is not None else None
    try:
        last = ward_until(born, until, today)
    except Invalid:
        return
    assert last >= today
    if of_age_on(born) > today:
        assert last < of_age_on(born)
    else:
        assert last == until


def test_the_register_names_the_children_and_no_paper_is_brought(
    here: County, settings: Settings, tmp_path: Path
) -> None:
    parent = accounts.own_person(UUID(str(here.citizen.person_id)))
    small, grown = (make_resident_id("339921", date(year, 5, 5), 7) for year in (2019, 2001))
    settings.SANDBOX_FAMILIES = str(tmp_path / "families.json")
    told = f'{{"{parent.id_number}": [["陈芽", "{small}"], ["陈树", "{grown}"]]}}'
    Path(settings.SANDBOX_FAMILIES).write_text(told, "utf-8")
    assert (
        refused(lambda: people.find_wards(agreed=False, actor=here.citizen))
        == "accounts.authority_unsigned"
    )
    assert people.find_wards(agreed=True, actor=here.citizen) == 1
    assert people.find_wards(agreed=True, actor=here.citizen) == 0
    (line,) = accounts.usable_by(parent.id)
    assert (line.giver, line.until, line.law) == (
        "陈芽",
        date(2037, 5, 4),
        "《民法典》第二十七条",
    )
    acting = mandates.standing_in(here.citizen, line.id)
    card = services.start_application(offer_code=here.card_code, actor=acting)
    assert Application.objects.get(id=card).applicant_id == line.principal_id


def test_for_whom_is_chosen_shown_and_put_down(here: County) -> None:
    agent = here.other_citizen
    given_id = mandates.given(here.clerk, here.citizen, agent)
    client: Client = browser(agent)
    page = client.get(reverse("portal:mandates")).content.decode()
    assert "陈小岚" in page and 'value="yes"' not in page
    client.post(reverse("accounts:act-for"), {"authority": str(given_id), "next": "/affairs/"})
    assert "您正在代 <b>陈小岚</b> 办理" in client.get("/affairs/").content.decode()
    assert client.get(reverse("portal:mandate-give")).status_code == 403  # nobody's but one's own
    people.withdraw_mandate(authority_id=given_id, actor=here.citizen)
    over = client.get("/affairs/")
    assert over.status_code == 403
    assert "刚才代办的委托已经收回或者到期" in over.content.decode()
    client.post(reverse("accounts:act-for"), {})
    assert client.get("/affairs/").status_code == 200
    detail = client.get(reverse("portal:mandate", args=[given_id])).content.decode()
    assert re.search(r"开始代办", detail)


def test_an_agent_of_many_turns_pages_and_finds_a_giver_by_name(
    here: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mandate_pages, "PAGE", 2)
    agent = here.other_citizen
    first = mandates.given(here.clerk, here.boss, agent)
    client, at = browser(agent), reverse("portal:mandates")
    window = browser(here.clerk), reverse("portal:window-mandates", args=[agent.person_id])
    with CaptureQueriesContext(connection) as before:
        assert 'rel="next"' not in client.get(at).content.decode()
    for days in (10, 20, 30):
        mandates.given(here.clerk, here.citizen, agent, days=days)
    with CaptureQueriesContext(connection) as after:
        page = client.get(at).content.decode()
    assert len(after) == len(before)
    number = Authority.objects.get(id=first).number
    for who, where in ((client, at), window):
        newest = who.get(where).content.decode()
        assert number not in newest and '<span class="tag">4</span>' in newest
        on = re.search(r'rel="next" href="([^"#]+)', newest)
        assert on is not None and number in who.get(unescape(on[1])).content.decode()
        found = who.post(where, {"form": "find", "name": here.boss.name}).content.decode()
        assert number in found and "陈小岚 " not in found and 'rel="next"' not in found
    assert number not in page
