"""What pages are given: drafts, receipts, status, desks, cases, clocks, the out-window."""

from onevisit.cases import queries, services
from onevisit.cases.access import own_applications, own_condition
from onevisit.cases.models import Application
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.kernel import clock, rows
from tests.factories import cases as make
from tests.factories.cases import County


def test_a_draft_shows_what_is_missing_and_then_that_it_is_ready(here: County) -> None:
    application_id = services.start_application(offer_code=make.BUNDLE, actor=here.citizen)
    view = queries.draft_view(application_id=application_id, actor=here.citizen)
    assert [q.key for q in view.open_questions] == ["shop.area"]
    assert not view.ready
    ready = queries.draft_view(application_id=make.filled_draft(here).id, actor=here.citizen)
    assert ready.id == application_id
    assert ready.ready and ready.may_sign and ready.own
    origins = {line.field.key: line.origin for group in ready.groups for line in group.fields}
    assert origins["person.name"] == "person.name"
    assert origins["shop.name"] == ""
    assert len(ready.evidence["plan"]) == 1


def test_status_receipt_and_list_agree(here: County) -> None:
    application = make.submitted(here)
    receipt = queries.receipt_view(application_id=application.id, actor=here.citizen)
    assert receipt.number == application.number
    assert len(receipt.cases) == 5
    status = queries.status_view(application_id=application.number, actor=here.citizen)
    assert [stop.mark for stop in status.rail] == ["done", "now", "todo", "todo"]
    assert {case.next_step for case in status.cases} == {"accept"}
    first = status.cases[0]
    assert first.reading is not None and first.reading.left == 5
    page = queries.my_applications(actor=here.citizen)
    assert [line.number for line in page.rows] == [application.number]
    assert page.after is None


def test_the_written_rule_of_what_is_ones_own_is_the_composed_one(here: County) -> None:
    make.submitted(here)
    make.filled_draft(here)
    mine = rows.Joined(Application)
    for actor in (here.citizen, here.other_citizen, here.boss, here.officers["market"]):
        condition, params = own_condition(actor)
        found = {row.id for row in mine.fetch(condition, params)}
        assert found == set(own_applications(actor).values_list("id", flat=True))
    assert mine.fetch(*own_condition(here.citizen))


def test_desk_is_sorted_by_time_left_and_pages_by_key(here: County) -> None:
    officer = here.officers["market"]
    for _ in range(2):
        application = make.submitted(here)
        services.accept(case_id=make.case_of(application, "licence").id, actor=officer)
    seen: list[str] = []
    after = None
    while True:
        page = queries.desk(actor=officer, after=after, limit=1)
        seen += [f"{line.number}" for line in page.rows]
        after = page.after
        if after is None:
            break
    whole = queries.desk(actor=officer)
    assert seen == [line.number for line in whole.rows]
    assert [line.left for line in whole.rows] == [5, 5, 10, 10]
    assert queries.desk(actor=here.citizen).rows == ()


def test_a_case_shows_what_the_officer_may_do(here: County) -> None:
    application = make.submitted(here)
    case = make.case_of(application, "food")
    officer = here.officer(case)
    assert queries.case_view(case_id=case.id, actor=officer).may >= {"accept", "not_accept"}
    make.review(here, make.case_of(application, "licence"))
    make.decide(here, make.case_of(application, "licence"))
    make.review(here, case)
    view = queries.case_view(case_id=case.number, actor=officer)
    assert "decide" in view.may
    assert {row.material for row in view.materials} == {"form", "id_card", "plan", "health"}
    sensitive = [f for g in view.groups for f in g.fields if f.sensitive]
    assert sensitive and all("*" in f.shown and f.value == "" for f in sensitive)
    assert view.siblings[0].state is CaseState.DELIVERED


def test_the_clock_is_explained_day_by_day(here: County) -> None:
    application = make.submitted(here)
    case = make.case_of(application, "licence")
    services.accept(case_id=case.id, actor=here.officer(case))
    view = queries.clock_explanation(case_id=case.id, kind="C2", actor=here.citizen)
    assert view.reading.due is not None
    assert sum(line.counted for line in view.lines) == 10
    assert view.lines[-1].day == view.reading.due
    assert view.today == clock.today()
