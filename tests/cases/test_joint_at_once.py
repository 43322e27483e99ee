"""Several departments at the same instant, each with a connection of its own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from onevisit.cases import services
from onevisit.cases.models import JointAct
from onevisit.cases.rules.joint import Verdict
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories import joint
from tests.factories.cases import County
from tests.factories.parallel import Deed, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def there(transactional_db: None) -> Iterator[County]:
    """The county, committed."""
    with clock.travel(make.MONDAY):
        here = make.county()
        joint.publish(here)
        yield here


def test_two_departments_planning_a_visit_at_once_make_one_appointment(there: County) -> None:
    application = joint.accepted(there)
    slots = {"kitchen": joint.WEDNESDAY, "flame": joint.THURSDAY, "board": joint.WEDNESDAY}

    def planning(part: str) -> Deed:
        return lambda: joint.plan(there, application, part, slots[part])

    results = at_once(*[planning(part) for part in slots])
    told = [result for result in results if isinstance(result, Exception)]
    assert [e.code for e in told if isinstance(e, Conflict)] == ["cases.visit_already_planned"] * 2
    assert JointAct.objects.filter(application=application).count() == 1
    assert_whole()


def test_all_departments_write_what_they_found_at_one_instant(there: County) -> None:
    application = joint.accepted(there)
    joint.plan(there, application)
    with clock.travel(make.MONDAY + timedelta(days=2)):

        def finding(part: str) -> Deed:
            verdict = Verdict.FAILED if part == "flame" else Verdict.PASSED
            return lambda: joint.find(there, application, part, verdict)

        assert at_once(*[finding(part) for part in joint.TOGETHER]) == [None] * 4
        twice = at_once(finding("kitchen"), finding("kitchen"))
        assert {e.code for e in twice if isinstance(e, Conflict)} == {"cases.visit_already_found"}
    act = JointAct.objects.get(application=application)
    assert act.state == "done"
    assert act.findings.count() == 4
    assert_whole()


def test_a_case_withdrawn_while_its_visit_is_written_is_either(there: County) -> None:
    for _ in range(3):
        application = joint.accepted(there, "kitchen")
        joint.plan(there, application)
        case = make.case_of(application, "kitchen")
        with clock.travel(make.MONDAY + timedelta(days=2)):
            found, withdrawn = at_once(
                lambda: joint.find(there, application, "kitchen"),  # noqa: B023
                lambda: services.withdraw(case_id=case.id, actor=there.citizen),  # noqa: B023
            )
        assert withdrawn is None
        assert found is None or isinstance(found, DomainError)
        act = JointAct.objects.get(application=application)
        assert act.state == ("done" if act.findings.exists() else "lapsed")
        assert make.case_of(application, "kitchen").state == "withdrawn"
        services.withdraw(case_id=make.case_of(application, "licence").id, actor=there.citizen)
    assert_whole()
