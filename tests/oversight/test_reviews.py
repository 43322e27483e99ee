"""联合审图 that run, as who supervises them and who takes part reads them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from onevisit.cases import services
from onevisit.kernel import clock
from onevisit.oversight.access import reach_of
from onevisit.oversight.queries.reviews import late_reviews, running_reviews
from tests.factories import cases as make
from tests.factories import joint
from tests.factories.cases import County
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db


def test_with_whom_the_drawings_lie_and_who_is_late(here: County) -> None:
    joint.publish(here)
    application = joint.accepted(here)
    kitchen, flame = (make.case_of(application, part) for part in ("kitchen", "flame"))
    lead, fire = here.officer(kitchen), here.officer(flame)
    reach, supervisor = reach_of(here.supervisor), browser(here.supervisor)
    url = reverse("oversight:reviews")
    assert "有部门牵头发起联合审图" in supervisor.get(url).content.decode()
    review = services.open_drawings(
        case_id=kitchen.id,
        materials=["plan"],
        departments=[here.departments["fire"]],
        days=3,
        mend_days=5,
        special=False,
        actor=lead,
    )

    def lies() -> tuple[str, int, str, int]:
        (row,) = running_reviews(reach).rows
        return str(row.lies), len(row.silent), clock.local_date(row.since).isoformat(), row.over

    def page(late: str = "") -> str:
        return supervisor.get(url, {"late": late}).content.decode()

    assert lies() == ("departments", 2, "2026-11-16", 0)
    assert "各部门都在期限里审" in page("1")
    must = [("消施-02", "must", "疏散门改为向外开。")]
    services.write_comments(review_id=review, comments=must, ready=True, actor=fire)
    with clock.travel(make.MONDAY + timedelta(days=7)):  # its day was Thursday the 19th
        assert lies() == ("departments", 1, "2026-11-16", 2)
        assert kitchen.department.name in page("1") and "过了 2 个工作日" in page("1")
        assert late_reviews(reach).count == 1
        home = supervisor.get(reverse("oversight:home")).content.decode()
        assert f"{url}?late=1" in home and f"{kitchen.department.name}牵头" in home
        desk = browser(fire).get(reverse("portal:drawings"), {"late": "1"}).content.decode()
        assert kitchen.department.name in desk and "late-row" in desk
        services.write_comments(review_id=review, comments=[], ready=True, actor=lead)
        assert lies() == ("lead", 0, "2026-11-23", 2)
        services.tell_drawings(review_id=review, actor=lead)
        assert lies() == ("applicant", 0, "2026-11-23", 0)
        assert not late_reviews(reach).count
        assert (
            "没有过期的"
            in browser(fire).get(reverse("portal:drawings"), {"late": "1"}).content.decode()
        )
    assert running_reviews(reach.at("online")).rows
    assert not running_reviews(reach.at("339921104")).rows
    stranger = browser(here.officer(make.case_of(application, "board")))
    assert stranger.get(url).status_code == 403
