"""At the window: in one sitting, sent home, handed out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onevisit.cases import queries, services
from onevisit.cases.models import Application
from onevisit.hall.queries import visits_of
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, Refused
from tests.cases.wholeness import assert_rows_fold, issued_at_window, window_application
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.places import make_service_point


def test_an_immediate_item_is_finished_in_one_sitting(here: County) -> None:
    draft = window_application(here)
    receipt = services.finish_on_the_spot(application_id=draft, actor=here.clerk)
    assert services.finish_on_the_spot(application_id=draft, actor=here.clerk) == receipt
    application = Application.objects.get(id=draft)
    assert application.state == "ended"
    case = application.cases.get()
    assert [e.action for e in case.events.order_by("seq")] == [
        "submit",
        "accept",
        "start",
        "approve",
        "issue",
        "deliver",
    ]
    counted = visits_of(draft)
    assert (counted.count, [c.kind for c in counted.contacts]) == (1, ["on_the_spot"])
    content = services.result_document(case_id=case.id, actor=here.citizen)
    assert content.content.startswith(b"%PDF")
    assert_rows_fold()


def test_what_is_not_immediate_is_not_finished_on_the_spot(here: County) -> None:
    draft = make.filled_draft(here)
    services.start_application(
        offer_code=make.BUNDLE,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
    )
    with pytest.raises(Refused, match="not_immediate"):
        services.finish_on_the_spot(application_id=draft.id, actor=here.clerk)


def test_being_sent_home_counts_and_coming_back_counts_again(here: County) -> None:
    draft = window_application(here)
    services.send_home(
        application_id=draft, reason="materials", actor=here.clerk, materials=("old_card",)
    )
    with clock.travel(make.MONDAY + timedelta(minutes=20)):
        services.finish_on_the_spot(application_id=draft, actor=here.clerk)
    assert visits_of(draft).count == 2


def test_all_results_are_handed_out_in_one_visit(here: County) -> None:
    application = issued_at_window(here)
    assert application.state == "submitted"
    (line,) = queries.out_window(actor=here.clerk, person_id=here.citizen.person_id)
    assert len(line.cases) == 4 and line.running == ()
    ids = [case.id for case in line.cases]
    assert here.citizen.person_id is not None and here.other_citizen.person_id is not None
    with pytest.raises(Refused, match="wrong_receiver"):
        services.hand_out(
            case_ids=ids,
            receiver_id=here.other_citizen.person_id,
            identified_by="id_card",
            actor=here.clerk,
        )
    services.hand_out(
        case_ids=ids,
        receiver_id=here.citizen.person_id,
        identified_by="id_card",
        actor=here.clerk,
    )
    application.refresh_from_db()
    assert application.state == "ended"
    assert visits_of(application.id).count == 1
    assert queries.out_window(actor=here.clerk) == ()
    with pytest.raises(Conflict):
        services.hand_out(
            case_ids=ids,
            receiver_id=here.citizen.person_id,
            identified_by="id_card",
            actor=here.clerk,
        )
    assert_rows_fold()


def test_a_window_lists_what_is_collected_there_and_finds_the_rest(here: County) -> None:
    application = issued_at_window(here)
    elsewhere = make_service_point("yunxi")
    there = replace(here.clerk, service_point_id=elsewhere.id)
    assert [each.number for each in queries.out_window(actor=here.clerk)] == [application.number]
    assert queries.out_window(actor=there) == ()
    unseated = replace(here.clerk, service_point_id=None)
    assert len(queries.out_window(actor=unseated)) == 1
    assert len(queries.out_window(actor=there, person_id=here.citizen.person_id)) == 1
    number = application.cases.filter(state="issued").values_list("number", flat=True)[0]
    for wanted in (application.number, number):
        assert len(queries.out_window(actor=there, number=str(wanted))) == 1


def test_collecting_at_a_window_needs_the_window(here: County) -> None:
    draft = make.filled_draft(here)
    for collection, point in (("window", None), ("pigeon", here.centre)):
        with pytest.raises(Invalid):
            services.choose_collection(
                application_id=draft.id,
                collection=collection,
                service_point_id=point,
                actor=here.citizen,
            )
