"""At a window in the applicant's place: an agent with their own card, named and counted."""

from uuid import UUID

from onevisit.accounts.rules import Deed
from onevisit.cases import queries, services
from onevisit.cases.models import CaseEvent, HandOut, Party
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.rules.lifecycle import Action
from onevisit.hall.models import Contact
from onevisit.notifications.models import Message
from onevisit.notifications.services.planning import plan
from tests.cases.pages import browser, text
from tests.cases.test_mandates import refused
from tests.factories import cases as make
from tests.factories import mandates
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
