"""联合审图 as each takes part: the lead, another department, the owner."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from onevisit.cases import services
from onevisit.cases.models import Application, DrawingReview
from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict
from onevisit.notifications.models import Message
from tests.cases.test_letter_texts import KEEPER, text_of
from tests.factories import cases as world
from tests.factories import files, joint
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(here: County) -> County:
    joint.publish(here)
    return here


def opened(here: County, *, special: str = "yes") -> tuple[Application, Client, Client, UUID]:
    """The kitchen's plan, reviewed by its department, which leads, and the fire brigade."""
    application = joint.accepted(here)
    case = world.case_of(application, "kitchen")
    lead = browser(here.officer(case))
    fire = browser(here.officer(world.case_of(application, "flame")))
    lead.post(
        reverse("portal:desk-drawings", args=[case.id]),
        {
            "material": "plan",
            "department": str(here.departments["fire"]),
            "days": 3,
            "mend_days": 5,
            "special": special,
        },
    )
    return application, lead, fire, DrawingReview.objects.get().id


def say(client: Client, review: UUID, action: str, **more: object) -> int:
    answer = client.post(reverse("portal:drawing", args=[review]), {"action": action, **more})
    return answer.status_code


def comment(sheet: str, words: str, severity: str = "must") -> dict[str, object]:
    return {"sheet-0": sheet, "severity-0": severity, "words-0": words}


def revise(client: Client, application: Application, review: UUID, seed: int, **more: str) -> str:
    sheet = SimpleUploadedFile("图.png", files.png(seed=seed), "image/png")
    url = reverse("portal:affair_drawing", args=[application.number, review])
    return client.post(url, {"file-plan": [sheet], **more}, follow=True).content.decode()


def test_two_departments_ask_once_and_agree_once(here: County) -> None:
    application, lead, fire, review = opened(here)
    case = world.case_of(application, "kitchen")
    assert case.state == CaseState.SUSPENDED
    owner = browser(here.citizen)
    url = reverse("portal:affair_drawing", args=[application.number, review])
    say(fire, review, "ready", **comment("消施-02", "疏散门改为向外开。"))
    assert "疏散门" not in owner.get(url).content.decode()
    assert say(lead, review, "tell") == 409  # the lead has not said what it thinks
    say(lead, review, "ready", **comment("建施-01", "备餐间可以再大一点。", "advice"))
    assert say(lead, review, "agree") == 409
    assert say(lead, review, "tell") == 302
    assert Message.objects.filter(kind="drawings").count() == 1
    page = owner.get(reverse("portal:affair", args=[application.number])).content.decode()
    assert "意见一次列全" in page
    told = owner.get(url).content.decode()
    assert "疏散门改为向外开" in told and "备餐间可以再大一点" in told
    assert "还没有答复" in revise(owner, application, review, 31)
    assert say(fire, review, "ready", **comment("消施-09", "还要一扇门。")) == 409
    fire_seat = 0 if told.index("消施-02") < told.index("建施-01") else 1
    answer = {f"answer-{fire_seat}-0": "改成向外开，见消施-02A。"}
    assert "交好了" in revise(owner, application, review, 31, **answer)
    assert say(fire, review, "check", **{"settled-0": "no", "why-0": ""}) == 422
    assert say(lead, review, "agree") == 409
    assert say(fire, review, "check", **{"settled-0": "yes"}) == 302
    assert say(lead, review, "agree") == 302
    row = DrawingReview.objects.get()
    assert (row.state, [len(each) for each in row.versions]) == ("agreed", [1, 1])
    assert world.case_of(application, "kitchen").state == CaseState.IN_REVIEW
    for n in (0, 1):
        pdf = owner.get(
            reverse("portal:affair_drawing_letter", args=[application.number, review, n])
        )
        assert pdf.status_code == 200 and pdf.getvalue().startswith(b"%PDF")


def test_each_department_adds_its_own_words_to_what_several_send(here: County) -> None:
    """Below what it found, by its text of that day; nobody else's part has them."""
    head = here.heads["fire"]
    own = {"department_id": here.departments["fire"], "why": "说清复核找谁。", "actor": head}
    words = "【消防复核】\n请在{{until}}前联系{{department}}。"
    with clock.travel(world.MONDAY - timedelta(days=3)):
        row = services.write_text(form=LetterForm.DRAWINGS_PART, sections={"body": words}, **own)
        services.put_in_force(version_id=row, since=world.MONDAY.date(), actor=KEEPER)
    application, lead, fire, review = opened(here)
    say(fire, review, "ready", **comment("消施-02", "疏散门改为向外开。"))
    say(lead, review, "ready", **comment("建施-01", "备餐间可以再大一点。", "advice"))
    say(lead, review, "tell")
    letter = reverse("portal:affair_drawing_letter", args=[application.number, review, 1])
    read = text_of(browser(here.citizen).get(letter).getvalue())
    own_part = read[read.index("疏散门改为") :]
    assert "消防复核请在2026年11月" in own_part and read.count("消防复核") == 1
    assert "标准文本20200101、" in read and "文本第1版" in read
    shown = services.preview_text(
        form=LetterForm.VISIT_PART,
        department_id=here.departments["fire"],
        sections={"body": "{{place}}的消火栓要常开。"},
        actor=head,
    )
    visit = text_of(shown.content)
    assert "现场踏勘意见书" in visit and "样例路1号的消火栓要常开。" in visit


def test_what_is_not_settled_is_told_again_and_nothing_is_granted_meanwhile(here: County) -> None:
    application, lead, fire, review = opened(here, special="no")
    case = world.case_of(application, "kitchen")
    assert case.state == CaseState.IN_REVIEW
    say(fire, review, "ready", **comment("消施-02", "疏散门改为向外开。"))
    with clock.travel(world.MONDAY + timedelta(days=7)):
        assert say(lead, review, "tell") == 302  # its own day is over: the letter goes out without
    owner = browser(here.citizen)
    told = owner.get(reverse("portal:affair_drawing", args=[application.number, review]))
    name = "answer-0-0" if 'name="answer-0-0"' in told.content.decode() else "answer-1-0"
    revise(owner, application, review, 41, **{name: "改了。"})
    say(fire, review, "check", **{"settled-0": "no", "why-0": "还是向内开。"})
    say(lead, review, "check")
    assert say(lead, review, "agree") == 409
    assert say(lead, review, "tell") == 302
    letters = DrawingReview.objects.get().told["letters"]
    assert [len(each["items"]) for each in letters] == [2, 2]
    assert letters[1]["items"][fire_place(letters)]["comments"][0]["why"] == "还是向内开。"
    same = revise(owner, application, review, 41, **{name: "又改了。"})
    assert "一模一样" in same
    assert say(lead, review, "fail", reason="") == 422
    assert say(lead, review, "fail", reason="申请人另行设计。") == 302
    joint.plan(here, application)
    with clock.travel(world.MONDAY + timedelta(days=2)):
        joint.find(here, application, "kitchen")
        world.review(here, world.case_of(application, "kitchen"))
        with pytest.raises(Conflict) as refused:
            world.decide(here, world.case_of(application, "kitchen"))
    assert refused.value.code == "cases.drawings_not_agreed"
    stranger = browser(here.officer(world.case_of(application, "board")))
    assert stranger.get(reverse("portal:drawing", args=[review])).status_code == 404


def fire_place(letters: list[dict[str, list[dict[str, list[object]]]]]) -> int:
    """Where the fire brigade stands in a letter."""
    return next(n for n, each in enumerate(letters[1]["items"]) if each["comments"])
