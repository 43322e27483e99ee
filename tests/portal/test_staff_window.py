"""The window in the browser's eyes: who came, what for, 收件, and results handed out."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.rules import SYSTEM, Actor, StaffDraft
from onevisit.cases import services
from onevisit.cases.models import Application, Case
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.directory import services as directory
from onevisit.directory.rules import RegionDraft
from onevisit.hall.queries import visits_of
from onevisit.kernel.codes import make_uscc
from tests.factories import cases as world
from tests.factories import files
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(here: County) -> Client:
    return browser(here.clerk)


def post(client: Client, name: str, /, *args: object, **data: object) -> HttpResponse:
    return client.post(reverse(f"portal:{name}", args=args), data)  # type: ignore[return-value]


def mark(client: Client, draft: Application) -> str:
    """What the page shows beside the form, as its receive button sends it."""
    found = re.search(r'name="mark" value="(\w+)"', page(client, draft))
    assert found is not None
    return found[1]


def begin(client: Client, person: object, code: str, **data: object) -> Application:
    answer = post(client, "window-begin", person, code=code, **data)
    assert answer.status_code == 302, answer.content.decode()
    return Application.objects.get(id=answer.headers["Location"].rstrip("/").split("/")[-1])


def page(client: Client, draft: Application) -> str:
    answer = client.get(reverse("portal:intake", args=[draft.id]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_known_person_is_found_without_the_number_in_any_address(
    here: County, clerk: Client
) -> None:
    answer = post(clerk, "window-find", id_number=world.resident_id(1))
    assert answer.status_code == 302
    assert world.resident_id(1) not in answer.headers["Location"]
    shown = clerk.get(answer.headers["Location"]).content.decode()
    assert "陈*岚" in shown and world.resident_id(1) not in shown


def test_a_wrong_number_is_told_at_the_field_and_kept(clerk: Client) -> None:
    wrong = world.resident_id(1)[:-1] + ("0" if world.resident_id(1)[-1] != "0" else "1")
    answer = post(clerk, "window-find", id_number=wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "校验位不正确" in text and wrong in text


def test_somebody_new_is_registered_and_another_name_for_a_known_number_is_a_conflict(
    clerk: Client,
) -> None:
    number = world.resident_id(50)
    assert "当场登记" in post(clerk, "window-find", id_number=number).content.decode()
    made = post(clerk, "window-register", id_number=number, name="周小满", phone="13912345678")
    assert made.status_code == 302
    other = post(clerk, "window-register", id_number=number, name="周大满", phone="")
    assert other.status_code == 409
    assert "另一个姓名" in other.content.decode() and "周小满" not in other.content.decode()


def test_a_credit_code_that_fails_its_check_stops_until_somebody_says_why(
    here: County, clerk: Client
) -> None:
    good = make_uscc("91", "339921", 99)
    bad = good[:-1] + ("0" if good[-1] != "0" else "1")
    person = here.citizen.person_id
    data = {"uscc": bad, "org_name": "安澜云溪商贸有限公司", "role": "agent"}
    first = post(clerk, "window-organisation", person, **data)
    assert first.status_code == 422 and "已核对营业执照原件" in first.content.decode()
    silent = post(clerk, "window-organisation", person, **data, override="1")
    assert silent.status_code == 422 and "写明核对了什么" in silent.content.decode()
    told = post(clerk, "window-organisation", person, **data, override="1", why="执照原件如此")
    assert told.status_code == 302
    assert "校验位不符" in clerk.get(told.headers["Location"]).content.decode()


def test_a_thing_done_on_the_spot_takes_one_visit(here: County, clerk: Client) -> None:
    draft = begin(clerk, here.citizen.person_id, here.card_code)
    assert "当场办结" in page(clerk, draft)
    post(clerk, "intake-paper", draft.id, m="old_card", do="take")
    missing = post(
        clerk, "intake-receive", draft.id, signed="1", finish="1", mark=mark(clerk, draft)
    )
    assert missing.status_code == 422 and "店名" in missing.content.decode()
    done = post(
        clerk,
        "intake-receive",
        draft.id,
        finish="1",
        signed="1",
        mark=mark(clerk, draft),
        **{"shop.name": "吉祥小馆", "shop.area": "86"},
    )
    assert done.status_code == 302
    receipt = clerk.get(done.headers["Location"]).content.decode()
    assert "已当场办结" in receipt and "跑动 1 次" in receipt
    case = Case.objects.get(application=draft)
    assert case.state == "delivered"
    assert visits_of(draft.id).count == 1
    result = clerk.get(reverse("portal:window-result", args=[case.id]))
    assert result.content.startswith(b"%PDF")


def test_the_bundle_is_received_on_one_page_and_accepted_where_that_was_delegated(
    here: County, clerk: Client
) -> None:
    draft = begin(clerk, here.citizen.person_id, world.BUNDLE)
    assert "店面有多大" in page(clerk, draft)
    post(clerk, "intake-answers", draft.id, **{"shop.area": "400"})
    assert "一件事，5 合 1" in page(clerk, draft)
    early = post(clerk, "intake-receive", draft.id, signed="1", mark=mark(clerk, draft))
    assert early.status_code == 422 and "缺材料：平面图" in early.content.decode()
    scan = SimpleUploadedFile("平面图.png", files.png(seed=3))
    assert post(clerk, "intake-scan", draft.id, m="plan", file=scan).status_code == 302
    shown = page(clerk, draft)
    assert "窗口扫描" in shown and "/page/1/" in shown
    unsigned = post(
        clerk, "intake-receive", draft.id, mark=mark(clerk, draft), **{"shop.name": "吉祥小馆"}
    )
    assert unsigned.status_code == 422 and "签名" in unsigned.content.decode()
    received = post(clerk, "intake-receive", draft.id, signed="1", mark=mark(clerk, draft))
    assert received.status_code == 302
    receipt = clerk.get(received.headers["Location"])
    text = receipt.content.decode()
    assert text.count("window-accept") == 0 and text.count("/accept/") == 4  # not fire
    licence = Case.objects.get(application=draft, part="licence")
    fire = Case.objects.get(application=draft, part="fire")
    assert post(clerk, "window-accept", draft.id, licence.id).status_code == 302
    assert post(clerk, "window-accept", draft.id, fire.id).status_code in (400, 403)
    sign = Case.objects.get(application=draft, part="sign")
    empty = post(clerk, "window-refuse", draft.id, sign.id, reason=" ")
    assert empty.status_code == 422
    post(clerk, "window-refuse", draft.id, sign.id, reason="招牌归街道办理，请到街道。")
    states = dict(Case.objects.filter(application=draft).values_list("part", "state"))
    assert states["sign"] == "not_accepted" and states["licence"] == "in_review"
    assert states["fire"] == "submitted"


def test_what_was_begun_online_goes_on_at_the_window(here: County, clerk: Client) -> None:
    online = world.filled_draft(here)
    listed = clerk.get(reverse("portal:window-person", args=[here.citizen.person_id]))
    assert "在网上填的" in listed.content.decode()
    draft = begin(clerk, here.citizen.person_id, world.BUNDLE)
    assert draft.id == online.id
    assert "吉祥小馆" in page(clerk, draft)
    saved = clerk.get(reverse("portal:window")).content.decode()
    assert reverse("portal:intake", args=[draft.id]) in saved


def test_a_draft_nobody_brought_to_the_window_stays_closed_to_it(
    here: County, clerk: Client
) -> None:
    online = world.filled_draft(here)
    assert clerk.get(reverse("portal:intake", args=[online.id])).status_code == 404


def test_sensitive_values_are_masked_and_survive_saving_the_form(
    here: County, clerk: Client
) -> None:
    draft = begin(clerk, here.citizen.person_id, world.BUNDLE)
    post(clerk, "intake-answers", draft.id, **{"shop.area": "86"})
    assert world.resident_id(1) not in page(clerk, draft)
    post(clerk, "intake-form", draft.id, **{"person.id": "", "shop.name": "云溪小馆"})
    draft.refresh_from_db()
    assert draft.unsealed().values["person.id"] == world.resident_id(1)


def test_a_form_that_contradicts_an_answer_is_shown_to_be_settled(
    here: County, clerk: Client
) -> None:
    draft = begin(clerk, here.citizen.person_id, world.BUNDLE)
    post(clerk, "intake-answers", draft.id, **{"shop.area": "86"})
    post(clerk, "intake-form", draft.id, **{"shop.area": "68"})
    assert "改为 86" in page(clerk, draft)
    post(clerk, "intake-settle", draft.id, field="shop.area", source="answer")
    assert "改为 86" not in page(clerk, draft)


def test_a_paper_taken_in_by_mistake_is_given_back(here: County, clerk: Client) -> None:
    draft = begin(clerk, here.citizen.person_id, world.BUNDLE)
    post(clerk, "intake-paper", draft.id, m="plan", do="take")
    paper = draft.evidence.get(material="plan")
    post(clerk, "intake-paper", draft.id, m="plan", do="undo", evidence=paper.id)
    assert not draft.evidence.exists()


def test_sending_somebody_home_lists_everything_and_counts_the_visit(
    here: County, clerk: Client
) -> None:
    draft = begin(clerk, here.citizen.person_id, world.BUNDLE)
    url = reverse("portal:intake-notice", args=[draft.id])
    listed = clerk.get(url).content.decode()
    assert "平面图" in listed and "店面有多大" in listed
    assert visits_of(draft.id).count == 0
    assert clerk.post(url, {"reason": "materials"}).status_code == 302
    assert visits_of(draft.id).count == 1


def test_somebody_elses_change_is_shown_before_it_is_signed(here: County, clerk: Client) -> None:
    draft = begin(clerk, here.citizen.person_id, world.BUNDLE)
    post(clerk, "intake-answers", draft.id, **{"shop.area": "86"})
    post(clerk, "intake-paper", draft.id, m="plan", do="take")
    post(clerk, "intake-form", draft.id, **{"shop.name": "云溪小馆"})
    shown = mark(clerk, draft)
    services.save_answers(application_id=draft.id, answers={"shop.area": 400}, actor=here.citizen)
    late = post(clerk, "intake-receive", draft.id, signed="1", mark=shown)
    assert late.status_code == 409 and "在别处改过" in late.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_results_of_several_departments_are_handed_out_in_one_visit(
    here: County, clerk: Client
) -> None:
    draft = world.filled_draft(here, area=86)
    services.choose_collection(
        application_id=draft.id,
        collection=Collection.WINDOW,
        service_point_id=here.centre,
        actor=here.citizen,
    )
    draft.refresh_from_db()
    services.submit(
        application_id=draft.id,
        actor=here.citizen,
        signed_digest=world.signing_digest(draft),
        version=draft.version,
    )
    for part in ("licence", "sign"):
        world.decide(here, world.case_of(draft, part))
    person = here.citizen.person_id
    found = clerk.get(reverse("portal:out"), {"q": Application.objects.get(id=draft.id).number})
    assert found.headers["Location"] == reverse("portal:out-person", args=[person])
    text = clerk.get(found.headers["Location"]).content.decode()
    assert "licence许可" in text and "还在办" in text
    ready = [world.case_of(draft, part).id for part in ("licence", "sign")]
    unseen = post(clerk, "out-hand", person, case=ready, receiver=person)
    assert unseen.status_code == 422
    wrong = post(
        clerk,
        "out-hand",
        person,
        case=ready,
        receiver=here.other_citizen.person_id,
        identified_by="id_card",
    )
    assert wrong.status_code in (400, 403)
    done = post(clerk, "out-hand", person, case=ready, receiver=person, identified_by="id_card")
    assert done.status_code == 302
    receipt = clerk.get(done.headers["Location"]).content.decode()
    assert "送达回证" in receipt and "已看身份证原件" in receipt
    assert visits_of(draft.id).count == 1


def test_an_officer_has_no_window_and_a_clerk_no_desk(here: County, clerk: Client) -> None:
    officer = browser(here.officers["market"])
    assert officer.get(reverse("portal:window")).status_code == 403
    assert officer.get(reverse("portal:out")).status_code == 403
    assert clerk.get(reverse("portal:desk")).status_code == 403
    assert browser(here.citizen).get(reverse("portal:window")).status_code == 404


def test_what_is_typed_saves_itself_and_tells_the_page_its_version(
    here: County, clerk: Client
) -> None:
    draft = begin(clerk, here.citizen.person_id, world.BUNDLE)
    post(clerk, "intake-answers", draft.id, **{"shop.area": "86"})
    url = reverse("portal:intake-form", args=[draft.id])
    draft.refresh_from_db()
    saved = clerk.post(
        url,
        {"version": draft.version, "shop.name": "云溪小馆"},
        headers={"HX-Request": "true", "HX-Trigger": "sheet"},
    )
    draft.refresh_from_db()
    text = saved.content.decode()
    assert saved.status_code == 200 and "<html" not in text
    assert f'value="{draft.version}"' in text
    assert draft.form_open["shop.name"] == "云溪小馆"


def test_a_field_changed_on_both_sides_is_told_and_nothing_is_overwritten(
    here: County, clerk: Client
) -> None:
    draft = begin(clerk, here.citizen.person_id, world.BUNDLE)
    post(clerk, "intake-answers", draft.id, **{"shop.area": "86"})
    draft.refresh_from_db()
    shown = draft.version
    services.save_form(
        application_id=draft.id, values={"shop.name": "云溪小馆"}, actor=here.citizen
    )
    late = post(clerk, "intake-form", draft.id, **{"version": shown, "shop.name": "吉祥小馆"})
    assert late.status_code == 409
    assert "您填的是 吉祥小馆" in late.content.decode()
    quiet = clerk.post(
        reverse("portal:intake-form", args=[draft.id]),
        {"version": shown, "shop.name": "吉祥小馆"},
        headers={"HX-Request": "true", "HX-Trigger": "sheet"},
    )
    assert quiet.status_code == 422 and quiet["HX-Retarget"] == "#case"
    draft.refresh_from_db()
    assert draft.form_open["shop.name"] == "云溪小馆"


def test_a_number_is_looked_up_and_only_a_clerk_looks_up_people(
    here: County, clerk: Client
) -> None:
    application = world.submitted(here)
    found = post(clerk, "lookup-find", id_number=world.resident_id(1))
    assert application.number in found.content.decode()
    supervisor = browser(here.supervisor)
    by_name = post(supervisor, "lookup-find", name="陈小岚")
    assert application.number in by_name.content.decode()
    assert post(supervisor, "lookup-find", id_number=world.resident_id(1)).status_code == 403
    nothing = supervisor.get(reverse("portal:lookup"), {"q": "AL19000101-00001"})
    assert "没有查到" in nothing.content.decode()


def test_staff_begin_where_their_work_is(here: County, clerk: Client) -> None:
    home = reverse("portal:staff-home")
    assert clerk.get(home).headers["Location"] == reverse("portal:window")
    assert browser(here.officers["fire"]).get(home).headers["Location"] == reverse("portal:desk")
    assert browser(here.supervisor).get(home).headers["Location"] == reverse("oversight:home")
    assert browser(here.citizen).get(home).status_code == 404


def test_no_two_things_on_the_page_share_an_id(here: County, clerk: Client) -> None:
    draft = begin(clerk, here.citizen.person_id, world.BUNDLE)
    post(clerk, "intake-answers", draft.id, **{"shop.area": "86"})
    ids = re.findall(r'\sid="([^"]+)"', page(clerk, draft))
    assert sorted(each for each in set(ids) if ids.count(each) > 1) == []


def test_receiving_twice_and_going_back_lead_to_the_one_receipt(
    here: County, clerk: Client
) -> None:
    draft = begin(clerk, here.citizen.person_id, world.BUNDLE)
    post(clerk, "intake-answers", draft.id, **{"shop.area": "86"})
    post(clerk, "intake-paper", draft.id, m="plan", do="take")
    sent = {"signed": "1", "mark": mark(clerk, draft), "shop.name": "吉祥小馆"}
    first = post(clerk, "intake-receive", draft.id, **sent)
    again = post(clerk, "intake-receive", draft.id, **sent)
    back = clerk.get(reverse("portal:intake", args=[draft.id]))
    receipt = reverse("portal:intake-receipt", args=[draft.id])
    assert [each.headers["Location"] for each in (first, again, back)] == [receipt] * 3
    assert Case.objects.filter(application=draft).count() == 4
    assert visits_of(draft.id).count == 1


def test_a_window_of_another_county_finds_nothing_of_ours(here: County) -> None:
    application = world.submitted(here)
    elsewhere = browser(clerk_of("330199000000"))
    for name in ("intake-receipt", "lookup-application"):
        url = reverse(f"portal:{name}", args=[application.id])
        assert elsewhere.get(url).status_code == 404, name
    case = world.case_of(application, "sign")
    assert elsewhere.get(reverse("portal:lookup-case", args=[case.id])).status_code == 404
    assert application.number not in elsewhere.get(reverse("portal:out")).content.decode()


def clerk_of(region: str) -> Actor:
    """A clerk of another county."""
    directory.register_regions(
        [RegionDraft("330100000000", "别市"), RegionDraft(region, "别县")], actor=SYSTEM
    )
    draft = StaffDraft("clerk-else", "别处员工", "clerk", region=region)
    user_id = people.create_staff(draft, password=None, actor=SYSTEM)
    return accounts.actor_for(accounts.user_by_id(user_id))
