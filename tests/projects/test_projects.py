"""One project from its code to the last acceptance: phases, time, and nothing asked twice."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onevisit.audit.models import AuditEntry
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.models import Application, Case
from onevisit.cases.queries.signing import signing_digest
from onevisit.hall import queries as hall
from onevisit.hall.models import Contact
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, NotFound
from onevisit.projects import queries
from onevisit.projects import services as projects
from onevisit.projects.access import sight_of
from onevisit.projects.models import Project
from onevisit.projects.rules.codes import is_project_code
from onevisit.projects.rules.steps import Standing
from onevisit.projects.rules.time import Holder
from tests.factories import cases as make
from tests.factories import parties
from tests.factories.cases import County
from tests.portal.staff import browser, page
from tests.projects.world import another, finish_document, in_force, phases, registered


def hand_in(application_id: object, here: County) -> Application:
    """Sign what is filled in."""
    row = Application.objects.get(id=application_id)
    digest = signing_digest(row)
    services.submit(
        application_id=row.id, actor=here.boss, signed_digest=digest, version=row.version
    )
    row.refresh_from_db()
    return row


def begun(here: County, code: str) -> Application:
    """The bundle of the first two phases, handed in."""
    draft = projects.begin(code=code, offer=make.BUNDLE, actor=here.boss)
    services.save_answers(application_id=draft, answers={"shop.area": 400}, actor=here.boss)
    services.save_form(
        application_id=draft, values={"shop.name": "厂", "shop.area": 400}, actor=here.boss
    )
    services.attach_file(
        application_id=draft, material="plan", upload=make.upload(), name="图.png", actor=here.boss
    )
    return hand_in(draft, here)


def standings(here: County, code: str) -> list[str]:
    """How far each step is."""
    life = queries.project_view(code=code, actor=here.boss).life
    return [str(step.standing) for phase in life.phases for step in phase.steps]


def unhanded(here: County, code: str) -> tuple[bool, bool]:
    """Whether the director is led to projects of which nothing was handed in, and finds it."""
    director, listed = browser(here.supervisor), f"{reverse('projects:desk')}?unhanded=1"
    home = page(director, "oversight:home")
    return listed in home, code in director.get(listed).content.decode()


def test_a_project_goes_through_its_phases_and_asks_for_nothing_twice(here: County) -> None:
    code, finish = registered(here)
    assert is_project_code(code) and code.startswith("2611-339921-04-01-")
    assert standings(here, code) == ["ready", "waits", "ready", "ready", "ready", "waits"]
    assert unhanded(here, code) == (True, True)
    first = begun(here, code)
    assert unhanded(here, code) == (False, False)
    assert set(standings(here, code)[:5]) == {str(Standing.RUNNING)}
    monday = clock.now()
    with clock.travel(monday + timedelta(days=3)):
        food = make.case_of(first, "food")
        for part in ("licence", "food"):
            make.review(here, make.case_of(first, part))
            if part == "food":
                services.set_verdict(
                    case_id=food.id, material="health", verdict="ok", actor=here.officer(food)
                )
            make.decide(here, make.case_of(first, part))
        life = queries.project_view(code=code, actor=here.boss).life
        land, works, _ = life.phases
        assert (land.done, land.time.used, land.time.late) == (True, 3, True)
        assert (works.done, works.time.used) == (False, 3)
        assert sum(each.days for each in life.spent.values()) == life.days == 4
        assert life.spent[Holder.GOVERNMENT].days == 3
        for part in ("fire", "sign"):
            make.decide(here, make.case_of(first, part))
    with clock.travel(monday + timedelta(days=5)):
        drain = make.case_of(first, "drain")
        services.withdraw(case_id=drain.id, actor=here.boss)
        again = projects.begin_again(code=code, case_id=drain.id, actor=here.boss)
        assert not cases.draft_view(application_id=again, actor=here.boss).missing
        done = hand_in(again, here)
        make.decide(here, Case.objects.get(application=done))
    with clock.travel(monday + timedelta(days=6)):
        last = projects.begin(code=code, offer=finish, actor=here.boss)
        draft = cases.draft_view(application_id=last, actor=here.boss)
        assert not (draft.missing or draft.problems or draft.open_questions)
        given = Application.objects.get(id=last).evidence
        assert dict(given.values_list("material", "kind")) == {
            "plan": "upload", "licence_paper": "upload", "health": "fetched"
        }  # fmt: skip
        assert set(given.values_list("drawn_from", flat=True)) == {
            done.number, make.case_of(first, "licence").number, food.number
        }  # fmt: skip
        ended = Case.objects.get(application=hand_in(last, here))
        make.decide(here, ended)
        view = queries.project_view(code=code, actor=here.boss)
        assert view.life.ended_on == clock.today() and view.life.now is None
        assert {each.material: each.reused for each in view.papers}["plan"] == 2


def test_the_owner_sees_the_project_officers_theirs_and_nobody_else(here: County) -> None:
    cache.clear()
    code, _ = registered(here)
    boss = browser(here.boss)
    shown = page(boss, "projects:project", code)
    assert "立项" in shown and "开办餐饮店" in shown and code in page(boss, "projects:mine")
    there = boss.post(reverse("projects:begin", args=[code]), {"offer": make.BUNDLE})
    assert there.status_code == 302
    assert boss.get(there["Location"]).status_code == 200
    noted = {"kind": "survey", "agency": "测绘院", "begun_on": "2026-11-12", "ended_on": ""}
    assert boss.post(reverse("projects:engage", args=[code]), noted).status_code == 302
    assert "测绘院" in page(boss, "projects:project", code)
    later = {**noted, "begun_on": "2027-01-01"}
    assert boss.post(reverse("projects:engage", args=[code]), later).status_code == 422
    lead, stranger = here.officers["market"], here.officers["hrss"]
    for officer, seen in ((lead, True), (here.supervisor, True), (stranger, False)):
        listed = page(browser(officer), "projects:desk")
        assert (code in listed) is seen
        answer = browser(officer).get(reverse("projects:desk-project", args=[code]))
        assert (answer.status_code == 200) is seen
    supervisor = browser(here.supervisor)
    assert "立项" in (summed := page(supervisor, "projects:summary")) and "在办 0 个" in summed
    with clock.travel(clock.now() + timedelta(minutes=6)):
        with CaptureQueriesContext(connection) as asked:  # nobody waits while projects are folded
            page(supervisor, "projects:summary")
        assert not any("projects_" in each["sql"] for each in asked)
        assert (projects.renew_sums(), projects.renew_sums()) == (1, 0)
    with pytest.raises(NotFound):
        queries.project_view(code=code, actor=here.citizen)
    with pytest.raises(NotFound):
        projects.begin(code=code, offer=make.BUNDLE, actor=here.citizen)


def test_pages_of_an_application_lead_to_the_project_whoever_may_open_it(here: County) -> None:
    code, _ = registered(here)
    application = begun(here, code)
    own = reverse("projects:project", args=[code])
    assert own in page(browser(here.boss), "portal:affair", application.number)
    above = reverse("projects:desk-project", args=[code])
    case = make.case_of(application, "licence")
    assert above in page(browser(here.officer(case)), "portal:desk-case", case.id)
    assert above in page(browser(here.supervisor), "portal:lookup-application", application.id)


def test_a_draft_belongs_to_one_project(here: County) -> None:
    code, _ = registered(here)
    other = another(here)
    assert other != code
    projects.begin(code=code, offer=make.BUNDLE, actor=here.boss)
    with pytest.raises(Conflict, match="other_project"):
        projects.begin(code=other, offer=make.BUNDLE, actor=here.boss)
    with pytest.raises(Conflict, match="not_in_project"):
        projects.begin(code=code, offer=here.card_code, actor=here.boss)


def test_a_window_registers_for_who_stands_there_and_goes_on_and_the_trip_is_counted(
    here: County,
) -> None:
    in_force(phases(parties.publish(here.departments["housing"], finish_document())))
    clerk, boss = browser(here.clerk), here.boss.person_id
    at_window = reverse("portal:window-projects", args=[boss])
    said = {"organisation": str(here.organisation), "name": "年产万套", "site": "A-12 地块",
            "kind": "industrial", "nature": "01"}  # fmt: skip
    assert clerk.post(at_window, {**said, "site": ""}).status_code == 422
    other = reverse("portal:window-projects", args=[here.citizen.person_id])
    assert clerk.post(other, said).status_code == 400  # acts for no such company
    assert clerk.post(at_window, said).status_code == 302
    code = Project.objects.get().code
    assert code in page(clerk, "portal:window-projects", boss)
    assert f"{here.clerk.name}经手" in page(browser(here.boss), "projects:project", code)
    assert "一共跑动 1 次" in page(browser(here.boss), "projects:project", code)
    year = clock.today().year
    _phases, idle = queries.year_sums(sight_of(here.supervisor), year)
    assert (idle.projects, idle.trips, idle.idle) == (1, 1, 1)
    entry = AuditEntry.objects.get(action="projects.register")
    assert entry.facts["person"] == str(boss) and entry.actor_name == here.clerk.name
    begin = reverse("portal:window-project-begin", args=[boss])
    asked = {"project": code, "offer": make.BUNDLE}
    stranger = reverse("portal:window-project-begin", args=[here.citizen.person_id])
    assert clerk.post(stranger, asked).status_code == 400
    answer = clerk.post(begin, asked)
    draft = Application.objects.get()
    assert answer["Location"] == reverse("portal:intake", args=[draft.id])
    assert "属于投资项目" in page(clerk, "portal:intake", draft.id)
    assert (draft.channel, draft.applicant_id, draft.organisation_id) == (
        "window", boss, here.organisation
    )  # fmt: skip
    with clock.travel(clock.now() + timedelta(days=1)):
        sent = begun(here, code)  # the owner goes on at home
        drain = make.case_of(sent, "drain")
        services.withdraw(case_id=drain.id, actor=here.boss)
        assert "重新申请" in page(clerk, "portal:window-projects", boss)
        again = clerk.post(begin, {"project": code, "failed": str(drain.id)})
        assert again.status_code == 302
        assert set(Application.objects.values_list("channel", flat=True)) == {"online", "window"}
    made = Contact.objects.get()
    assert (made.kind, made.application_id, made.person_id) == ("project", sent.id, boss)
    assert hall.visits_of(sent.id).count == 1
    _phases, handed_in = queries.year_sums(sight_of(here.supervisor), year)
    assert (handed_in.trips, handed_in.idle) == (1, 0)  # one trip, counted once
