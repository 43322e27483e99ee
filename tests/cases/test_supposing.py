"""What if: what is supposed and then happens gives the clock that was shown."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.cases import queries, services
from onevisit.cases.models import CaseEvent
from onevisit.cases.rules.clocks import Limits, clocks, due_day
from onevisit.cases.rules.fold import Happening, clock_events
from onevisit.cases.rules.lifecycle import Action, ClockKind
from onevisit.cases.rules.supposing import Supposed, supposed_story
from onevisit.kernel import clock
from onevisit.kernel.calendar import DayUnit, WorkingCalendar
from onevisit.kernel.calendar_seed import notices
from onevisit.kernel.errors import Conflict, Invalid
from tests.factories import cases as make
from tests.factories.cases import County

CALENDAR = WorkingCalendar.from_notices(notices(), revision=1)
TODAY = clock.local_date(make.MONDAY)
LIMITS = Limits(DayUnit.WORKING, 5, 20, 10, 10, extension=10)
STORY = [
    Happening(1, Action.SUBMIT, make.MONDAY),
    Happening(2, Action.ACCEPT, make.MONDAY),
    Happening(3, Action.START, make.MONDAY),
]

days = st.integers(0, 40).map(lambda n: TODAY + timedelta(days=n))


@given(
    pause=st.tuples(days, days).map(sorted),
    extended=st.integers(0, 15),
    off=st.sets(days, max_size=9),
    worked=st.sets(days, max_size=5),
)
def test_a_supposed_limit_is_the_one_counted_day_by_day(
    pause: list[date], extended: int, off: set[date], worked: set[date]
) -> None:
    since, until = pause
    supposed = Supposed(since, until, extended=extended, off=tuple(off), worked=tuple(worked - off))
    calendar = CALENDAR.with_changes(supposed.off, supposed.worked)
    story, limits = supposed_story(STORY, LIMITS, calendar, supposed, TODAY)
    found = clocks(clock_events(story), limits)
    for kind, limit in ((ClockKind.LEGAL, 20), (ClockKind.PROMISED, 10)):
        day, left = TODAY, limit + extended
        while left:
            day += timedelta(days=1)
            open_today = day not in off and (CALENDAR.is_working(day) or day in worked)
            left -= open_today and not since < day <= until
        assert due_day(found[kind], calendar)[0] == day


@given(asked=days, gap=st.integers(0, 30))
def test_a_supposed_correction_starts_the_intake_limit_anew(asked: date, gap: int) -> None:
    supposed = Supposed(asked_on=asked, answered_on=asked + timedelta(days=gap))
    story, limits = supposed_story(STORY[:1], LIMITS, CALENDAR, supposed, TODAY)
    found = clocks(clock_events(story), limits)[ClockKind.INTAKE]
    answered = asked + timedelta(days=gap)
    assert due_day(found, CALENDAR)[0] == CALENDAR.add_working_days(answered, 5).day


@pytest.mark.parametrize(
    ("supposed", "code"),
    [
        (Supposed(TODAY + timedelta(9), TODAY), "cases.supposed_backwards"),
        (Supposed(TODAY - timedelta(9)), "cases.supposed_backwards"),
        (Supposed(date(2099, 1, 1)), "cases.supposed_far"),
        (Supposed(asked_on=TODAY), "cases.not_possible_now"),
        (Supposed(paused_until=TODAY), "cases.not_possible_now"),
    ],
)
def test_what_cannot_happen_cannot_be_supposed(supposed: Supposed, code: str) -> None:
    with pytest.raises((Conflict, Invalid)) as told:
        clock_events(supposed_story(STORY, LIMITS, CALENDAR, supposed, TODAY)[0])
    assert told.value.code == code


def test_what_was_supposed_and_then_happens_gives_the_same_days(here: County) -> None:
    case = make.case_of(make.submitted(here, area=80), "sign")
    services.accept(case_id=case.id, actor=here.officer(case))
    officer, before = here.officer(case), CaseEvent.objects.count()
    pause, resume = timedelta(days=2), timedelta(days=11)
    supposed = Supposed(TODAY + pause, TODAY + resume)
    shown = {
        kind: queries.clock_what_if(case_id=case.id, kind=kind, supposed=supposed, actor=officer)
        for kind in ("C1", "C2")
    }
    assert CaseEvent.objects.count() == before
    with clock.travel(make.MONDAY + pause):
        services.suspend(
            case_id=case.id, reason="要听证。", until=TODAY + timedelta(days=9), actor=officer
        )
    with clock.travel(make.MONDAY + resume):
        services.resume(case_id=case.id, actor=officer)
        for kind, view in shown.items():
            real = queries.clock_explanation(case_id=case.id, kind=kind, actor=officer)
            assert real.reading.due == view.reading.due
            assert real.lines == view.lines
        services.ask_extension(case_id=case.id, reason="等报告。", actor=officer)
        days = pinned_extension(case.id)
        longer = queries.clock_what_if(
            case_id=case.id, kind="C1", supposed=Supposed(extended=days), actor=officer
        )
        services.grant_extension(case_id=case.id, actor=here.heads["urban"])
        real = queries.clock_explanation(case_id=case.id, kind="C1", actor=officer)
        assert (real.reading.due, real.lines) == (longer.reading.due, longer.lines)
        with pytest.raises(Conflict, match="extended_before"):
            queries.clock_what_if(
                case_id=case.id, kind="C1", supposed=Supposed(extended=days), actor=officer
            )


def pinned_extension(case_id: object) -> int:
    """How many days the item's regime gives."""
    from onevisit.cases.models import Case
    from onevisit.cases.queries.pinning import pinned

    case = Case.objects.get(id=case_id)
    return pinned(case.application).offer.part(case.part).item.regime.extension
