"""What was allowed to come later, as long as it has not come."""

from onevisit.cases import queries, services
from tests.factories import cases as make
from tests.factories.cases import County


def test_what_may_follow_is_owed_until_it_comes_and_only_by_its_owner(here: County) -> None:
    application = make.submitted(here)
    ids = [application.id]
    owed = queries.to_follow(application_ids=ids, actor=here.citizen)
    assert [(each.material, each.name) for each in owed[application.id]] == [("report", "检测报告")]
    assert str(owed[application.id][0].due) == "2026-11-30"
    assert queries.to_follow(application_ids=ids, actor=here.other_citizen) == {}
    services.attach_file(
        application_id=application.id,
        material="report",
        upload=make.upload(seed=5),
        name="报告.png",
        actor=here.citizen,
    )
    assert queries.to_follow(application_ids=ids, actor=here.citizen) == {}


def test_nothing_is_owed_to_a_part_that_ended(here: County) -> None:
    application = make.submitted(here)
    services.withdraw(case_id=make.case_of(application, "drain").id, actor=here.citizen)
    assert queries.to_follow(application_ids=[application.id], actor=here.citizen) == {}
