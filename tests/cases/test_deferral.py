"""容缺受理: what may follow has a limit of its own, and nothing is granted before it is in."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.cases import queries, services
from onevisit.cases.models import Application, Case
from onevisit.cases.rules.deferral import last_day
from onevisit.cases.rules.refusing import NotAccepted, full_reason
from onevisit.kernel import clock
from onevisit.kernel.calendar import DayUnit, WorkingCalendar
from onevisit.kernel.errors import Conflict, Invalid
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories.cases import County


def accepted(here: County) -> Case:
    """The part that may follow with its report, accepted without it."""
    case = make.case_of(make.submitted(here, area=80), "drain")
    services.accept(case_id=case.id, actor=here.officer(case))
    case.refresh_from_db()
    return case


def bring(here: County, application: Application) -> None:
    services.attach_file(
        application_id=application.id,
        material="report",
        upload=make.upload(5),
        name="报告.png",
        actor=here.citizen,
    )


def test_the_limit_runs_beside_the_promise_and_ends_before_it(here: County) -> None:
    case = accepted(here)
    assert [e.action for e in case.events.order_by("seq")] == ["submit", "accept_deferred", "start"]
    assert str(case.promised_due) == "2026-11-30"
    assert str(case.lapses_on) == "2026-11-27"
    owed = queries.to_follow(application_ids=[case.application_id], actor=here.citizen)
    assert owed[case.application_id][0].due == case.lapses_on
    view = queries.clock_explanation(case_id=case.id, kind="D", actor=here.citizen)
    assert view.reading.due == case.lapses_on
    until = clock.today() + timedelta(days=9)
    services.suspend(case_id=case.id, reason="检测", until=until, actor=here.officer(case))
    case.refresh_from_db()
    assert (case.promised_due, str(case.lapses_on)) == (None, "2026-11-27")
    assert_whole()


def test_what_comes_in_time_stops_the_limit_and_only_then_is_granted(here: County) -> None:
    case = accepted(here)
    officer = here.officer(case)
    for task in case.tasks.filter(state="open", kind="review"):
        services.give_opinion(case_id=case.id, step=task.step, text="符合。", actor=officer)
    for row in case.materials.exclude(material="report"):
        services.set_verdict(case_id=case.id, material=row.material, verdict="ok", actor=officer)
    with pytest.raises(Conflict) as early:
        services.decide(case_id=case.id, outcome="approve", reason="", actor=officer)
    assert early.value.code == "cases.materials_outstanding"
    bring(here, case.application)
    case.refresh_from_db()
    assert case.lapses_on is None
    assert case.events.filter(action="supply").count() == 1
    services.decide(case_id=case.id, outcome="approve", reason="", actor=officer)
    assert_whole()


def test_what_never_comes_is_returned_once_and_the_others_go_on(here: County) -> None:
    case = accepted(here)
    with clock.travel(make.MONDAY + timedelta(days=11, hours=12)):  # the last day
        assert services.sweep().returned == 0
    with clock.travel(make.MONDAY + timedelta(days=12)):
        assert services.sweep().returned == 1
        assert services.sweep() == services.Swept()
        case.refresh_from_db()
        assert (case.state, case.lapses_on) == ("returned", None)
        with pytest.raises(Conflict):
            bring(here, case.application)
    others = Case.objects.filter(application=case.application).exclude(id=case.id)
    assert not others.filter(state="returned").exists()
    assert_whole()


def test_what_is_there_already_needs_no_deferral(here: County) -> None:
    application = make.submitted(here, area=80)
    bring(here, application)
    case = make.case_of(application, "drain")
    services.accept(case_id=case.id, actor=here.officer(case))
    case.refresh_from_db()
    assert case.lapses_on is None
    assert not case.events.filter(action="accept_deferred").exists()


CALENDAR = WorkingCalendar.weekdays_only()


@given(
    start=st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    days=st.integers(0, 40),
    promise=st.none() | st.integers(0, 40),
    unit=st.sampled_from(list(DayUnit)),
)
def test_there_is_always_a_working_day_and_an_office_has_one_after_it(
    start: date, days: int, promise: int | None, unit: DayUnit
) -> None:
    last = last_day(CALENDAR, start, days, promise, unit)
    assert last >= CALENDAR.next_working_day(start)
    assert last <= max(CALENDAR.add_working_days(start, days).day, CALENDAR.next_working_day(start))
    if promise is not None:
        promised = CALENDAR.add_days(start, promise, unit).day
        assert last < promised or last == CALENDAR.next_working_day(start)


def test_who_is_not_the_right_office_says_which_is(here: County) -> None:
    case = make.case_of(make.submitted(here, area=80), "sign")
    deed = {"case_id": case.id, "reason": "招牌归镇里管。", "actor": here.officer(case)}
    with pytest.raises(Invalid) as wrong:
        services.not_accept(kind=NotAccepted.NOT_THIS_OFFICE, **deed)  # type: ignore[arg-type]
    assert wrong.value.code == "cases.refer_needed"
    services.not_accept(
        kind=NotAccepted.NOT_THIS_OFFICE,
        refer_to="白沙镇政府",
        **deed,  # type: ignore[arg-type]
    )
    view = queries.status_view(application_id=case.application_id, actor=here.citizen)
    told = next(each for each in view.cases if each.id == case.id)
    assert told.why == "not_this_office"
    assert told.reasons == ("招牌归镇里管。 请向白沙镇政府申请。",)


@pytest.mark.parametrize("kind", list(NotAccepted))
def test_no_kind_makes_up_for_a_missing_reason(kind: NotAccepted) -> None:
    assert full_reason(kind, " ", "县政府").strip() == ""
