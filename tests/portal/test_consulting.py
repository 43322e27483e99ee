"""征求意见 in the browsers of who decides and of who only advises."""

from datetime import timedelta

import pytest
from django.urls import reverse

from onevisit.cases import services
from onevisit.cases.models import Consultation, Evidence
from onevisit.kernel import clock
from tests.factories import cases as world
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db
QUESTION = "店面临街，排水管接到雨水管可以吗？"


def test_asked_read_with_its_papers_answered_and_read_again(here: County) -> None:
    application = world.submitted(here)
    case = world.case_of(application, "sign")
    other = world.case_of(application, "drain")
    services.accept(case_id=case.id, actor=here.officer(case))
    asking, advising = browser(here.officer(case)), browser(here.officer(other))
    url = reverse("portal:desk-consult", args=[case.id])
    form = {
        "department": other.department_id,
        "question": QUESTION,
        "days": "3",
        "material": ["plan"],
    }
    assert asking.post(url, {**form, "days": "0"}).status_code == 422
    own = asking.post(url, {**form, "department": case.department_id})
    assert own.status_code == 422 and "请选另一个部门" in own.content.decode()
    assert asking.post(url, form).status_code == 302
    again = asking.post(url, form)
    assert again.status_code == 409 and QUESTION in again.content.decode()

    inbox = advising.get(reverse("portal:opinions")).content.decode()
    assert "排水管" in inbox
    row = Consultation.objects.get()
    page = reverse("portal:opinion", args=[row.id])
    paper = Evidence.objects.get(application=application, material="plan")
    read = advising.get(page).content.decode()
    file = reverse("portal:opinion-file", args=[row.id, paper.id])
    assert QUESTION in read and file in read
    assert advising.get(file).status_code == 200
    assert advising.get(reverse("portal:desk-case", args=[case.id])).status_code == 404

    with clock.travel(clock.now() + timedelta(days=9)):
        assert "逾期没有答复" in asking.get(url).content.decode()
        bare = advising.post(page, {"stance": "object", "words": " "})
        assert bare.status_code == 422 and "请写明理由" in bare.content.decode()
        said = {"stance": "condition", "words": "改接污水管。"}
        assert advising.post(page, said).status_code == 302
        assert advising.post(page, said).status_code == 409
    told = asking.get(url).content.decode()
    assert "有条件同意" in told and "改接污水管。" in told
    stranger = browser(here.officer(world.case_of(application, "fire")))
    assert stranger.get(page).status_code == 404 and stranger.get(file).status_code == 404


def test_before_acceptance_nobody_is_asked_and_withdrawn_it_shows_no_paper(here: County) -> None:
    application = world.submitted(here)
    case, other = (world.case_of(application, part) for part in ("sign", "drain"))
    asking, advising = browser(here.officer(case)), browser(here.officer(other))
    url = reverse("portal:desk-consult", args=[case.id])
    form = {"department": other.department_id, "question": QUESTION, "days": "3"}
    assert asking.post(url, form).status_code == 409
    services.accept(case_id=case.id, actor=here.officer(case))
    assert asking.post(url, {**form, "material": "plan"}).status_code == 302
    row = Consultation.objects.get()
    paper = Evidence.objects.get(application=application, material="plan")
    file = reverse("portal:opinion-file", args=[row.id, paper.id])
    assert advising.get(file).status_code == 200
    assert asking.post(url, {"withdraw": row.id}).status_code == 302
    assert advising.get(file).status_code == 404
    answer = {"stance": "agree", "words": ""}
    assert advising.post(reverse("portal:opinion", args=[row.id]), answer).status_code == 409
