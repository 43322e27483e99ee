"""A sale through the pages: buyer and seller, each signed in at their own home."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from onevisit.accounts.models import User
from onevisit.accounts.queries import own_person
from onevisit.accounts.rules import Actor
from onevisit.cases import services
from onevisit.cases.models import Application, Invitation
from onevisit.hall.queries import visits_of
from tests.cases.statements import counting
from tests.factories import cases as make
from tests.factories import parties as sale
from tests.factories.cases import County


def browser(actor: Actor) -> Client:
    """Signed in."""
    client = Client()
    client.force_login(User.objects.get(id=actor.user_id))
    return client


def page(client: Client, name: str, *args: UUID) -> str:
    """What it shows."""
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def promised(here: County) -> int:
    """What the definition promises each side."""
    return 0


def test_a_sale_is_agreed_and_handed_in_from_two_homes(here: County, promised: int) -> None:
    draft = sale.begun(here)
    buyer, seller = browser(here.citizen), browser(here.other_citizen)
    assert "卖方同意" in page(buyer, "cases:draft", draft.id)
    here_is = reverse("cases:parties", args=[draft.id])
    number = own_person(here.other_citizen.person_id).id_number  # type: ignore[arg-type]
    asked = {"do": "name", "role": "seller", "name-seller": "李四", "number-seller": "1234"}
    assert buyer.post(here_is, asked).status_code == 422
    assert buyer.post(here_is, asked | {"number-seller": number}).status_code == 302
    named = page(buyer, "cases:parties", draft.id)
    assert "等对方回应" in named and number not in named
    row = Invitation.objects.get()
    assert "房屋转移" in page(seller, "cases:consents")
    shown = page(seller, "cases:consent", row.id)
    assert number not in shown and "成交价" in shown
    answer = reverse("cases:consent", args=[row.id])
    seller.post(answer, {"do": "fill", "house.handover": "2026-12-20"})
    deed = {"material": "deed", "file": make.upload(7)}
    assert seller.post(reverse("cases:consent_send", args=[row.id]), deed).status_code == 302
    assert "另一方交的" in page(buyer, "cases:draft", draft.id)
    view = seller.get(answer).context["view"]
    unread = seller.post(answer, {"do": "agree", "digest": view.digest})
    assert unread.status_code == 422 and "打勾" in unread.content.decode()
    seller.post(answer, {"do": "agree", "digest": view.digest, "agreed": "1"})
    signing = buyer.get(reverse("cases:sign", args=[draft.id])).context["draft"]
    done = {"digest": signing.digest, "version": signing.version, "promise": "1"}
    buyer.post(reverse("cases:sign", args=[draft.id]), done | {"collection": "online"})
    assert Application.objects.get(id=draft.id).state == "submitted"
    assert "李四" in page(buyer, "cases:receipt", draft.id)
    assert "办到哪一步" in page(seller, "cases:consent", row.id)
    counted = visits_of(draft.id)
    assert (counted.count, max(counted.parties.values(), default=0)) == (promised, promised)
    with counting() as sent:
        page(seller, "cases:consent", row.id)
    assert len(sent) <= 14


def test_at_the_window_the_clerk_records_who_agrees_in_person(here: County) -> None:
    draft = sale.begun(here)
    services.start_application(
        offer_code=draft.offer_code,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
    )
    services.save_form(
        application_id=draft.id, values={"house.handover": "2026-12-20"}, actor=here.clerk
    )
    services.note_paper(application_id=draft.id, material="deed", actor=here.clerk)
    clerk = browser(here.clerk)
    assert "等卖方同意" in page(clerk, "portal:intake", draft.id)
    card = sale.named(here.other_citizen, "李四")
    sent = {"role": "seller", "name": card.name, "number": card.number, "phone": ""}
    answer = reverse("portal:intake-agree", args=[draft.id])
    assert clerk.post(answer, sent).status_code == 422
    assert clerk.post(answer, sent | {"seen": "1"}).status_code == 302
    assert "都同意了" in page(clerk, "portal:intake", draft.id)
