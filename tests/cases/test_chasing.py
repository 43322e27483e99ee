"""催办: who owes something is reminded before the limit, once, and the department sees it."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from onevisit.audit.models import AuditEntry
from onevisit.cases import queries, services
from onevisit.cases.models import Case, Reminder
from onevisit.cases.rules.chasing import ReminderKind, RemindRule, days_on, horizon, is_near
from onevisit.kernel import clock
from onevisit.kernel.calendar import WorkingCalendar
from tests.cases.corrections import notified
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories.cases import County

NEAR = make.MONDAY + timedelta(days=8)
"""Tuesday 24 November: three working days before the limit of Friday the 27th."""


def deferred(here: County) -> Case:
    case = make.case_of(make.submitted(here, area=80), "drain")
    services.accept(case_id=case.id, actor=here.officer(case))
    case.refresh_from_db()
    return case


def bring(here: County, case: Case) -> None:
    services.attach_file(
        application_id=case.application_id,
        material="report",
        upload=make.upload(5),
        name="报告.png",
        actor=here.citizen,
    )


def test_who_owes_something_is_reminded_once_three_working_days_before(here: County) -> None:
    case = deferred(here)
    with clock.travel(NEAR - timedelta(days=1)):
        assert services.sweep().reminded == 0
    with clock.travel(NEAR):
        assert services.sweep() == services.Swept(deemed=3, reminded=1)
        assert services.sweep() == services.Swept()
    with clock.travel(NEAR + timedelta(days=2)):
        assert services.sweep() == services.Swept()
    row = Reminder.objects.get()
    assert (row.case_id, row.kind, str(row.due_on)) == (case.id, "deferral", "2026-11-27")
    assert row.at == NEAR
    assert AuditEntry.objects.filter(action="cases.remind").count() == 1
    view = queries.status_view(application_id=case.application_id, actor=here.citizen)
    assert [each.kind for each in view.reminders] == [ReminderKind.DEFERRAL]
    assert_whole()


def test_who_brought_it_is_left_in_peace(here: County) -> None:
    case = deferred(here)
    bring(here, case)
    with clock.travel(NEAR):
        assert services.sweep().reminded == 0


def test_a_correction_that_is_not_handed_in_is_reminded_of_too(here: County) -> None:
    application = notified(here)
    case = make.case_of(application, "sign")
    assert case.lapses_on is not None
    on = clock.local_date(make.MONDAY)
    calendar = WorkingCalendar.weekdays_only()
    with clock.travel(make.MONDAY + (case.lapses_on - on)):
        assert services.sweep().reminded == 1
    kinds = Reminder.objects.filter(case=case).values_list("kind", flat=True)
    assert list(kinds) == ["correction"]
    assert horizon(calendar, on, 3) == date(2026, 11, 19)


def test_nobody_is_reminded_on_the_day_on_which_they_are_told(
    here: County, settings: pytest.FixtureRequest
) -> None:
    settings.REMIND_DAYS_BEFORE = (("2016-12-01", 20),)  # type: ignore[attr-defined]
    deferred(here)
    assert services.sweep().reminded == 0
    with clock.travel(make.MONDAY + timedelta(days=1)):
        assert services.sweep().reminded == 1


def test_the_department_sees_what_is_owed_the_nearest_limit_first(here: County) -> None:
    case = deferred(here)
    corrected = make.case_of(notified(here), "sign")
    officer = here.officer(case)
    line = queries.owed(actor=officer).rows[0]
    assert (line.id, line.what, str(line.due), line.left) == (
        case.id,
        ("检测报告",),
        "2026-11-27",
        9,
    )
    assert line.reminded_at is None
    assert not line.late
    with clock.travel(NEAR):
        services.sweep()
        assert queries.owed(actor=officer).rows[0].reminded_at == NEAR
    with clock.travel(make.MONDAY + timedelta(days=12)):
        assert queries.owed(actor=officer).rows[0].late  # before anything sweeps
    other = queries.owed(actor=here.officer(corrected)).rows
    assert [(row.id, row.kind) for row in other] == [(corrected.id, ReminderKind.CORRECTION)]
    assert other[0].what == ("店名", "平面图")
    assert queries.owed(actor=here.clerk).rows == ()
    bring(here, case)
    assert case.id not in {row.id for row in queries.owed(actor=officer).rows}


def test_the_list_goes_on_where_a_page_ended(here: County) -> None:
    first, second = deferred(here), deferred(here)
    officer = here.officer(first)
    page = queries.owed(actor=officer, limit=1)
    rest = queries.owed(actor=officer, after=page.after, limit=1)
    assert {page.rows[0].id, rest.rows[0].id} == {first.id, second.id}
    assert rest.after is None


def test_a_day_that_is_over_is_said_to_be_over(here: County) -> None:
    case = deferred(here)
    with clock.travel(make.MONDAY + timedelta(days=11)):
        owed = queries.to_follow(application_ids=[case.application_id], actor=here.citizen)
        assert (owed[case.application_id][0].left, owed[case.application_id][0].late) == (0, False)
    with clock.travel(make.MONDAY + timedelta(days=12)):
        owed = queries.to_follow(application_ids=[case.application_id], actor=here.citizen)
        assert owed[case.application_id][0].late


def test_a_reminder_stays_as_it_was_written(here: County) -> None:
    case = deferred(here)
    row = Reminder.objects.create(case=case, kind="deferral", due_on=case.lapses_on, at=clock.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Reminder.objects.filter(id=row.id).update(kind="correction")
    with pytest.raises(DatabaseError), transaction.atomic():
        Reminder.objects.create(case=case, kind="deferral", due_on=case.lapses_on, at=clock.now())


CALENDAR = WorkingCalendar.weekdays_only()


@given(today=st.dates(date(2026, 1, 1), date(2026, 12, 31)), days=st.integers(0, 30))
def test_a_limit_is_near_exactly_that_many_working_days_before(today: date, days: int) -> None:
    until = horizon(CALENDAR, today, days)
    assert CALENDAR.working_days_between(today, until) == days
    assert is_near(until, today, until)
    assert not is_near(until + timedelta(days=1), today, until)
    assert not is_near(today - timedelta(days=1), today, until)


@given(st.lists(st.tuples(st.dates(), st.integers(0, 9)), max_size=5), st.dates())
def test_the_rule_whose_day_came_last_counts(given_: list[tuple[date, int]], day: date) -> None:
    rules = [RemindRule(since, days) for since, days in given_]
    found = days_on(rules, day)
    past = [rule for rule in rules if rule.since <= day]
    newest = max((rule.since for rule in past), default=None)
    assert (found is None) == (not past)
    assert found is None or found in {rule.days for rule in past if rule.since == newest}
