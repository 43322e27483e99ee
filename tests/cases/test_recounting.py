"""A yearly notice: two officers, a trial, a job that counts what runs anew, once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts.rules import Actor
from onevisit.cases import queries, services
from onevisit.cases.models import CaseEvent, Recount, RecountedLimit
from onevisit.cases.queries.pinning import happenings, pinned
from onevisit.cases.rules.clocks import Limits
from onevisit.cases.rules.fold import Happening, fold, limits_from
from onevisit.cases.rules.lifecycle import Action, ClockKind
from onevisit.cases.rules.obligations import Check
from onevisit.cases.rules.recounting import Lateness, lateness, recounted
from onevisit.cases.services import recounting
from onevisit.kernel import clock
from onevisit.kernel.calendar import DayUnit, WorkingCalendar, YearNotice
from onevisit.kernel.calendar_seed import notices
from onevisit.kernel.errors import Conflict, Invalid, Refused
from onevisit.kernel.queries import calendar_at, load_calendar
from tests.cases.committed import granted
from tests.cases.wholeness import assert_rows_fold
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.notices import DATED, NUMBER, feasts_2027

LATE_YEAR = make.MONDAY + timedelta(days=42)
"""28 December 2026."""

KNOWN = WorkingCalendar.from_notices(notices(), revision=1)


def entered(actor: Actor, **changed: Any) -> UUID:
    given = {"year": 2027, "number": NUMBER, "dated": DATED, "feasts": feasts_2027()}
    return services.enter_notice(**(given | changed), actor=actor)


@given(
    start=st.integers(0, 45),
    legal=st.integers(1, 60),
    off=st.sets(st.integers(0, 120), max_size=20),
    worked=st.sets(st.integers(0, 17), max_size=6),
)
def test_a_moved_limit_is_the_one_counted_day_by_day(
    start: int, legal: int, off: set[int], worked: set[int]
) -> None:
    holidays = {date(2027, 1, 1) + timedelta(days=n): "春节" for n in off}
    saturdays = {date(2027, 1, 2) + timedelta(days=7 * n): "春节" for n in worked}
    makeup = {day: name for day, name in saturdays.items() if day not in holidays}
    new = WorkingCalendar.from_notices([*notices(), YearNotice(2027, holidays, makeup)], revision=2)
    began = make.MONDAY + timedelta(days=start)
    story = [Happening(1, Action.SUBMIT, began), Happening(2, Action.ACCEPT, began)]
    limits = Limits(DayUnit.WORKING, 5, legal, None, 10)
    found = {each.kind: each for each in recounted(story, limits, KNOWN, new)}
    day, left = clock.local_date(began), legal
    while left:
        day += timedelta(days=1)
        left -= new.is_working(day)
    old = fold(story, limits, KNOWN)
    assert set(found) <= {ClockKind.LEGAL}  # the intake limit was stopped
    if old.provisional:
        assert found[ClockKind.LEGAL].became == day
    else:
        assert not found
        assert old.legal_due == day


@given(st.dates(), st.dates(), st.dates())
def test_nobody_becomes_late_by_a_later_day(was: date, became: date, today: date) -> None:
    found = lateness(was, became, today)
    assert found is not Lateness.BECOMES or became < today <= was
    assert found is not Lateness.NO_LONGER or was < today <= became


def test_a_notice_counts_when_a_second_officer_confirms_and_moves_what_runs(here: County) -> None:
    second = make.staff("s2", "supervisor")
    with clock.travel(LATE_YEAR):
        application = make.submitted(here)
        case, done = make.case_of(application, "sign"), make.case_of(application, "drain")
        services.accept(case_id=case.id, actor=here.officer(case))
        services.withdraw(case_id=done.id, actor=here.citizen)
        case.refresh_from_db()
        assert case.provisional and case.promised_due == date(2027, 1, 11)
        notice_id = entered(here.supervisor)
        with pytest.raises(Refused, match=r"two_people\.own"):
            services.confirm_notice(notice_id=notice_id, actor=here.supervisor)
        with pytest.raises(Refused):
            services.confirm_notice(notice_id=notice_id, actor=here.clerk)
        with pytest.raises(Conflict, match=r"two_people\.waits"):
            entered(second)
        view = queries.calendar_notice(notice_id=notice_id, actor=second)
        tried = queries.trial(notice=view.notice, actor=second)
        revision = services.confirm_notice(notice_id=notice_id, actor=second)
        case.refresh_from_db()
        assert case.provisional  # ordered, not yet done
        assert_rows_fold()
        moved = services.recount_limits()
        assert moved == services.recount_limits() + moved  # once
        report = queries.recount_report(revision=revision, actor=second)
        case.refresh_from_db()
        done.refresh_from_db()
        application.refresh_from_db()
    assert (case.provisional, application.promise_provisional) == (False, False)
    event = case.events.get(action="recount")
    assert (event.calendar_revision, event.actor_name) == (revision, "system")
    assert report is not None and report.finished_at
    assert (report.moved, report.firm, report.cases) == (tried.moved, tried.firm, tried.cases)
    assert [(e.number, e.clock, e.was, e.became) for e in report.lines] == [
        (e.number, e.clock, e.was, e.became) for e in tried.lines
    ]
    assert report.moved > 0
    assert done.provisional is False and not done.events.filter(action="recount").exists()
    assert_rows_fold()
    shown = queries.clock_explanation(case_id=case.id, kind="C2", actor=here.officer(case))
    assert shown.calendar_revision == revision


def test_an_amended_year_keeps_the_old_one_and_what_was_counted_by_it(here: County) -> None:
    """As 2020: the Spring Festival was made longer when it had begun."""
    second = make.staff("s2", "supervisor")
    with clock.travel(LATE_YEAR):
        services.confirm_notice(notice_id=entered(here.supervisor), actor=second)
        first = load_calendar()
        case = make.case_of(make.submitted(here, area=80), "sign")
        services.accept(case_id=case.id, actor=here.officer(case))
        case.refresh_from_db()
        due = case.legal_due
        assert due and due.year == 2027 and not case.provisional
    with clock.travel(LATE_YEAR + timedelta(days=7)):
        services.recount_limits()
        longer = [*feasts_2027()]
        longer[0] = longer[0].__class__("元旦", date(2027, 1, 1), date(2027, 1, 7))
        with pytest.raises(Conflict, match="year_as_it_is"):
            entered(here.supervisor)
        revision = services.confirm_notice(
            notice_id=entered(here.supervisor, feasts=longer), actor=second
        )
        services.recount_limits()
        case.refresh_from_db()
    assert case.legal_due and case.legal_due > due
    row = RecountedLimit.objects.get(case=case, clock="C1", recount=revision)
    assert (row.was, row.became) == (due, case.legal_due)
    regime = pinned(case.application).offer.part(case.part).item.regime
    before = list(case.events.exclude(action="recount").order_by("seq"))
    replayed = fold(
        happenings(before),
        limits_from(regime, case.promise_days, case.ordered_days),
        calendar_at(before[-1].calendar_revision),
    )
    assert replayed.legal_due == due
    assert calendar_at(first.revision) == first
    assert_rows_fold()


def test_killed_in_the_middle_it_goes_on_and_does_nothing_twice(
    here: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.travel(LATE_YEAR):
        for area in (60, 80, 90):
            case = make.case_of(make.submitted(here, area=area), "sign")
            services.accept(case_id=case.id, actor=here.officer(case))
            services.withdraw(case_id=case.id, actor=here.citizen) if area == 60 else None
        services.confirm_notice(
            notice_id=entered(here.supervisor), actor=make.staff("s2", "supervisor")
        )
        real, calls = recounting._move_on, []

        def dies(*given: Any, **named: Any) -> None:
            calls.append(given)
            if len(calls) == 2:
                raise KeyboardInterrupt
            real(*given, **named)

        monkeypatch.setattr(recounting, "_move_on", dies)
        with pytest.raises(KeyboardInterrupt):
            services.recount_limits()
        assert_rows_fold()
        assert Recount.objects.filter(finished_at=None).count() == 1
        monkeypatch.undo()
        services.recount_limits()
        services.recount_limits()
    events = CaseEvent.objects.filter(action="recount")
    assert events.count() == events.values("case").distinct().count() > 5
    assert not Recount.objects.filter(finished_at=None).exists()
    assert_rows_fold()


def test_a_moved_day_to_check_a_commitment_stands_in_its_history(here: County) -> None:
    with clock.travel(LATE_YEAR):
        row = granted(here)
        was = row.due_on
        services.confirm_notice(
            notice_id=entered(here.supervisor), actor=make.staff("s2", "supervisor")
        )
        services.recount_limits()
        assert services.recount_limits() == 0
        row.refresh_from_db()
        (event,) = row.events.all()
        assert row.due_on > was
        found = (event.check_kind, event.limit_on, event.after, event.actor_name)
        assert found == ("recount", row.due_on, "open", "system")
        view = queries.obligation_view(obligation_id=row.id, actor=here.officer(row.case))
        assert Check.CONFIRM in view.may and Check.RECOUNT not in view.may
        with pytest.raises(Conflict, match="check_not_possible"):
            services.check_obligation(
                obligation_id=row.id, check=Check.RECOUNT, actor=here.officer(row.case)
            )


def test_one_that_fails_is_named_and_tried_again(
    here: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.travel(LATE_YEAR):
        make.submitted(here)
        services.confirm_notice(
            notice_id=entered(here.supervisor), actor=make.staff("s2", "supervisor")
        )
        broken: Callable[..., Any] = lambda *_: 1 / 0  # noqa: E731
        monkeypatch.setattr(recounting, "_recount_promise", broken)
        assert services.recount_limits() == 0
        (run,) = Recount.objects.filter(finished_at=None)
        assert len(run.left) == 1
        monkeypatch.undo()
        assert services.recount_limits() > 0
        run.refresh_from_db()
    assert run.finished_at and run.left == []


def test_a_notice_may_be_sent_back_with_a_reason(here: County) -> None:
    notice_id = entered(here.supervisor)
    with pytest.raises(Invalid, match="reason_needed"):
        services.withdraw_notice(notice_id=notice_id, reason=" ", actor=here.supervisor)
    services.withdraw_notice(notice_id=notice_id, reason="录错了。", actor=here.supervisor)
    with pytest.raises(Conflict, match=r"two_people\.answered"):
        services.confirm_notice(notice_id=notice_id, actor=make.staff("s2", "supervisor"))
    assert load_calendar().known_until == date(2026, 12, 31)
