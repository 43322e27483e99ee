"""Taken in anywhere, decided where competence lies, collected anywhere."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from onevisit.accounts.rules import Actor
from onevisit.cases import services
from onevisit.cases.access import visible_to
from onevisit.cases.models import Application
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.services import start_application
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.models import Item
from onevisit.delivery import services as delivery
from onevisit.guidance.rules.visiting import AtPoint
from onevisit.hall.queries import visits_of
from onevisit.journeys.queries.at_points import visits_at
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, NotFound, Refused
from tests.cases.pages import browser, text
from tests.factories import cases as world
from tests.factories import elsewhere
from tests.factories.cases import County
from tests.factories.elsewhere import NEIGHBOUR, TOWN, Elsewhere
from tests.factories.publishing import stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def away(here: County) -> Elsewhere:
    return elsewhere.points_beside()


def taken_at(here: County, clerk: Actor, code: str) -> Application:
    """Taken in at a window, all of it, and not yet collected."""
    application_id = start_application(
        offer_code=code, actor=clerk, applicant_id=here.citizen.person_id, channel="window"
    )
    services.save_form(
        application_id=application_id,
        values={"shop.name": "吉祥小馆", "shop.area": 60},
        actor=clerk,
    )
    services.note_paper(application_id=application_id, material="plan", actor=clerk)
    return Application.objects.get(id=application_id)


def hand_in(application: Application, clerk: Actor) -> Application:
    services.submit(
        application_id=application.id,
        actor=clerk,
        signed_digest=signing_digest(application),
        version=application.version,
    )
    application.refresh_from_db()
    return application


def test_a_point_takes_what_its_list_holds_and_names_the_next_one_for_the_rest(
    here: County, away: Elsewhere
) -> None:
    code = here.two_code
    with pytest.raises(Conflict) as none:
        taken_at(here, away.clerks["village"], code)
    assert none.value.code == "catalogue.not_done_here_take"
    assert "石桥镇便民服务中心" in str(none.value.facts["nearest"])
    elsewhere.listed(away.points["village"], take=[code], identify=[code])
    with pytest.raises(Conflict) as kiosk:
        services.choose_collection(
            application_id=taken_at(here, away.clerks["village"], code).id,
            collection="window",
            service_point_id=away.points["bank"],
            actor=away.clerks["village"],
        )
    assert kiosk.value.code == "catalogue.not_done_here_hand_out"
    application = hand_in(taken_at(here, away.clerks["village"], code), away.clerks["village"])
    assert application.intake_point_id == away.points["village"]
    assert application.cases.get().department_id == here.departments["fire"]
    assert visits_of(application.id).count == 1
    assert visible_to(away.clerks["village"]).count() == 1
    assert not visible_to(away.clerks["bank"]).exists()
    with pytest.raises((Refused, NotFound)):
        services.accept(case_id=application.cases.get().id, actor=away.clerks["village"])
    with pytest.raises(Conflict) as far:
        elsewhere.listed(away.points["guest"], take=["*"])
        taken_at(here, away.clerks["guest"], code)
    assert far.value.code == "catalogue.out_of_range"


def test_a_list_counts_only_when_another_officer_has_confirmed_it(
    here: County, away: Elsewhere
) -> None:
    from onevisit.catalogue import services as lists

    writer = elsewhere.OFFICER
    written = lists.propose_point_list(
        point_id=away.points["bank"],
        since=world.MONDAY.date(),
        abilities={"hand_out": ["*"]},
        why="合作协议",
        actor=writer,
    )
    assert not catalogue.ability_of(away.points["bank"]).abilities.hand_out
    with pytest.raises(Refused) as own:
        lists.confirm_point_list(list_id=written, actor=writer)
    assert own.value.code == "two_people.own"
    with pytest.raises(Conflict) as second:
        elsewhere.listed(away.points["bank"])
    assert second.value.code == "two_people.waits"


def test_what_lies_in_a_town_goes_to_the_towns_own_office(here: County, away: Elsewhere) -> None:
    county = Item.objects.get(code=here.two_code)
    document = {**world.two_document(), "code": "11339921MB9999999X5330131008000"}
    del document["delegation"]
    town = stands({**document, "catalogue_code": "330131908000"}, here.departments["urban"],
                  region=TOWN)  # fmt: skip
    Item.objects.filter(id=town.id).update(entry=county.entry_id)
    clerk = away.clerks["shiqiao"]
    draft = taken_at(here, clerk, here.two_code)
    moved = services.move_to_competent(application_id=draft.id, region=TOWN, actor=clerk)
    draft.refresh_from_db()
    assert draft.state == "discarded"
    other = Application.objects.get(id=moved)
    assert (other.offer_code, other.region_id) == (town.code, TOWN)
    with pytest.raises(Conflict):
        services.move_to_competent(application_id=moved, region=NEIGHBOUR, actor=clerk)


def shown_at_a_window(here: County) -> str:
    """Something whose paper is looked at, and whose result is had, at windows only."""
    shown = {"key": "plan", "name": "平面图", "modes": [{"place": "centre"}]}
    steps = [
        {**each, "modes": [{"place": "centre"}]} if each["key"] == "apply" else each
        for each in world.item_document("licence", 44)["steps"]
    ]
    collect = {"key": "collect", "name": "领取", "kind": "collect", "party": "applicant"}
    steps.append({**collect, "after": [{"step": "issue"}], "modes": [{"place": "centre"}]})
    document = {**world.item_document("licence", 44), "materials": [shown], "steps": steps}
    return stands(document, here.departments["market"], region=world.REGION).code


def test_a_list_that_checks_nobody_is_shown_to_its_keeper_and_a_bag_spares_the_trip(
    here: County, away: Elsewhere
) -> None:
    code = shown_at_a_window(here)
    for point, identify in (("bank", ()), ("village", ("*",))):
        elsewhere.listed(away.points[point], take=(code,), identify=identify)
    visits = visits_at(code)
    assert {name: visits[away.points[name]] for name in ("bank", "village", "shiqiao")} == {
        "bank": AtPoint(2, spared=1, papers=("平面图",)),  # shown and fetched at the centre: 3
        "village": AtPoint(2, result=True),
        "shiqiao": AtPoint(2, result=True),
    }
    assert visits[here.centre] == AtPoint(2)
    bank, village = away.points["bank"], away.points["village"]
    told = {(each.point.id, each.act.value) for each in catalogue.blind_points()}
    assert told == {(bank, "take"), (bank, "hand_out")}
    able = {each.id for each in catalogue.handing_points(code)}
    assert village in able and bank not in able
    places = text(Client().get(f"/things/{code}/places/"))
    assert "平面图的原件交到这里，由网点随袋送政务服务中心。比自己送、自己取少跑 1 次。" in places
    why = text(Client().get(f"/things/{code}/visits/"))
    assert "随袋送，少跑 1 次" in why and "要到政务服务中心" in why
    for said in ("交平面图的原件，由网点随袋送去", "取回平面图的原件", "领取（结果随袋送来）"):
        assert said in why  # the journeys that prove it
    listed = text(Client().get(f"/things/{code}/checklist/"))
    assert "号网点代收，随袋送去看。" in listed and "收材料、代收原件随袋送" in listed
    keeper = browser(world.staff("keeper", "catalogue_officer"))
    page = text(keeper.get(reverse("catalogue:point", args=[bank])))
    assert "收件但不核验本人和原件" in page and "写一份新清单" in page
    mended = keeper.get(f"{reverse('catalogue:point', args=[bank])}?mend=1").content.decode()
    assert 'id="a-identify" name="how-identify" value="all" checked' in mended
    with clock.travel(clock.now() + timedelta(minutes=5)):
        elsewhere.listed(bank, take=(code,), identify=(), bags=False)
    assert visits_at(code)[bank] == AtPoint(3)  # nobody carries it from there
    assert "由网点随袋送政务服务中心" not in text(Client().get(f"/things/{code}/places/"))
    assert "代收原件随袋送" not in text(Client().get(f"/things/{code}/checklist/"))
    assert "没有人送" in text(keeper.get(reverse("catalogue:point", args=[bank])))


def test_an_original_and_a_result_that_go_in_bags_cost_the_trips_that_were_computed(
    here: County, away: Elsewhere
) -> None:
    """Handed over at a bank, looked at and had again at the centre with the result."""
    code = shown_at_a_window(here)
    elsewhere.listed(away.points["bank"], take=(code,))
    bank = away.clerks["bank"]
    application_id = start_application(
        offer_code=code, actor=bank, applicant_id=here.citizen.person_id, channel="window"
    )
    values = {"shop.name": "吉祥小馆", "shop.area": 60}
    services.save_form(application_id=application_id, values=values, actor=bank)
    services.attach_file(
        application_id=application_id,
        material="plan",
        upload=world.upload(seed=4),
        name="图.png",
        actor=bank,
    )
    services.choose_collection(
        application_id=application_id,
        collection="window",
        service_point_id=here.centre,
        actor=bank,
    )
    application = hand_in(Application.objects.get(id=application_id), bank)
    paper = services.keep_original(application_id=application_id, material="plan", actor=bank)
    bag = delivery.pack_bag(
        paper_ids=[paper], receiver_id=here.centre, seal="FQ-000001", actor=bank
    )
    delivery.send_bag(bag_id=bag, carried_by="messenger", carrier="老周", actor=bank)
    delivery.receive_bag(bag_id=bag, seal_whole=True, found={paper: "whole"}, actor=here.clerk)
    (case,) = application.cases.all()
    world.decide(here, case)
    shown = text(browser(here.citizen).get(reverse("portal:affair", args=[application.number])))
    assert "平面图的原件也在那里，一起取回。" in shown
    with clock.travel(clock.now() + timedelta(days=4)):
        services.hand_out(
            case_ids=[case.id],
            receiver_id=here.citizen.person_id,
            identified_by="id_card",
            actor=here.clerk,
        )
        services.return_original(
            paper_id=paper,
            receiver_id=here.citizen.person_id,
            identified_by="id_card",
            actor=here.clerk,
        )
    assert visits_of(application_id).count == visits_at(code)[away.points["bank"]].most == 2
