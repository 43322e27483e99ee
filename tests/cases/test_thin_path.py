"""From a draft to five results: the whole way once."""

from onevisit.cases.models import Application
from tests.factories import cases as make
from tests.factories.cases import County


def test_a_bundle_goes_from_draft_to_its_end(here: County) -> None:
    application = make.submitted(here)
    assert application.number is not None
    assert [case.part for case in application.cases.order_by("id")] == list(make.PARTS)
    for part in make.PARTS:
        make.decide(here, make.case_of(application, part))
    application.refresh_from_db()
    assert application.state == "ended"
    assert {case.state for case in application.cases.all()} == {"delivered"}
    assert Application.objects.count() == 1
