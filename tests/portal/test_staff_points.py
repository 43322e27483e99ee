"""审查要点: ticked on the very paper, kept through reloads and for whoever looks at it next."""

import pytest
from django.urls import reverse

from onevisit.audit.models import AuditEntry
from onevisit.cases import services
from onevisit.cases.models import Application, Evidence
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.factories import cases as world
from tests.factories.cases import County
from tests.portal.staff import browser, page
from tests.portal.test_staff_going_on import begin, send

pytestmark = pytest.mark.django_db
POINT = "标了尺寸"


def beside(here: County, draft: Application) -> str:
    """The page with the plan chosen."""
    url = reverse("portal:intake", args=[draft.id])
    return browser(here.clerk).get(url, {"m": "plan"}).content.decode()


def check(here: County, draft: Application, *, ticked: bool = True, point: str = POINT) -> None:
    services.check_point(
        application_id=draft.id, material="plan", point=point, ticked=ticked, actor=here.clerk
    )


def test_a_point_is_ticked_on_a_paper_and_survives_a_reload(here: County) -> None:
    clerk = browser(here.clerk)
    draft = begin(here, clerk)
    assert "disabled" in beside(here, draft).split('id="pt-1"')[1].split(">")[0]
    send(clerk, "intake-paper", draft, m="plan", do="take")
    version = Application.objects.get(id=draft.id).version
    status, _ = send(clerk, "intake-check", draft, m="plan", point=POINT, ticked="1", at="1")
    assert status == 302
    text = beside(here, draft)
    assert "checked" in text.split('id="pt-1"')[1].split(">")[0]
    assert "员工clerk-1已核" in text
    assert Application.objects.get(id=draft.id).version == version  # the form stays as it is
    send(clerk, "intake-check", draft, m="plan", point=POINT, at="1")
    assert "checked" not in beside(here, draft).split('id="pt-1"')[1].split(">")[0]
    actions = AuditEntry.objects.values_list("action", flat=True)
    assert {"cases.check_point", "cases.uncheck_point"} <= set(actions)


def test_ticking_twice_is_ticking_once(here: County) -> None:
    draft = begin(here, browser(here.clerk))
    send(browser(here.clerk), "intake-paper", draft, m="plan", do="take")
    check(here, draft)
    check(here, draft)
    assert AuditEntry.objects.filter(action="cases.check_point").count() == 1


def test_another_paper_begins_without_ticks(here: County) -> None:
    clerk = browser(here.clerk)
    draft = begin(here, clerk)
    send(clerk, "intake-paper", draft, m="plan", do="take")
    check(here, draft)
    paper = draft.evidence.get(material="plan")
    send(clerk, "intake-paper", draft, m="plan", do="undo", evidence=paper.id)
    send(clerk, "intake-paper", draft, m="plan", do="take")
    assert draft.evidence.get(material="plan").checked == {}


def test_only_points_of_the_catalogue_on_what_is_there_by_a_clerk(here: County) -> None:
    draft = begin(here, browser(here.clerk))
    with pytest.raises(NotFound):
        check(here, draft)
    send(browser(here.clerk), "intake-paper", draft, m="plan", do="take")
    with pytest.raises(Invalid, match="no_such_point"):
        check(here, draft, point="别的")
    assert send(browser(here.clerk), "intake-check", draft, m="plan", point="别的")[0] == 422
    citizens = world.filled_draft(here, here.other_citizen)
    with pytest.raises(Refused):
        services.check_point(
            application_id=citizens.id,
            material="plan",
            point=POINT,
            ticked=True,
            actor=here.other_citizen,
        )
    application = world.submitted(here)
    with pytest.raises(Conflict):
        check(here, application)


def test_the_officer_sees_what_the_window_looked_at(here: County) -> None:
    application = world.submitted(here)
    Evidence.objects.filter(application=application, material="plan").update(
        checked={POINT: "员工clerk-1"}
    )
    case = world.case_of(application, "licence")
    text = page(browser(here.officer(case)), "portal:desk-case", case.id)
    assert "窗口核过的要点" in text
    assert POINT in text
