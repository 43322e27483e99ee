"""Parcels in the browser's eyes: the out-window and the applicant."""

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from onevisit.audit.models import AccessEntry
from onevisit.cases import services
from onevisit.cases.models import Application, Posted
from onevisit.delivery.models import Parcel
from tests.cases.posting import HOME, NUMBER, by_courier, granted
from tests.factories import cases as world
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db
ADDRESS = {"to_name": HOME.recipient, "to_phone": HOME.phone, "to_address": HOME.address}


def mark(client: Client, parcel: UUID, do: str, **data: str):
    return client.post(reverse("portal:parcel-mark", args=[parcel]), {"do": do, **data})


def status(here: County, application: Application) -> str:
    url = reverse("portal:affair", args=[application.number])
    return browser(here.citizen).get(url).content.decode()


def test_from_the_list_to_the_courier_and_to_the_door(here: County) -> None:
    application = by_courier(here)
    granted(here, application)
    clerk = browser(here.clerk)
    text = clerk.get(reverse("portal:parcels")).content.decode()
    assert application.number in text
    assert "陈小岚" not in text
    answer = clerk.post(reverse("portal:parcel-pack", args=[application.id]))
    parcel = Parcel.objects.get()
    assert answer.headers["Location"] == reverse("portal:parcel", args=[parcel.id])
    assert "等着寄" not in status(here, application)
    wrong = mark(clerk, parcel.id, "hand_over", carrier="ems", tracking_number="EE473124828CN")
    assert wrong.status_code == 422
    assert "单号不对" in wrong.content.decode()
    assert mark(
        clerk, parcel.id, "hand_over", carrier="ems", tracking_number="ee 473124829 cn"
    ).status_code == 302  # fmt: skip
    seen = status(here, application)
    assert NUMBER in seen
    assert "已交给快递" in seen
    assert "人民路 86 号" not in seen
    assert "要您做的" not in seen
    assert mark(clerk, parcel.id, "move").status_code == 302
    assert mark(clerk, parcel.id, "deliver").status_code == 422
    assert mark(clerk, parcel.id, "deliver", note="self", on="2026-11-16").status_code == 302
    ended = status(here, application)
    assert "的结果寄到了" in ended
    assert "跑动 0 次" in ended
    case = application.cases.first()
    assert case is not None
    result = reverse("portal:affair_result", args=[application.number, case.id])
    assert browser(here.citizen).get(result).status_code == 200


def test_the_label_shows_the_address_no_id_number_and_is_on_record(here: County) -> None:
    application = by_courier(here)
    granted(here, application)
    parcel = services.pack(application_id=application.id, actor=here.clerk)
    text = browser(here.clerk).get(reverse("portal:parcel-label", args=[parcel])).content.decode()
    assert HOME.address in text
    assert HOME.phone in text
    assert world.resident_id(1) not in text
    assert not re.search(r"\d{17}[\dX]", text)
    entry = AccessEntry.objects.get(what="delivery.label")
    assert entry.kind == "unmask"
    assert entry.subject_person_id == application.applicant_id


def test_what_came_back_is_asked_about_and_sent_again(here: County) -> None:
    application = by_courier(here)
    granted(here, application)
    parcel = services.pack(application_id=application.id, actor=here.clerk)
    services.hand_to_courier(
        parcel_id=parcel, carrier="ems", tracking_number=NUMBER, actor=here.clerk
    )
    assert mark(browser(here.clerk), parcel, "return", note="absent").status_code == 302
    assert "邮件退回来了" in status(here, application)
    client, url = (
        browser(here.citizen),
        reverse("portal:affair_collection", args=[application.number]),
    )
    assert "再寄一次" in client.get(url).content.decode()
    missing = client.post(url, {"collection": "courier", "to_name": "陈小岚"})
    assert missing.status_code == 422
    assert "to_address" in missing.content.decode()
    again = client.post(url, {"collection": "courier", **ADDRESS})
    assert again.status_code == 302
    assert "邮件退回来了" not in status(here, application)
    assert "等申请人定怎么领" not in browser(here.clerk).get(
        reverse("portal:parcels")
    ).content.decode()  # fmt: skip


def test_who_comes_for_what_was_to_be_sent_is_served(here: County) -> None:
    application = by_courier(here)
    granted(here, application)
    clerk = browser(here.clerk)
    assert application.number not in clerk.get(reverse("portal:out")).content.decode()
    url = reverse("portal:out-person", args=[application.applicant_id])
    assert "选的是邮寄" in clerk.get(url).content.decode()
    parcel = services.pack(application_id=application.id, actor=here.clerk)
    services.hand_to_courier(
        parcel_id=parcel, carrier="ems", tracking_number=NUMBER, actor=here.clerk
    )
    assert "已交寄，等签收或者退回" in clerk.get(url).content.decode()


def test_a_citizen_chooses_the_courier_when_signing(here: County) -> None:
    draft = world.filled_draft(here, area=100)
    client, url = browser(here.citizen), reverse("cases:sign", args=[draft.id])
    text = client.get(url).content.decode()
    assert "寄到您写的地址" in text
    digest = re.search(r'name="digest" value="([0-9a-f]+)"', text)
    version = re.search(r'name="version" value="(\d+)"', text)
    assert digest is not None
    assert version is not None
    form = {"digest": digest[1], "version": version[1], "promise": "1", "collection": "courier"}
    short = client.post(url, {**form, **ADDRESS, "to_address": "安澜"})
    assert short.status_code == 422
    assert 'href="#to_address"' in short.content.decode()
    assert client.post(url, {**form, **ADDRESS}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert draft.collection == "courier"
    assert draft.destination_id is not None


def test_a_clerk_enters_the_address_at_the_window(here: County) -> None:
    draft = services.start_application(
        offer_code=world.BUNDLE,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        answers={"shop.area": 86},
        channel="window",
    )
    clerk, url = browser(here.clerk), reverse("portal:intake-address", args=[draft])
    assert clerk.post(url, {**ADDRESS, "to_phone": "12"}).status_code == 422
    assert clerk.post(url, ADDRESS).status_code == 302
    page = clerk.get(reverse("portal:intake", args=[draft])).content.decode()
    assert "浙江省安澜市安澜县****" in page
    assert HOME.address not in page
    assert Application.objects.get(id=draft).collection == "courier"
    assert not Posted.objects.exists()


def test_waiting_parts_hold_the_parcel_until_the_clerk_says_so(here: County) -> None:
    application = by_courier(here)
    world.decide(here, world.case_of(application, "licence"))
    clerk, url = browser(here.clerk), reverse("portal:parcel-pack", args=[application.id])
    refused = clerk.post(url)
    assert refused.status_code == 409
    assert "还在办" in refused.content.decode()
    assert clerk.post(url, {"early": "1"}).status_code == 302
