"""Taken in for another county: looked at for its form, sent on, followed."""

import pytest
from django.urls import reverse

from onevisit.hall import queries, services
from onevisit.hall.rules.errands import ErrandAct
from onevisit.kernel.errors import Conflict, Invalid, NotFound
from tests.factories import elsewhere
from tests.factories.cases import County
from tests.portal.staff import browser, page

pytestmark = pytest.mark.django_db
THING = "住房公积金转移"


def test_another_countys_matter_is_taken_in_sent_on_and_followed(here: County) -> None:
    away = elsewhere.points_beside()
    guest, town = away.clerks["guest"], away.clerks["shiqiao"]
    elsewhere.listed(away.points["guest"], errands=[f"{THING}：身份证、转移申请表"])
    person, clerk = here.citizen.person_id, browser(town)
    assert THING in page(clerk, "portal:errand-take", person)
    data = {"target": away.points["guest"], "thing": THING, "seen": ["身份证"]}
    lacking = clerk.post(reverse("portal:errand-take", args=[person]), data)
    assert lacking.status_code == 422
    assert "转移申请表" in lacking.content.decode()
    data["seen"] = ["身份证", "转移申请表"]
    assert clerk.post(reverse("portal:errand-take", args=[person]), data).status_code == 302
    (errand,) = queries.errands(actor=town)
    with pytest.raises(Conflict):
        services.move_errand(errand_id=errand.id, act=ErrandAct.RECEIVE, actor=town)
    with pytest.raises(NotFound):
        services.move_errand(errand_id=errand.id, act=ErrandAct.SEND, actor=here.clerk)
    url = reverse("portal:errand", args=[errand.id])
    assert clerk.post(url, {"do": "send"}).status_code == 302
    theirs = browser(guest)
    assert theirs.post(url, {"do": "receive", "number": "HY 2026-77"}).status_code == 302
    with pytest.raises(Invalid):
        services.move_errand(errand_id=errand.id, act=ErrandAct.FINISH, actor=guest)
    said = {"do": "finish", "note": "已转入海屿县账户。"}
    assert theirs.post(url, said).status_code == 302
    own = page(browser(here.citizen), "portal:affairs")
    assert "对方办结" in own and "已转入海屿县账户。" in own and "HY2026-77" in own
    assert "海屿县通办窗口" in page(clerk, "portal:errands")
