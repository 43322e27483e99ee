"""双人签批 on the desk: both see it, one proposes, the other signs."""

import pytest
from django.test import Client
from django.urls import reverse

from onevisit.cases.models import Case
from tests.factories import cases as make
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(here: County) -> Case:
    found = Case.objects.get(application=make.submitted(here, code=here.two_code))
    make.review(here, found)
    return found


def act(client: Client, case: Case, action: str, **data: object):
    return client.post(reverse("portal:desk-act", args=[case.id]), {"action": action, **data})


def shown(client: Client, case: Case) -> str:
    return client.get(reverse("portal:desk-case", args=[case.id])).content.decode()


def test_two_officers_sign_one_decision_on_their_desks(here: County, case: Case) -> None:
    first, second = browser(here.officer(case)), browser(here.heads["fire"])
    text = shown(first, case)
    assert "提请准予" in text and 'value="decide"' not in text
    done = act(first, case, "propose", outcome="approve", last_seq=case.last_seq)
    assert done.status_code == 302
    assert "等另一个人复核" in shown(first, case) and "复核同意" not in shown(first, case)
    for client in (first, second):
        queue = client.get(reverse("portal:desk") + "?show=two").content.decode()
        assert "等复核" in queue and case.name in queue
    assert "复核同意，准予" in shown(second, case)
    assert act(second, case, "confirm", last_seq=case.last_seq).status_code == 302
    assert "两个人都签了" in shown(first, case)
    case.refresh_from_db()
    assert case.decided_at is not None


def test_what_is_sent_back_shows_its_reason_and_keeps_what_was_typed_in_vain(
    here: County, case: Case
) -> None:
    first, second = browser(here.officer(case)), browser(here.heads["fire"])
    act(first, case, "propose", outcome="approve")
    assert act(second, case, "send_back", back_reason=" ").status_code == 422
    act(second, case, "send_back", back_reason="疏散宽度没有量。")
    assert "疏散宽度没有量。" in shown(first, case)
    late = act(second, case, "send_back", back_reason="还有一处。")
    assert late.status_code == 409
    assert "还有一处。" in late.content.decode()


def test_a_proposal_is_taken_back_by_who_made_it(here: County, case: Case) -> None:
    first = browser(here.officer(case))
    act(first, case, "propose", outcome="refuse", reason="疏散宽度不够。")
    assert "收回提请" in shown(first, case)
    assert act(first, case, "take_back").status_code == 302
    assert "提请准予" in shown(first, case)
