"""Taken in a town, decided in the county, papers between offices, collected in a village."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from onevisit.accounts.rules import Actor
from onevisit.cases import services
from onevisit.cases.models import Application
from onevisit.cases.queries import results_elsewhere
from onevisit.cases.queries.signing import signing_digest
from onevisit.delivery import services as delivery
from onevisit.delivery.models import Bag, Paper, PaperPlace
from onevisit.delivery.queries import consignments as bags
from onevisit.delivery.rules.consignments import Where
from onevisit.hall.queries import visits_of
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from onevisit.notifications.models import Message
from onevisit.notifications.queries.wording import said
from onevisit.notifications.rules.channels import Language
from tests.factories import cases as world
from tests.factories import elsewhere
from tests.factories.cases import County
from tests.factories.elsewhere import Elsewhere
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def away(here: County) -> Elsewhere:
    found = elsewhere.points_beside()
    elsewhere.listed(found.points["village"], identify=["*"])
    return found


def taken_in_town(here: County, away: Elsewhere) -> Application:
    """Taken in at the town's window, to be collected in the village."""
    clerk = away.clerks["shiqiao"]
    application_id = services.start_application(
        offer_code=here.two_code,
        actor=clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
    )
    values = {"shop.name": "吉祥小馆", "shop.area": 60}
    services.save_form(application_id=application_id, values=values, actor=clerk)
    services.note_paper(application_id=application_id, material="plan", actor=clerk)
    services.choose_collection(
        application_id=application_id,
        collection="window",
        service_point_id=away.points["village"],
        actor=clerk,
    )
    application = Application.objects.get(id=application_id)
    services.submit(
        application_id=application_id,
        actor=clerk,
        signed_digest=signing_digest(application),
        version=application.version,
    )
    application.refresh_from_db()
    return application


def kept(application: Application, clerk: Actor) -> UUID:
    return services.keep_original(application_id=application.id, material="plan", actor=clerk)


def post(actor: Actor, name: str, /, *args: object, **data: object) -> int:
    answer = browser(actor).post(reverse(f"portal:{name}", args=args), data)
    return answer.status_code


def carried(sender: Actor, receiver: Actor, seal: str, papers: list[UUID], **found: str) -> UUID:
    """In a bag from one window to another by the pages of both; opened and checked."""
    target = receiver.service_point_id
    assert post(sender, "consignment-pack", paper=papers, receiver=target, seal=seal) == 302
    bag = Bag.objects.get(seal=seal).id
    assert post(sender, "consignment-mark", bag, do="send", carried_by="messenger",
                carrier="老周") == 302  # fmt: skip
    checks = {f"found-{paper}": found.get(str(paper), "whole") for paper in papers}
    data = {"do": "receive", "seal_whole": "1", **checks}
    assert post(receiver, "consignment-mark", bag, **data) == 302
    return bag


def place(client: Client, application: Application) -> str:
    return client.get(reverse("portal:affair", args=[application.number])).content.decode()


def test_taken_in_a_town_decided_in_the_county_collected_in_the_village(
    here: County, away: Elsewhere
) -> None:
    town, village = away.clerks["shiqiao"], away.clerks["village"]
    citizen = browser(here.citizen)
    application = taken_in_town(here, away)
    assert post(town, "intake-keep", application.id, material="plan") == 302
    paper = Paper.objects.get().id
    assert "现在在石桥镇便民服务中心" in place(citizen, application)
    carried(town, here.clerk, "A0001", [paper])
    assert "现在在安澜县政务服务中心" in place(citizen, application)
    case = application.cases.get()
    with pytest.raises((NotFound, Refused)):
        services.decide(case_id=case.id, outcome="approve", reason="", actor=village)
    world.review(here, case)
    officer = here.officers["fire"]
    services.propose(case_id=case.id, outcome="approve", reason="", actor=officer)
    services.confirm(case_id=case.id, actor=here.heads["fire"])
    assert post(here.clerk, "consignment-prepare", case.id) == 302
    result = Paper.objects.exclude(id=paper).get().id
    assert case.id in results_elsewhere([application.id], away.points["village"])
    assert "可以来领" not in place(citizen, application)
    carried(here.clerk, village, "A0002", [paper, result])
    assert not results_elsewhere([application.id], away.points["village"])
    person = here.citizen.person_id
    with clock.travel(world.MONDAY + timedelta(days=3)):
        answer = browser(village).get(reverse("portal:out-person", args=[person]))
        assert "现在在石桥村服务点" in answer.content.decode()
        assert post(village, "out-give-back", person, paper, identified_by="id_card") == 302
        assert post(village, "out-hand", person, case=[case.id], receiver=person,
                    identified_by="id_card") == 302  # fmt: skip
    application.refresh_from_db()
    assert application.state == "ended"
    assert "已在石桥村服务点退还本人" in place(citizen, application)
    assert {row.where for row in PaperPlace.objects.filter(until=None)} == {"owner"}
    assert visits_of(application.id).count == 2


def test_a_result_on_its_way_cannot_be_handed_out_anywhere(here: County, away: Elsewhere) -> None:
    application = taken_in_town(here, away)
    case = application.cases.get()
    world.review(here, case)
    services.propose(case_id=case.id, outcome="approve", reason="", actor=here.officers["fire"])
    services.confirm(case_id=case.id, actor=here.heads["fire"])
    services.prepare_result(case_id=case.id, actor=here.clerk)
    with pytest.raises(Conflict) as away_from:
        services.hand_out(
            case_ids=[case.id],
            receiver_id=application.applicant_id,
            identified_by="id_card",
            actor=away.clerks["village"],
        )
    assert away_from.value.code == "delivery.paper_not_here"


def test_a_bag_is_checked_by_another_and_what_is_missing_stays_until_it_is_settled(
    here: County, away: Elsewhere
) -> None:
    town = away.clerks["shiqiao"]
    paper = kept(taken_in_town(here, away), town)
    pack = {"paper_ids": [paper], "receiver_id": here.centre, "actor": town}
    bag = delivery.pack_bag(**pack, seal="b 1234")
    with pytest.raises(Conflict) as twice:
        delivery.pack_bag(**pack, seal="B9999")
    assert twice.value.code == "delivery.paper_not_here"
    delivery.send_bag(bag_id=bag, carried_by="post", carrier="XA123", actor=town)
    with pytest.raises((Conflict, Refused)):
        delivery.receive_bag(bag_id=bag, seal_whole=True, found={paper: "whole"}, actor=town)
    with pytest.raises((NotFound, Refused)):
        bags.bag_of(bag_id=bag, actor=away.clerks["bank"])
    with clock.travel(clock.now() + timedelta(days=20)):
        assert [each.late for each in bags.bags_of(actor=here.clerk)] == [True]
        assert [each.late for each in bags.bags_of(actor=town)] == [True]
        assert "超期" in browser(town).get(reverse("portal:consignments")).content.decode()
    with pytest.raises(Invalid):
        delivery.receive_bag(bag_id=bag, seal_whole=True, found={}, actor=here.clerk)
    delivery.receive_bag(bag_id=bag, seal_whole=False, found={paper: "missing"}, actor=here.clerk)
    assert bags.papers([paper])[paper].where is Where.MISSING
    for office in (town, here.clerk):
        (open_,) = bags.bags_of(actor=office)
        assert [each.paper_id for each in open_.differences] == [paper]
    (item,) = open_.papers
    delivery.settle_difference(item_id=item.item_id, how="found", note="袋底夹层", actor=town)
    assert not bags.bags_of(actor=here.clerk)
    assert bags.papers([paper])[paper].office_id == away.points["shiqiao"]
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperPlace.objects.create(
            paper_id=paper, where="office", office_id=here.centre, since=clock.now()
        )


def test_whose_papers_go_hears_of_it_and_so_do_the_offices(here: County, away: Elsewhere) -> None:
    town = away.clerks["shiqiao"]
    application = taken_in_town(here, away)
    paper = kept(application, town)
    bag = delivery.pack_bag(paper_ids=[paper], receiver_id=here.centre, seal="b 1234", actor=town)
    delivery.send_bag(bag_id=bag, carried_by="post", carrier="XA123", actor=town)
    assert _told(here.citizen) == ["papers_sent"]
    assert _told(here.clerk) == ["bag_coming"]
    assert delivery.tell_late_bags() == 0
    board = reverse("oversight:home"), reverse("oversight:bags")
    with clock.travel(clock.now() + timedelta(days=20)):
        assert delivery.tell_late_bags() + delivery.tell_late_bags() == 1
        assert _told(here.citizen) == ["papers_sent", "papers_late"]
        assert _told(here.clerk) == ["bag_coming", "bag_late"]
        assert _told(town) == ["bag_late"]
        for page in board:
            text = browser(here.supervisor).get(page).content.decode()
            assert "石桥镇便民服务中心" in text
            assert "流转袋过期没有送到" in text
        delivery.receive_bag(bag_id=bag, seal_whole=True, found={paper: "whole"}, actor=here.clerk)
        assert "都按时送到了" in browser(here.supervisor).get(board[1]).content.decode()
    words = said(Message.objects.get(kind="papers_here"), Language.ZH, ())
    assert "平面图已经送到安澜县政务服务中心" in words.body


def _told(reader: Actor) -> list[str]:
    mine = {"person_id": reader.person_id} if reader.person_id else {"user_id": reader.user_id}
    found = Message.objects.filter(**mine, event__startswith="bag:").order_by("at", "id")
    return list(found.values_list("kind", flat=True))


def test_a_point_that_identifies_nobody_looks_at_no_originals(
    here: County, away: Elsewhere
) -> None:
    bank = away.clerks["bank"]
    elsewhere.listed(away.points["bank"], take=["*"])
    application_id = services.start_application(
        offer_code=here.two_code,
        actor=bank,
        applicant_id=here.citizen.person_id,
        channel="window",
    )
    with pytest.raises(Conflict) as seen:
        services.note_paper(application_id=application_id, material="plan", actor=bank)
    assert seen.value.code == "catalogue.not_done_here_identify"
    assert "石桥镇便民服务中心" in str(seen.value.facts["nearest"])
