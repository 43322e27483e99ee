"""What came in place of a paper that was sent back stands for it, the earlier one under it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from onevisit.cases import queries, services
from onevisit.cases.models import Application, Case
from onevisit.cases.rules.gaps import replaced_papers
from onevisit.kernel import clock
from tests.cases.corrections import NAME, PLAN
from tests.factories import cases as make
from tests.factories.cases import County
from tests.portal.staff import browser, page

times = st.integers(0, 9).map(lambda hours: make.MONDAY + timedelta(hours=hours))
kinds = st.sampled_from(["plan", "report"])


@given(
    st.dictionaries(st.uuids(), st.tuples(kinds, times), max_size=8),
    st.dictionaries(kinds, st.lists(times, max_size=3)),
)
def test_only_what_was_sent_back_and_came_anew_is_replaced(
    papers: dict[UUID, tuple[str, datetime]], told: dict[str, list[datetime]]
) -> None:
    replaced = replaced_papers(papers, told)
    for key in replaced:
        material, at = papers[key]
        later = [when for name, when in papers.values() if name == material and when > at]
        assert later
        assert any(at <= when < max(later) for when in told[material])
    for material in {name for name, _at in papers.values()}:
        standing = [k for k, (name, _at) in papers.items() if name == material]
        assert set(standing) - replaced


def resupplied(here: County) -> tuple[Application, Case]:
    """The plan was sent back in a first look and came anew a day later."""
    application = make.submitted(here, area=80)
    case = make.case_of(application, "sign")
    services.pre_return(case_id=case.id, gaps=(PLAN, NAME), actor=here.officer(case))
    with clock.travel(make.MONDAY + timedelta(days=1)):
        services.attach_file(
            application_id=application.id,
            material="plan",
            upload=make.upload(7),
            name="新图.png",
            actor=here.citizen,
        )
    return application, case


@pytest.mark.django_db
def test_the_newest_stands_on_the_desk_and_the_older_is_under_it(here: County) -> None:
    application, case = resupplied(here)
    officer = here.officer(case)
    (row,) = [
        each
        for each in queries.case_view(case_id=case.id, actor=officer).materials
        if each.material == "plan"
    ]
    assert [(line.name, line.earlier) for line in row.evidence] == [
        ("新图.png", False),
        ("图.png", True),
    ]
    shown = page(browser(officer), "portal:desk-case", case.id)
    assert f"?file={row.evidence[0].id}" in shown
    assert "退回前交的：" in shown
    older = reverse("portal:desk-case", args=[case.id]) + f"?file={row.evidence[1].id}"
    assert "退回前交的</span>" in browser(officer).get(older).content.decode()
    told = page(browser(here.citizen), "cases:correct", application.id)
    assert (
        told.index("新图.png")
        < told.index("退回前交的：")
        < told.index("图.png</a>", told.index("退回前交的："))
    )


@pytest.mark.django_db
def test_for_other_departments_too_the_newest_stands(here: County) -> None:
    application, case = resupplied(here)
    others = Case.objects.filter(application=application, materials__material="plan")
    other = others.exclude(id=case.id).first()
    assert other is not None
    view = queries.case_view(case_id=other.id, actor=here.officer(other))
    (row,) = [each for each in view.materials if each.material == "plan"]
    assert [line.earlier for line in row.evidence] == [False, True]


@pytest.mark.django_db
def test_nothing_is_earlier_where_nothing_was_sent_back(here: County) -> None:
    application = make.submitted(here, area=80)
    case = make.case_of(application, "sign")
    view = queries.case_view(case_id=case.id, actor=here.officer(case))
    assert not [line for row in view.materials for line in row.evidence if line.earlier]
