"""From the checklist to the receipt without scripts: every page of an applicant's draft."""

from django.test import Client
from django.urls import reverse

from onevisit.cases import services
from onevisit.cases.models import Application
from onevisit.cases.queries import draft_view
from tests.cases.pages import address, browser, document, form_of, picture, text
from tests.factories import cases as make
from tests.factories import files
from tests.factories.cases import County


def begin(client: Client, **more: object) -> Application:
    """Press the button of the checklist; the draft it leads to."""
    response = client.post(reverse("cases:start"), {"offer_code": make.BUNDLE, **more})
    assert response.status_code == 302, text(response)
    return Application.objects.get(id=response.headers["Location"].split("/")[2])


def test_the_whole_way_from_a_guest_to_a_receipt(here: County) -> None:
    guest = Client()
    thing = f"/things/{make.BUNDLE}/"
    assert guest.post(f"{thing}questions/shop.area/", {"answer": "400"}).status_code == 302
    sent = guest.post(reverse("cases:start"), {"offer_code": make.BUNDLE})
    assert sent.headers["Location"].startswith("/login/?next=%2Fapply%2Fstart%2F")
    client = signed_in(guest, here)
    page = client.get(f"/apply/start/?offer_code={make.BUNDLE}")
    assert page.status_code == 200
    assert "由您本人" in text(page)
    draft = begin(client)
    assert draft.answers == {"shop.area": 400}
    page = client.get(address("draft", draft.id))
    assert "提交前还差：" in text(page)
    assert "#m-plan" in page.content.decode()
    assert "?check=1#f-shop.name" in page.content.decode()
    response = client.post(
        address("attach", draft.id),
        {"material": "plan", "file": [picture(1), picture(2, "二.png")]},
    )
    assert response.headers["Location"].endswith("#m-plan")
    form = form_of(client.get(address("form", draft.id)), "sheet")
    assert form["person.name"] == ["陈小岚"]
    response = client.post(
        address("form", draft.id), {**form, "shop.name": "吉祥小馆", "do": "next"}
    )
    assert response.headers["Location"] == address("sign", draft.id)
    page = client.get(address("sign", draft.id))
    assert "二.png" in text(page)
    assert make.resident_id(1) not in page.content.decode()
    signature = form_of(page, "sign")
    refused = client.post(address("sign", draft.id), signature)
    assert refused.status_code == 422
    assert "请先勾选承诺" in text(refused)
    done = client.post(address("sign", draft.id), {**signature, "promise": "1"})
    assert done.headers["Location"] == address("receipt", draft.id)
    draft.refresh_from_db()
    page = client.get(done.headers["Location"])
    assert str(draft.number) in text(page)
    assert "平面图" in text(page)
    assert "fire局" in text(page)


def signed_in(guest: Client, here: County) -> Client:
    """The same browser, signed in: what the guest had answered stays in the session."""
    from django.contrib.auth import get_user_model

    guest.force_login(get_user_model().objects.get(pk=here.citizen.user_id))
    return guest


def test_a_second_press_and_the_back_button_lead_to_the_one_receipt(here: County) -> None:
    draft, client = make.filled_draft(here), browser(here.citizen)
    signature = {**form_of(client.get(address("sign", draft.id)), "sign"), "promise": "1"}
    receipt = address("receipt", draft.id)
    for _ in range(2):
        response = client.post(address("sign", draft.id), signature)
        assert response.headers["Location"] == receipt
    for page in ("draft", "form", "sign", "questions", "discard"):
        assert client.get(address(page, draft.id)).headers["Location"] == receipt
    assert Application.objects.filter(number__isnull=False).count() == 1


def test_a_draft_that_is_there_is_continued_and_says_so(here: County) -> None:
    client = browser(here.citizen)
    first = begin(client)
    page = client.post(reverse("cases:start"), {"offer_code": make.BUNDLE}, follow=True)
    assert "接着上次的草稿" in text(page)
    assert Application.objects.get().id == first.id


def test_who_acts_for_a_company_chooses_for_whom(here: County) -> None:
    client = browser(here.boss)
    asked = client.post(reverse("cases:start"), {"offer_code": make.BUNDLE}, follow=True)
    assert "由谁来申请" in text(asked)
    assert "我本人" in text(asked)
    assert "𠮷祥餐饮有限公司" in text(asked)
    own = begin(client, **{"for": "self"})
    assert own.organisation_id is None
    company = begin(client, **{"for": str(here.organisation)})
    assert company.organisation_id == here.organisation
    page = client.get(address("form", company.id))
    assert page.status_code == 302  # the question comes first
    wrong = client.post(reverse("cases:start"), {"offer_code": make.BUNDLE, "for": "x"})
    assert wrong.status_code == 422
    assert "请先选谁来申请" in text(wrong)


def test_a_thing_for_the_window_only_says_where_to_go(here: County) -> None:
    page = browser(here.citizen).post(
        reverse("cases:start"), {"offer_code": here.card_code}, follow=True
    )
    assert "请按清单备好材料到窗口办" in text(page)
    assert not Application.objects.exists()


def test_to_everybody_else_the_draft_does_not_exist(here: County) -> None:
    draft, other = make.filled_draft(here), browser(here.other_citizen)
    paper = draft.evidence.get()
    for page in ("draft", "questions", "form", "sign", "receipt", "discard"):
        assert other.get(address(page, draft.id)).status_code == 404, page
        if page != "receipt":
            assert other.post(address(page, draft.id), {}).status_code in (404, 405), page
    assert other.get(address("evidence", draft.id, paper.id)).status_code == 404
    assert other.post(address("remove", draft.id, paper.id)).status_code == 404
    sent = other.post(address("attach", draft.id), {"material": "plan", "file": picture(9)})
    assert sent.status_code == 404
    mine = make.filled_draft(here, here.other_citizen)
    assert other.get(address("evidence", mine.id, paper.id)).status_code == 404
    assert draft.evidence.count() == 1


def test_questions_are_answered_one_by_one_and_changed_later(here: County) -> None:
    client = browser(here.citizen)
    draft = begin(client)
    page = client.get(address("questions", draft.id))
    assert "店面有多大？" in text(page)
    empty = client.post(address("questions", draft.id), {"q": "shop.area", "answer": ""})
    assert empty.status_code == 422
    wrong = client.post(address("questions", draft.id), {"q": "shop.area", "answer": "大概"})
    assert wrong.status_code == 422
    assert "请填数字" in text(wrong)
    sent = {"q": "shop.area", "answer": "86", "version": str(draft.version)}
    done = client.post(address("questions", draft.id), sent)
    assert done.headers["Location"] == address("draft", draft.id)
    page = client.get(address("draft", draft.id))
    assert "fire许可" in text(page)
    assert "不到 300 平方米" in text(page)
    stale = client.post(address("questions", draft.id), {**sent, "answer": "400"})
    assert stale.status_code == 422
    assert "刚在另一个页面或设备上改成了“86" in text(stale)


def test_two_tabs_keep_both_fields_and_settle_the_same_one(here: County) -> None:
    draft, client = make.filled_draft(here), browser(here.citizen)
    url = address("form", draft.id)
    one = form_of(client.get(url), "sheet")
    two = form_of(client.get(url), "sheet")
    assert client.post(url, {**one, "shop.note": "靠河", "do": "save"}).status_code == 302
    assert client.post(url, {**two, "shop.name": "老王面馆", "do": "save"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.form_open["shop.note"], draft.form_open["shop.name"]) == ("靠河", "老王面馆")
    clash = client.post(url, {**one, "shop.note": "靠河", "shop.name": "小王面馆", "do": "next"})
    assert clash.status_code == 409
    assert "用我这里填的：小王面馆" in text(clash)
    assert "用那边改的：老王面馆" in text(clash)
    again = form_of(clash, "sheet")
    assert again["shop.name"] == ["老王面馆"]
    undecided = client.post(url, {**again, "do": "next"})
    assert undecided.status_code == 409
    chosen = client.post(url, {**again, "choose": "mine:shop.name"})
    assert chosen.status_code == 302
    draft.refresh_from_db()
    assert draft.form_open["shop.name"] == "小王面馆"


def test_a_save_by_itself_tells_of_a_conflict_beside_the_form(here: County) -> None:
    draft, client = make.filled_draft(here), browser(here.citizen)
    url = address("form", draft.id)
    one = form_of(client.get(url), "sheet")
    two = form_of(client.get(url), "sheet")
    quiet = client.post(url, {**one, "shop.name": "甲"}, headers={"HX-Request": "true"})
    assert (quiet.status_code, text(quiet).strip()) == (200, "")
    told = client.post(url, {**two, "shop.name": "乙"}, headers={"HX-Request": "true"})
    assert "用那边改的：甲" in text(told)
    theirs = {**two, "shop.name": "乙", "mine:shop.name": "乙", "choose": "theirs:shop.name"}
    assert client.post(url, theirs).status_code == 302
    draft.refresh_from_db()
    assert draft.form_open["shop.name"] == "甲"


def test_the_form_complains_only_when_one_goes_on(here: County) -> None:
    application_id = services.start_application(
        offer_code=make.BUNDLE, actor=here.citizen, answers={"shop.area": 86}
    )
    client, url = browser(here.citizen), address("form", application_id)
    page = client.get(url)
    assert "请填" not in text(page)
    assert "来自您登记的姓名" in text(page)
    form = form_of(page, "sheet")
    assert "shop.area" not in form  # the answer is not asked again
    kept = client.post(url, {**form, "shop.note": "待定", "do": "save"}, follow=True)
    assert "已保存" in text(kept)
    stopped = client.post(url, {**form, "shop.note": "待定", "do": "next"})
    assert stopped.status_code == 422
    assert 'href="#f-shop.name"' in stopped.content.decode()
    assert "请填“店名”" in text(stopped)
    assert "请填“店名”" in text(client.get(f"{url}?check=1"))


def test_files_that_cannot_be_taken_say_why_and_the_good_ones_stay(here: County) -> None:
    client = browser(here.citizen)
    draft = make.filled_draft(here)
    url = address("attach", draft.id)
    bad = [document(files.protected_pdf(), "合同.pdf"), document(b"MZ...", "照片.pdf"), picture(7)]
    page = client.post(url, {"material": "plan", "file": bad})
    assert page.status_code == 422
    assert "“合同.pdf”没有传上：这份 PDF 设了密码" in text(page)
    assert "“照片.pdf”没有传上：只能传 PDF、JPG 或 PNG" in text(page)
    assert draft.evidence.count() == 2
    long = client.post(url, {"material": "plan", "file": document(files.pdf(3))})
    assert "最多 2 页" in text(long)
    assert "文件是空的" in text(client.post(url, {"material": "plan"}))
    unknown = client.post(url, {"material": "nothing", "file": picture(8)}, follow=True)
    assert draft.evidence.count() == 2
    assert "不需要交这份材料" in text(unknown)


def test_a_file_is_opened_safely_and_taken_back_after_asking(here: County) -> None:
    draft, client = make.filled_draft(here), browser(here.citizen)
    paper = draft.evidence.get()
    opened = client.get(address("evidence", draft.id, paper.id))
    assert opened.headers["Content-Type"] == "image/png"
    assert "sandbox" in opened.headers["Content-Security-Policy"]
    assert opened.headers["X-Content-Type-Options"] == "nosniff"
    url = address("remove", draft.id, paper.id)
    assert "撤下“图.png”？" in text(client.get(url))
    assert draft.evidence.count() == 1
    for _ in range(2):
        assert client.post(url).status_code == 302
    assert draft.evidence.count() == 0


def test_what_changed_after_it_was_shown_is_named_before_signing(here: County) -> None:
    draft, client = make.filled_draft(here), browser(here.citizen)
    shown = {**form_of(client.get(address("sign", draft.id)), "sign"), "promise": "1"}
    services.save_form(application_id=draft.id, values={"shop.name": "另一家"}, actor=here.citizen)
    page = client.post(address("sign", draft.id), shown)
    assert page.status_code == 409
    assert "变了的是：店名。" in text(page)
    assert "刚改过" in text(page)
    signature = {**form_of(page, "sign"), "promise": "1"}
    assert client.post(address("sign", draft.id), signature).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_collecting_at_a_window_needs_its_place_and_is_kept_with_the_signature(
    here: County,
) -> None:
    draft, client = make.filled_draft(here), browser(here.citizen)
    page = form_of(client.get(address("sign", draft.id)), "sign")
    chosen = {**page, "promise": "1", "collection": "window", "point": ""}
    refused = client.post(address("sign", draft.id), chosen)
    assert "请选择到哪个窗口领取" in text(refused)
    done = client.post(address("sign", draft.id), {**chosen, "point": str(here.centre)})
    assert done.headers["Location"] == address("receipt", draft.id)
    draft.refresh_from_db()
    assert (draft.collection, draft.collection_point_id) == ("window", here.centre)


def test_who_is_known_by_phone_only_is_told_how_to_sign(here: County) -> None:
    draft, client = make.filled_draft(here, here.phone_only), browser(here.phone_only)
    page = client.get(address("sign", draft.id))
    assert "签名要先确认是您本人" in text(page)
    assert "签名提交</button>" not in page.content.decode()
    view = draft_view(application_id=draft.id, actor=here.phone_only)
    forced = {"digest": view.digest, "version": view.version, "promise": "1"}
    refused = client.post(address("sign", draft.id), forced)
    assert refused.status_code == 422
    assert "签名需要实名认证" in text(refused)


def test_an_incomplete_draft_is_led_back_to_what_is_missing(here: County) -> None:
    client = browser(here.citizen)
    draft = begin(client)
    page = client.get(address("sign", draft.id), follow=True)
    assert "还差几样" in text(page)
    assert page.redirect_chain[-1][0] == address("draft", draft.id)
    assert client.get(address("form", draft.id)).headers["Location"] == address(
        "questions", draft.id
    )


def test_a_draft_is_given_up_only_after_asking(here: County) -> None:
    draft, client = make.filled_draft(here), browser(here.citizen)
    url = address("discard", draft.id)
    assert "删除“开办餐饮店”的草稿？" in text(client.get(url))
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert client.post(url).headers["Location"] == f"/things/{make.BUNDLE}/"
    draft.refresh_from_db()
    assert draft.state == "discarded"


def test_what_may_follow_is_handed_in_from_the_receipt(here: County) -> None:
    application, client = make.submitted(here), browser(here.citizen)
    receipt = client.get(address("receipt", application.id))
    assert "还要补交" in text(receipt)
    url = address("attach", application.id)
    sent = client.post(url, {"material": "report", "file": picture(5)}, follow=True)
    assert "已补交" in text(sent)
    assert "还要补交" not in text(sent)
    late = client.post(url, {"material": "plan", "file": picture(6)}, follow=True)
    assert "不能再修改" in text(late)


def test_who_lost_the_session_comes_back_to_the_draft(here: County) -> None:
    draft = make.filled_draft(here)
    sent = Client().post(address("form", draft.id), {"shop.name": "x"})
    assert sent.headers["Location"] == f"/login/?next=%2Fapply%2F{draft.id}%2F"
    quiet = Client().post(address("form", draft.id), {}, headers={"HX-Request": "true"})
    assert quiet.status_code == 204
    assert quiet.headers["HX-Redirect"] == sent.headers["Location"]


def test_staff_have_another_door(here: County) -> None:
    draft = make.filled_draft(here)
    assert browser(here.clerk).get(address("draft", draft.id)).status_code == 403
    assert browser(here.clerk).post(reverse("cases:start"), {}).status_code == 403
