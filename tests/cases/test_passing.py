"""转报 and 审管衔接: examined below, decided above; granted here, regulated there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.rules import SYSTEM, StaffDraft
from onevisit.cases import queries, services
from onevisit.cases.models import Application, Case, HandOver
from onevisit.cases.queries import routes as handed
from onevisit.cases.rules.routes import Finding, RouteDraft, RouteKind
from onevisit.directory import services as directory
from onevisit.directory.rules import DepartmentDraft
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories.cases import County
from tests.portal.staff import browser, page

LICENCE, CITY = "330131001000", "339900000000"


def route(kind: RouteKind, code: str, office: str, to: str, days: int = 20) -> None:
    """From one office to another."""
    draft = RouteDraft(kind, code, days, "行政许可法第四十三条", clock.today())
    services.set_route(draft=draft, office=office, to=to, actor=SYSTEM)


def above(here: County) -> Application:
    """The licence is decided by the city; five parts wait, the food permit for the licence."""
    city = directory.register_departments(
        [DepartmentDraft("market-city", "安澜市市场监督管理局", "市局", CITY)], actor=SYSTEM
    )["market-city"]
    here.departments["market-city"] = city
    login = StaffDraft("a-city", "员工a-city", "approver", department_id=city, region=CITY)
    (user,) = people.create_staff_logins([login], password=None, actor=SYSTEM)
    here.officers["market-city"] = accounts.actor_for(accounts.user_by_id(user))
    route(RouteKind.UPWARD, LICENCE, "market", "market-city")
    return make.submitted(here)


def test_what_is_examined_below_is_decided_above_and_later_parts_wait(here: County) -> None:
    application = above(here)
    case, officer = make.case_of(application, "licence"), here.officers["market"]
    with pytest.raises(Conflict):
        services.pass_up(case_id=case.id, opinion="齐全。", actor=officer)
    make.review(here, case)
    desk = browser(officer)
    assert reverse("portal:desk-pass-up", args=[case.id]) in page(desk, "portal:desk-case", case.id)
    with pytest.raises(Invalid, match="reason_needed"):
        services.pass_up(case_id=case.id, opinion=" ", actor=officer)
    desk.post(reverse("portal:desk-pass-up", args=[case.id]), {"opinion": "材料齐全，建议准予。"})
    case.refresh_from_db()
    upper = Case.objects.get(follows=case)
    assert (case.state, upper.state, upper.ordered_days) == ("passed_up", "in_review", 20)
    assert upper.department_id == here.departments["market-city"]
    assert make.case_of(application, "food").state != "in_review"
    city = here.officers["market-city"]
    assert "材料齐全，建议准予。" in page(browser(city), "portal:desk-case", upper.id)
    told = page(browser(here.citizen), "portal:affair", application.number)
    assert "转报告知书" in told and "建议准予" not in told
    content = services.letter(
        case_id=case.id, seq=case.last_seq, actor=here.citizen, address=lambda number: number
    )
    assert content.content.startswith(b"%PDF")
    with clock.travel(clock.now() + timedelta(hours=3)):
        make.review(here, upper)
        services.decide(case_id=upper.id, outcome="approve", reason="", actor=city)
    assert Case.objects.get(application=application, part="food").state != "accepted"
    assert_whole()


def test_what_was_granted_is_handed_over_and_findings_come_back(here: County) -> None:
    route(RouteKind.REGULATION, "330131003000", "fire", "urban", days=3)
    with pytest.raises(Conflict, match="route_stands"):
        route(RouteKind.REGULATION, "330131003000", "fire", "market")
    with pytest.raises(Invalid, match="bad_route"):
        route(RouteKind.REGULATION, "330131003000", "fire", "fire")
    application = make.submitted(here)
    case = make.case_of(application, "fire")
    make.decide(here, case)
    row = HandOver.objects.get(case=case)
    regulator, fire = here.officers["urban"], here.officers["fire"]
    with pytest.raises(NotFound):
        services.acknowledge(hand_over_id=row.id, actor=fire)
    with pytest.raises(Conflict, match="not_acknowledged"):
        services.report_finding(
            hand_over_id=row.id, finding=Finding.GOOD, words="好。", actor=regulator
        )
    at_desk, there = browser(regulator), reverse("portal:regulated-case", args=[row.id])
    assert there in page(at_desk, "portal:regulated")
    with clock.travel(clock.now() + timedelta(days=7)):
        assert handed.handed_over(actor=regulator, waiting=True).rows[0].late
    at_desk.post(there, {"action": "acknowledge"})
    found = {"action": "report", "finding": "look_again", "words": "改成了仓库。"}
    assert at_desk.post(there, found).status_code == 302
    at_fire = queries.case_view(case_id=case.id, actor=fire).beyond.handed
    assert at_fire is not None and at_fire.findings[0].words == "改成了仓库。"
    assert "改成了仓库。" in page(browser(fire), "portal:desk-case", case.id)
    assert not handed.handed_over(actor=regulator, waiting=True).rows
