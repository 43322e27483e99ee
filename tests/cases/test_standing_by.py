"""At a window in the applicant's place: an agent with their own card, named and counted."""

from uuid import UUID

from django.urls import reverse

from onevisit.accounts.rules import Actor, Deed
from onevisit.audit.queries import under_authority
from onevisit.cases import queries, services
from onevisit.cases.models import Application, CaseEvent, HandOut, Party
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.rules.lifecycle import Action
from onevisit.hall.models import Contact
from onevisit.kernel.types import JsonObject
from onevisit.notifications.models import Message
from onevisit.notifications.services.planning import plan
from tests.cases import corrections
from tests.cases.pages import address, browser, text
from tests.cases.test_letters import letter, says
from tests.cases.test_mandates import child_of, refused
from tests.factories import cases as make
from tests.factories import mandates, parties
from tests.factories.cases import County


def test_an_agent_hands_in_and_collects_at_the_window(here: County) -> None:
    agent, clerk = here.other_citizen, here.clerk
    agent_id = UUID(str(agent.person_id))
    given_id = mandates.given(clerk, here.citizen, agent, deeds=[Deed.SIGN, Deed.NOTICES])
    draft = make.filled_draft(here, area=80)
    services.start_application(
        offer_code=make.BUNDLE,
        actor=clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
    )
    services.choose_collection(
        application_id=draft.id, collection="window", service_point_id=here.centre, actor=clerk
    )
    stand = {"application_id": draft.id, "authority_id": given_id, "actor": clerk}
    assert refused(lambda: services.stand_by(**stand, seen=False)) == "cases.identification_needed"
    services.stand_by(**stand, seen=True)
    sheet = text(browser(clerk).get(f"/window/{draft.id}/sheet/"))
    assert "李四（代理人，受陈*岚委托" in sheet
    draft.refresh_from_db()
    services.submit(
        application_id=draft.id,
        actor=clerk,
        signed_digest=signing_digest(draft),
        version=draft.version,
    )
    party = Party.objects.get(application=draft)
    assert (party.authority_id, party.signed_assurance) == (given_id, 3)
    facts = CaseEvent.objects.filter(case__application=draft, action=Action.SUBMIT)[0].facts
    assert (facts["by"], facts["basis"]) == ("李四", "agent")
    receipt = queries.receipt_view(application_id=draft.id, actor=here.citizen)
    assert receipt.acted.startswith("李四（代理人，受陈小岚委托")
    assert agent_id in set(
        Contact.objects.filter(application=draft).values_list("person_id", flat=True)
    )
    while plan():
        pass
    assert Message.objects.filter(person_id=agent_id, application=draft).exists()

    case = make.case_of(draft, "licence")
    make.review(here, case)
    make.decide(here, case)
    take = {"case_ids": [case.id], "receiver_id": agent_id, "identified_by": "id_card"}
    assert refused(lambda: services.hand_out(**take, actor=clerk)) == "cases.wrong_receiver"
    collecting = mandates.given(clerk, here.citizen, agent, deeds=[Deed.COLLECT])
    services.hand_out(**take, actor=clerk)
    assert HandOut.objects.get(case=case).authority_id == collecting
    slip = text(browser(clerk).get(f"/window/out/receipt/?case={case.id}"))
    assert "李四（代理人，受陈小岚委托" in slip


def test_a_correction_an_agent_brings_to_a_window_is_the_agents(here: County) -> None:
    agent, clerk = here.other_citizen, here.clerk
    given_id = mandates.given(clerk, here.citizen, agent, deeds=[Deed.SIGN])
    application = corrections.notified(here)
    corrections.mend(here, application)
    page = browser(clerk)
    here_is = f"/window/{application.id}/correct/"
    assert "李四（代理人，受陈*岚委托" in text(page.get(here_is))
    application.refresh_from_db()
    signed = {"do": "finish", "digest": signing_digest(application), "authority": str(given_id)}
    assert "核对" in text(page.post(here_is, signed))  # nobody looked at the agent's card
    assert page.post(here_is, {**signed, "seen": "1"}).status_code == 302
    case = make.case_of(application, "sign")
    facts = case.events.get(action=Action.CORRECT).facts
    number = facts["authority"]
    assert facts["by"] == "李四"
    assert Party.objects.get(application=application).authority_id == given_id
    came = Contact.objects.filter(application=application, kind="correction")
    assert [each.person_id for each in came] == [agent.person_id]
    says(letter(case, Action.CORRECT, here.citizen), "李四（代理人，受陈小岚委托", str(number))
    done = {act.what for act in under_authority(str(number))}
    assert {"cases.sign", "cases.correct"} <= done
    client = browser(here.citizen)
    assert "补正" in text(client.get(f"/account/mandates/{given_id}/"))


WEDDING: JsonObject = {
    "name": "结婚登记",
    "online_depth": "4",
    "served": ["1"],
    "in_person": {"deeds": ["sign", "collect"], "basis": "《民法典》第一千零四十九条"},
}


def _of_ones_own(here: County, more: JsonObject) -> str:
    document = {**make.item_document("licence", 41), **WEDDING, **more}
    return parties.publish(here.departments["market"], document)


def _at_window(here: County, code: str, applicant: Actor) -> UUID:
    """A clerk goes on with the draft of whom the card belongs to."""
    services.start_application(
        offer_code=code, actor=here.clerk, applicant_id=applicant.person_id, channel="window"
    )
    return Application.objects.get(offer_code=code, applicant_id=applicant.person_id).id


def test_what_one_does_in_person_no_agent_signs_nor_collects(here: County) -> None:
    agent, clerk = here.other_citizen, here.clerk
    code = _of_ones_own(here, {})
    before = text(browser(here.citizen).get(reverse("portal:mandate-give")))
    assert "委托了也不能代（《民法典》第一千零四十九条）" in before
    assert "填表、交材料可以代：结婚登记" in before
    given_id = mandates.given(clerk, here.citizen, agent)
    acting, page = mandates.standing_in(agent, given_id), browser(agent)
    page.post(reverse("accounts:act-for"), {"authority": str(given_id)})
    assert "本人亲自签名" in text(page.get(f"{reverse('cases:start')}?offer_code={code}"))
    draft = make.filled_draft(here, acting, code=code)  # filling in and papers are no signature
    assert "民法典》第一千零四十九条" in text(page.get(address("sign", draft.id)))
    draft.refresh_from_db()
    sign = {"signed_digest": signing_digest(draft), "version": draft.version}

    def submit(actor: Actor) -> object:
        return services.submit(application_id=draft.id, actor=actor, **sign)

    assert refused(lambda: submit(acting)) == "cases.sign_in_person"
    at_window = _at_window(here, code, here.citizen)
    stand = {"application_id": at_window, "authority_id": given_id, "seen": True, "actor": clerk}
    assert refused(lambda: services.stand_by(**stand)) == "cases.sign_in_person"
    draft.refresh_from_db()
    sign = {"signed_digest": signing_digest(draft), "version": draft.version}
    submit(here.citizen)
    case = make.case_of(draft, "item")
    make.review(here, case)
    make.decide(here, case)
    agent_id = UUID(str(agent.person_id))
    take = {"case_ids": [case.id], "receiver_id": agent_id, "identified_by": "id_card"}
    assert refused(lambda: services.hand_out(**take, actor=clerk)) == "cases.collect_in_person"  # type: ignore[arg-type]


def test_a_guardian_signs_for_the_ward_where_the_law_lets_them(here: County) -> None:
    child = child_of(9)
    under = mandates.ward(here.clerk, here.citizen, child)
    acting = mandates.standing_in(here.citizen, under)
    kept = {**WEDDING["in_person"], "guardians": True}  # type: ignore[dict-item]
    draft = make.submitted(here, acting, code=_of_ones_own(here, {"in_person": kept}))
    assert Party.objects.get(application=draft).person_id == child
    firm = parties.publish(
        here.departments["market"], {**make.item_document("sign", 42), **WEDDING, "served": ["2"]}
    )
    clerks_own = mandates.given(
        here.clerk, here.boss, here.other_citizen, organisation=here.organisation
    )
    by_agent = mandates.standing_in(here.other_citizen, clerks_own)
    theirs = make.filled_draft(here, by_agent, code=firm)
    view = queries.draft_view(application_id=theirs.id, actor=by_agent)
    assert view.reserved is not None
    assert queries.draft_view(application_id=theirs.id, actor=here.boss).reserved is None
