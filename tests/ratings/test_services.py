"""Each contact is rated once; bad ratings are called back and put right."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from onevisit.accounts.rules import ANONYMOUS
from onevisit.audit.models import AccessEntry, AuditEntry
from onevisit.cases import services as cases_services
from onevisit.cases.models import Application
from onevisit.hall.queries import visits_of
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from onevisit.ratings import queries, services
from onevisit.ratings.models import Occasion, Rating, Rectification
from onevisit.ratings.rules import Level, OccasionKind, RectificationState
from tests.cases.posting import sent
from tests.cases.test_paging import one_by_one
from tests.factories import cases
from tests.factories.cases import County
from tests.factories.people import staff_actor

pytestmark = pytest.mark.django_db


def spot(here: County) -> Application:
    """Finished on the spot at the window."""
    draft = cases_services.start_application(
        offer_code=here.card_code,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
    )
    cases_services.save_form(
        application_id=draft, values={"shop.name": "无", "shop.area": 1}, actor=here.clerk
    )
    cases_services.note_paper(application_id=draft, material="old_card", actor=here.clerk)
    cases_services.finish_on_the_spot(application_id=draft, actor=here.clerk)
    return Application.objects.get(id=draft)


def token_of(application: Application) -> str:
    return queries.occasions_of(application.id)[0].token


def bad(here: County) -> Rectification:
    services.rate(token=token_of(spot(here)), level="5", words="排了一个小时。", actor=ANONYMOUS)
    return Rectification.objects.get()


def test_a_visit_finished_on_the_spot_is_one_occasion(here: County) -> None:
    (view,) = queries.occasions_of(spot(here).id)
    assert view.kind is OccasionKind.ON_THE_SPOT
    assert view.open
    assert view.level is None
    assert len(view.token) >= 22


def test_what_ended_without_a_window_is_one_occasion_as_a_whole(here: County) -> None:
    application = cases.submitted(here, area=100)
    for part in cases.PARTS:
        for case in application.cases.filter(part=part, decided_at=None):
            cases.decide(here, case)
    (view,) = queries.occasions_of(application.id)
    assert view.kind is OccasionKind.ONLINE


def test_what_arrived_by_courier_is_one_occasion(here: County) -> None:
    application, parcel = sent(here)
    assert queries.occasions_of(application.id) == ()
    cases_services.mark_parcel(parcel_id=parcel, mark="deliver", note="self", actor=here.clerk)
    (view,) = queries.occasions_of(application.id)
    assert view.kind is OccasionKind.PARCEL


def test_what_the_applicant_took_back_is_not_asked_about(here: County) -> None:
    application = cases.submitted(here, area=100)
    for case in application.cases.all():
        cases_services.withdraw(case_id=case.id, actor=here.citizen)
    assert queries.occasions_of(application.id) == ()


def test_who_was_sent_home_may_say_so(here: County) -> None:
    draft = cases_services.start_application(
        offer_code=cases.BUNDLE,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
    )
    cases_services.send_home(application_id=draft, reason="materials", actor=here.clerk)
    (view,) = queries.own_occasions(here.citizen).rows
    assert view.kind is OccasionKind.SENT_HOME
    assert queries.own_occasions(here.other_citizen).rows == ()
    assert queries.own_occasions(here.clerk).rows == ()


def test_contacts_go_on_page_by_page(here: County) -> None:
    spot(here)
    spot(here)
    one_by_one(partial(queries.own_occasions, here.citizen), 2)


def test_a_rating_needs_the_link_and_nothing_else(here: County) -> None:
    token = token_of(spot(here))
    assert services.rate(token=token, level="1", reasons=["fast"], actor=ANONYMOUS) == Level(1)
    assert Rating.objects.get().level == 1
    assert not Rectification.objects.exists()
    with pytest.raises(NotFound):
        services.rate(token=token[:-1], level="1", actor=ANONYMOUS)
    with pytest.raises(Invalid):
        services.rate(token=token, level="6", actor=ANONYMOUS)


def test_nobody_signed_in_as_staff_rates(here: County) -> None:
    with pytest.raises(Refused, match="not_for_staff"):
        services.rate(token=token_of(spot(here)), level="1", actor=here.clerk)
    assert not Rating.objects.exists()


def test_words_are_sealed_and_stand_in_no_trail(here: County) -> None:
    row = bad(here)
    assert "排了".encode() not in bytes(row.rating.words_sealed or b"")
    assert row.rating.words == "排了一个小时。"
    entry = AuditEntry.objects.get(action="ratings.rate")
    assert "排了" not in str(entry.facts)


def test_a_rating_is_changed_for_a_week_and_then_stands(here: County) -> None:
    token = token_of(spot(here))
    services.rate(token=token, level="2", words="还行。", actor=ANONYMOUS)
    with clock.travel(cases.MONDAY + timedelta(days=7)):
        services.rate(token=token, level="3", actor=ANONYMOUS)
        assert queries.occasion_by_token(token).open
    rating = Rating.objects.get()
    assert rating.level == 3
    assert rating.words == "还行。"
    assert AuditEntry.objects.get(action="ratings.change").facts["level_before"] == 2
    with clock.travel(cases.MONDAY + timedelta(days=8)):
        assert not queries.occasion_by_token(token).open
        with pytest.raises(Conflict, match="too_late_to_change"):
            services.rate(token=token, level="1", actor=ANONYMOUS)


def test_a_bad_rating_starts_clock_h_and_a_better_one_does_not_stop_it(here: County) -> None:
    row = bad(here)
    assert row.call_due == date(2026, 11, 17)
    assert row.rectify_due == date(2026, 12, 7)
    services.rate(token=row.rating.occasion.token, level="1", actor=ANONYMOUS)
    (line,) = queries.rectifications(actor=here.supervisor)
    assert line.level is Level.VERY_BAD
    assert line.now is Level.VERY_GOOD
    assert line.state is RectificationState.OPEN
    assert not line.late
    with clock.travel(cases.MONDAY + timedelta(days=2)):
        assert queries.rectifications(actor=here.supervisor)[0].late


def test_first_called_back_then_put_right(here: County) -> None:
    row = bad(here)
    note = {"rectification_id": row.id, "actor": here.supervisor}
    with pytest.raises(Conflict):
        services.note(kind="rectified", words="改了。", **note)
    with pytest.raises(Invalid, match="words_needed"):
        services.note(kind="called", words=" ", **note)
    services.note(kind="no_answer", words="", **note)
    services.note(kind="called", words="致歉。", **note)
    services.note(kind="rectified", words="多开一个窗口。", **note)
    with pytest.raises(Conflict):
        services.note(kind="called", words="再问一次。", **note)
    row.refresh_from_db()
    assert row.state == RectificationState.RECTIFIED
    assert queries.rectifications(actor=here.supervisor) == ()
    assert len(queries.rectifications(actor=here.supervisor, done=True)) == 1
    view = queries.rectification_view(rectification_id=row.id, actor=here.supervisor)
    assert [each.words for each in view.notes] == ["多开一个窗口。", "致歉。", ""]


def test_only_who_handles_ratings_sees_them_and_each_look_is_on_record(here: County) -> None:
    row = bad(here)
    for actor in (here.clerk, here.officers["hrss"], here.citizen):
        with pytest.raises(Refused):
            queries.rectifications(actor=actor)
        with pytest.raises(Refused):
            services.note(rectification_id=row.id, kind="no_answer", words="", actor=actor)
        with pytest.raises(Refused):
            services.call_number(rectification_id=row.id, actor=actor)
    view = queries.rectification_view(rectification_id=row.id, actor=here.supervisor)
    assert view.person == "陈*岚"
    assert "*" in view.phone
    assert services.call_number(rectification_id=row.id, actor=here.supervisor) == "13800000001"
    seen = AccessEntry.objects.filter(what__startswith="ratings.").order_by("id")
    assert [each.kind for each in seen] == ["read", "unmask"]
    assert {each.subject_person_id for each in seen} == {here.citizen.person_id}


def test_the_database_keeps_what_must_hold(here: County) -> None:
    row = bad(here)
    for change in (
        lambda: Rating.objects.update(level=6),
        lambda: Rectification.objects.filter(id=row.id).update(state="rectified"),
        lambda: Occasion.objects.update(kind="gossip"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_clerk_is_told_how_many_were_good_once_there_are_enough(here: County) -> None:
    for number in range(queries.FEWEST_TOLD):
        assert queries.ratings_today(actor=here.clerk) == queries.DayRatings(number, None)
        level = "4" if number == 1 else "1"
        services.rate(token=token_of(spot(here)), level=level, actor=ANONYMOUS)
    assert queries.ratings_today(actor=here.clerk) == queries.DayRatings(5, 4)
    assert queries.ratings_today(actor=here.officers["market"]).total == 0
    with clock.travel(clock.now() + timedelta(days=1)):
        assert queries.ratings_today(actor=here.clerk).total == 0


def test_an_answered_call_may_be_rated_and_is_no_visit(here: County) -> None:
    application = cases.submitted(here)
    token = services.note_call(application_id=application.id, actor=here.clerk)
    assert services.note_call(application_id=application.id, actor=here.clerk) == token
    (view,) = queries.own_occasions(here.citizen).rows
    assert (view.kind, view.token, view.place) == (OccasionKind.CALL, token, "")
    assert visits_of(application.id).count == 0
    assert len(queries.calls_about(application.id)) == 1
    assert AuditEntry.objects.filter(action="ratings.call").count() == 1
    with clock.travel(clock.now() + timedelta(hours=1)):
        assert services.note_call(application_id=application.id, actor=here.clerk) != token
    services.rate(token=token, level="5", actor=ANONYMOUS)
    assert Rectification.objects.get().rating.occasion.token == token


def test_calls_are_noted_by_who_may_look_up_about_what_was_handed_in(here: County) -> None:
    application = cases.submitted(here)
    for nobody in (here.citizen, here.officers["market"], ANONYMOUS):
        with pytest.raises(Refused):
            services.note_call(application_id=application.id, actor=nobody)
    draft = cases_services.start_application(
        offer_code=cases.BUNDLE,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
    )
    with pytest.raises(Conflict):
        services.note_call(application_id=draft, actor=here.clerk)
    elsewhere = staff_actor("clerk", region="330100000000")
    with pytest.raises(NotFound):
        services.note_call(application_id=application.id, actor=elsewhere)
