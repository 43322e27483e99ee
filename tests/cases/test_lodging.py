"""Results in lockers: laid in, opened by a code, a visit; not fetched, they go to the window."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from onevisit.cases import queries, services
from onevisit.cases.models import CaseEvent, HandOut, Lodged
from onevisit.cases.rules.lifecycle import Action
from onevisit.catalogue.rules.checks import process
from onevisit.catalogue.rules.definition import ResultSpec
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.delivery.models import Stay
from onevisit.hall.models import Contact
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from onevisit.notifications.models import Message
from onevisit.notifications.queries.wording import said
from onevisit.notifications.rules.channels import Language
from tests.cases.lodging import by_locker, code, hear, laid_in, locker, told
from tests.cases.test_letters import letter, says
from tests.factories import cases
from tests.factories.cases import County
from tests.factories.places import make_service_point

pytestmark = pytest.mark.django_db


def test_the_code_opens_it_once_and_the_trip_is_counted(here: County) -> None:
    application, stay = laid_in(here)
    message = Message.objects.get(kind="locker_ready")
    words = said(message, Language.ZH, ()).body
    assert code(stay) in words
    assert "大厅东门外 1 号柜 A01" in words
    assert code(stay) not in str(message.facts)
    assert hear("code", stay, code=f" {code(stay)} ") == "open"
    assert not Contact.objects.filter(kind="locker").exists()
    assert hear("opened", stay) == "applied"
    assert hear("opened", stay) == "known"
    assert hear("not_collected", stay) == "known"
    assert set(application.cases.values_list("state", flat=True)) == {"delivered"}
    contact = Contact.objects.get(kind="locker")
    assert (contact.service_point_id, contact.person_id) == (here.centre, here.citizen.person_id)
    event = CaseEvent.objects.filter(action="deliver").first()
    assert event is not None
    assert (event.facts["how"], event.facts["stay"]) == ("locker", stay.number)
    assert hear("code", stay, code=code(stay)) == "nothing"
    assert not HandOut.objects.exists()


def test_five_wrong_codes_spend_it_and_the_applicant_asks_for_another(here: County) -> None:
    application, stay = laid_in(here)
    right = code(stay)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    answers = [hear("code", stay, code=wrong) for _ in range(5)]
    assert answers == ["wrong"] * 4 + ["spent"]
    assert hear("code", stay, code=right) == "spent"
    with pytest.raises(NotFound, match="no_such_stay"):
        services.renew_code(stay_id=stay.id, actor=here.other_citizen)
    services.renew_code(stay_id=stay.id, actor=here.citizen)
    assert code(stay) != right
    assert hear("code", stay, code=right) == "wrong"
    assert hear("code", stay, code=code(stay)) == "open"
    hear("opened", stay)
    case = application.cases.order_by("id")[0]
    says(
        letter(case, Action.DELIVER, here.citizen),
        *("凭取件码取走", "取件码发给陈小岚，登记的手机138****0001", stay.number),
    )
    assert Message.objects.filter(kind="locker_ready").count() == 2


def test_not_fetched_in_time_it_goes_to_the_window(here: County) -> None:
    application, stay = laid_in(here)
    assert services.sweep_lockers() == 0
    with pytest.raises(Conflict, match="in_a_locker"):
        _hand_out(here, application)
    with clock.travel(cases.MONDAY + timedelta(days=6)):
        assert hear("code", stay, code=code(stay)) == "over"
        assert services.sweep_lockers() == 1
        assert services.sweep_lockers() == 0
        assert hear("not_collected", stay) == "known"
        message = Message.objects.get(kind="locker_over")
        assert "安澜县政务服务中心" in said(message, Language.EN, ()).body
        (line,) = queries.out_window(actor=here.clerk)
        assert all(case.away for case in line.cases)
        services.fetch_back(stay_id=stay.id, actor=here.clerk)
        _hand_out(here, application)
    application.refresh_from_db()
    assert application.collection == "window"
    assert [each.kind for each in Contact.objects.all()] == ["hand_out"]


def _hand_out(here: County, application: cases.Application) -> None:
    services.hand_out(
        case_ids=application.cases.values_list("id", flat=True),
        receiver_id=application.applicant_id,
        identified_by="id_card",
        actor=here.clerk,
    )


def test_nobody_lays_in_behind_a_taken_door_or_twice(here: County) -> None:
    application, stay = laid_in(here)
    assert queries.to_lay_in(actor=here.clerk).rows == ()
    for door, there in (("A00", 1), (stay.door, 0)):  # the next page begins behind a door
        page = queries.stays_here(actor=here.clerk, after=f"{stay.locker.device} {door}", limit=1)
        assert (len(page.rows), page.after) == (there, None)
    with pytest.raises(Conflict, match="nothing_to_lay_in"):
        services.reserve_door(
            application_id=application.id, locker_id=stay.locker_id, door="A02", actor=here.clerk
        )
    services.fetch_back(stay_id=stay.id, actor=here.clerk)
    services.choose_again(
        application_id=application.id,
        collection="locker",
        service_point_id=here.centre,
        actor=here.citizen,
    )
    (line,) = queries.to_lay_in(actor=here.clerk).rows
    assert len(line.names) == application.cases.count()
    other = Stay(number="GZ1", state="reserved", locker=stay.locker, door="A01", pieces=1)
    other.save()
    with pytest.raises(Conflict, match="door_taken"):
        services.reserve_door(
            application_id=application.id, locker_id=stay.locker_id, door="A01", actor=here.clerk
        )
    assert not Lodged.objects.filter(live=True).exists()


def test_results_that_are_on_their_way_here_are_asked_for_at_once(
    here: County, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    locker(here)
    away = replace(here.clerk, service_point_id=make_service_point("yunxi").id)
    coming, lying = by_locker(here), by_locker(here)
    for case in (*coming.cases.all(), *lying.cases.all()):
        services.prepare_result(
            case_id=case.id, actor=here.clerk if case.application_id == lying.id else away
        )
    with django_assert_max_num_queries(8):
        rows = queries.to_lay_in(actor=here.clerk).rows
    assert {each.application_id: each.papers_due for each in rows} == {
        coming.id: True,
        lying.id: False,
    }


def test_what_is_not_signed_changes_nothing(here: County) -> None:
    application, stay = laid_in(here)
    for key in ("x" * 40, ""):
        body, headers = told("opened", stay, key=key)
        with pytest.raises(Refused, match="bad_news"):
            services.hear_locker(body=body, headers=headers)
    assert set(application.cases.values_list("state", flat=True)) == {"issued"}


def test_where_no_locker_stands_none_is_offered(here: County) -> None:
    draft = cases.filled_draft(here, area=100)
    choose = {"application_id": draft.id, "collection": "locker", "actor": here.citizen}
    with pytest.raises(Invalid, match="locker_needed"):
        services.choose_collection(service_point_id=here.centre, **choose)
    offered = queries.draft_view(application_id=draft.id, actor=here.citizen).collections
    assert "locker" not in offered
    locker(here)
    offered = queries.draft_view(application_id=draft.id, actor=here.citizen).collections
    assert "locker" in offered


def test_what_needs_somebody_identified_never_lies_in_a_locker() -> None:
    result = ResultSpec(
        key="permit", name="许可证", collections=(Collection.LOCKER,), identify=True
    )
    found = {each.code for each in process.collections([result], [])}
    assert found == {
        "catalogue.locker_though_identified",
        "catalogue.locker_without_window",
        "catalogue.locker_without_mode",
    }
