"""Who hears of what, what they choose, and the pages for it."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from onevisit.accounts import services as people
from onevisit.accounts.rules import SYSTEM, Actor, Deed, RepresentationRole
from onevisit.cases import services as cases
from onevisit.cases.models import Invitation
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid, NotFound, Refused
from onevisit.notifications import queries, services
from onevisit.notifications.models import Address, Delivery, Message
from onevisit.notifications.rules.channels import Channel, Language
from onevisit.notifications.rules.kinds import Kind, Topic
from onevisit.notifications.sandbox.serving import Sandbox
from tests.factories import cases as make
from tests.factories import helping, mandates
from tests.factories import parties as sale
from tests.factories.cases import County
from tests.notifications.conftest import later
from tests.portal.staff import browser, page

pytestmark = pytest.mark.django_db


def heard(actor: Actor) -> list[str]:
    """The kinds of what somebody was told, newest first."""
    page = queries.messages(actor=actor, language=Language.ZH)
    return [str(each.kind) for each in page.lines]


def test_a_party_hears_that_it_is_asked_and_how_it_ends_and_not_what_is_asked_of_others(
    here: County,
) -> None:
    seller, buyer = here.other_citizen, here.citizen
    draft = sale.begin(sale.publish(here.departments["market"]), buyer)
    row = Invitation.objects.get(
        id=cases.name_party(
            application_id=draft.id,
            role="seller",
            named=sale.named(seller, "李四"),
            actor=buyer,
        )
    )
    assert heard(seller) == ["consent"]
    sale.give(seller, row)
    sale.agree(seller, row)
    sale.submit(buyer, draft)
    case = draft.cases.get()
    make.review(here, case)
    make.decide(here, case)
    assert "accepted" in heard(buyer)
    assert set(heard(seller)) == {"consent", "received", "delivered"}
    told = queries.messages(actor=seller, language=Language.ZH).lines[0]
    assert re.fullmatch(r".?\*+.?", told.name)  # masked
    answer = browser(seller).post(reverse("notifications:read", args=[told.id]))
    assert answer["Location"] == reverse("cases:consents")


def test_a_helper_hears_of_what_they_handed_in_while_they_may_and_of_all_where_one_said_so(
    here: County,
) -> None:
    by = helping.helper()
    given = helping.signed(here.citizen, by)
    own = make.submitted(here)
    services.plan()
    assert heard(by) == []
    wish(here.citizen, copies=True)
    case = make.case_of(own, "sign")
    cases.not_accept(case_id=case.id, reason="不归这里管。", actor=here.officer(case))
    services.plan()
    assert heard(by) == ["not_accepted"]
    acting = helping.standing_in(by, given)
    with pytest.raises(NotFound):
        services.read_message(
            message_id=Message.objects.filter(person__isnull=False)[0].id, actor=acting
        )
    assert page(browser(by), "notifications:mine").count("不予受理") >= 1
    people.withdraw_authority(authority_id=given, actor=here.citizen)
    case = make.case_of(own, "fire")
    cases.not_accept(case_id=case.id, reason="不归这里管。", actor=here.officer(case))
    services.plan()
    assert heard(by) == ["not_accepted"]


def test_for_an_organisation_hears_who_may_act_for_it(here: County) -> None:
    boss = here.boss
    assert boss.organisation_id is not None
    make.submitted(here, boss)
    assert heard(boss) == ["received"]


def test_the_agent_of_an_organisation_hears_and_who_answers_for_it_where_they_wish(
    here: County,
) -> None:
    """A registered agent hands in; another, under a mandate, reads along as far as it says."""
    firm, own, under = here.organisation, here.citizen, here.other_citizen
    people.appoint(
        person_id=UUID(str(own.person_id)),
        organisation_id=firm,
        role=RepresentationRole.AGENT,
        actor=SYSTEM,
    )
    mandates.given(here.clerk, here.boss, under, organisation=firm, deeds=[Deed.NOTICES])
    filed = make.submitted(here, replace(own, organisation_id=firm))
    while services.plan():
        pass
    assert (heard(own), heard(under), heard(here.boss)) == (["received"], ["received"], [])
    wish(here.boss, firms=True)
    case = make.case_of(filed, "sign")
    cases.not_accept(case_id=case.id, reason="不归这里管。", actor=here.officer(case))
    while services.plan():
        pass
    assert heard(here.boss) == ["not_accepted"]
    told = Message.objects.get(person_id=here.boss.person_id)
    assert told.facts["name"] == "𠮷祥餐饮有限公司"
    assert heard(own) == heard(under) == ["not_accepted", "received"]


def wish(
    actor: Actor, *, copies: bool = False, firms: bool = False, **chosen: list[Channel]
) -> None:
    """Choose; what is not named goes nowhere."""
    services.choose(
        chosen={Topic(topic): ways for topic, ways in chosen.items()},
        quiet=("21:00", "08:00"),
        language=Language.EN,
        copies=copies,
        firms=firms,
        actor=actor,
    )


def test_an_address_is_used_once_it_is_proven_and_the_law_finds_a_way(
    here: County, sandbox: Sandbox
) -> None:
    actor = here.citizen
    with pytest.raises(Invalid, match="bad_email"):
        services.give_address(channel=Channel.EMAIL, address="nobody", actor=actor)
    services.give_address(channel=Channel.EMAIL, address="wang@example.cn", actor=actor)
    with pytest.raises(Refused, match="wait_a_minute"):
        services.give_address(channel=Channel.EMAIL, address="wang@example.cn", actor=actor)
    row = Address.objects.get()
    assert b"wang" not in bytes(row.address_sealed or b"")
    wish(actor, result=[Channel.EMAIL])
    application = make.submitted(here)
    refuse(here, application, "sign")
    services.plan()
    assert ways() == ["sms"]  # chosen, but not proven: the law goes by the phone
    with pytest.raises(Invalid, match="wrong_code"):
        services.prove_address(channel=Channel.EMAIL, code="000000", actor=actor)
    code = re.findall(r"\d{6}", sandbox.books.newest()[0].body)[0]
    services.prove_address(channel=Channel.EMAIL, code=code, actor=actor)
    refuse(here, application, "fire")
    services.plan()
    assert ways() == ["sms", "email"]
    services.sweep()
    mail = next(each for each in sandbox.books.newest() if each.channel == "email")
    assert (mail.address, mail.title) == ("wang@example.cn", "Not accepted")


def test_a_code_is_good_for_five_tries_and_ten_minutes(here: County, sandbox: Sandbox) -> None:
    actor = here.citizen
    services.give_address(channel=Channel.EMAIL, address="wang@example.cn", actor=actor)
    code = re.findall(r"\d{6}", sandbox.books.newest()[0].body)[0]
    with later(timedelta(minutes=11)), pytest.raises(Invalid, match="code_over"):
        services.prove_address(channel=Channel.EMAIL, code=code, actor=actor)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(Invalid) as wrong:
            services.prove_address(channel=Channel.EMAIL, code="x", actor=actor)
        assert wrong.value.facts["left"] == left
    with pytest.raises(Invalid, match="code_over"):
        services.prove_address(channel=Channel.EMAIL, code=code, actor=actor)


def refuse(here: County, application: object, part: str) -> None:
    """One part is not accepted."""
    case = make.case_of(application, part)  # type: ignore[arg-type]
    cases.not_accept(case_id=case.id, reason="不归这里管。", actor=here.officer(case))


def ways() -> list[str]:
    """The channels of what is to go out, in order."""
    return list(Delivery.objects.order_by("id").values_list("channel", flat=True))


def test_the_pages_of_a_citizen(here: County) -> None:
    make.submitted(here)
    client = browser(here.citizen)
    home = page(client, "portal:home")
    assert "1 条没看" in home
    mine = page(client, "notifications:mine")
    assert "收到了您的申请" in mine
    client.post(reverse("notifications:read-all"))
    assert "条没看" not in page(client, "portal:home")
    url = reverse("notifications:choices")
    sent = {"quiet_from": "22:00", "quiet_until": "07:00", "language": "en", "result": ["sms"]}
    assert client.post(url, {**sent, "quiet_from": "night"}).status_code == 422
    assert client.post(url, sent).status_code == 302
    view = queries.settings_of(here.citizen)
    assert view.wishes.chosen[Topic.RESULT] == {Channel.SMS}
    assert view.wishes.chosen[Topic.MONEY] == frozenset()
    way = reverse("notifications:address", args=["email"])
    assert client.post(way, {"do": "give", "address": "x"}).status_code == 422
    assert client.post(way, {"do": "prove", "code": "1"}).status_code == 422
    assert client.post(way, {"do": "forget"}).status_code == 302


def test_an_officer_sets_words_from_a_day_on_and_what_was_told_stays(here: County) -> None:
    make.submitted(here)
    officer = make.staff("words", "catalogue_officer")
    tomorrow = clock.today() + timedelta(days=1)
    body = "“{thing}”收好了。"
    words = {"kind": Kind.RECEIVED, "language": Language.ZH, "title": "新", "body": body}
    with pytest.raises(Invalid, match="bad_day"):
        services.set_words(**words, since=clock.today(), actor=officer)
    with pytest.raises(Refused):
        services.set_words(**words, since=tomorrow, actor=here.clerk)
    client = browser(officer)
    url = reverse("notifications:kind", args=["received"])
    form = {"language": "zh", "title": "新", "body": body, "since": tomorrow.isoformat()}
    assert "“开办餐饮店”收好了。" in client.post(url, {**form, "do": "look"}).content.decode()
    broken = client.post(url, {**form, "do": "keep", "body": "{phone}"})
    assert (broken.status_code, "没有 {phone}" in broken.content.decode()) == (422, True)
    assert client.post(url, {**form, "do": "keep"}).status_code == 302
    assert client.post(url, {**form, "do": "keep"}).status_code == 409
    with later(timedelta(days=2)):
        make.submitted(here, here.other_citizen)
        old = queries.messages(actor=here.citizen, language=Language.ZH).lines[0]
        new = queries.messages(actor=here.other_citizen, language=Language.ZH).lines[0]
        assert (old.title, new.title) == ("收到了您的申请", "新")
        assert "新" in page(client, "notifications:kinds")


def test_the_list_of_what_failed_is_the_clerks_and_stays_in_the_region(here: County) -> None:
    make.submitted(here)
    assert page(browser(here.clerk), "notifications:sent").count("没有这样的发送") == 1
    answer = browser(here.officers["fire"]).get(reverse("notifications:sent"))
    assert answer.status_code == 403
