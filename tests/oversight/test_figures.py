"""Every figure against a walk through every row in plain Python."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from onevisit.accounts.rules import SYSTEM
from onevisit.cases.models import Application
from onevisit.hall.models import Contact
from onevisit.hall.queries import visits_of_many
from onevisit.kernel import clock
from onevisit.kernel.calendar import DayUnit
from onevisit.kernel.queries import load_calendar
from onevisit.oversight.access import Reach, reach_of
from onevisit.oversight.queries import Figures, figure_rows, figures_of
from onevisit.oversight.rules import Closed, Days, Decided, Period, PeriodKind, period
from tests.factories.cases import County
from tests.oversight.scatter import Known, World, scatter, used_of

TODAY = date(2026, 11, 16)
PERIODS = [
    period(PeriodKind.THIS_MONTH, today=TODAY),
    period(PeriodKind.LAST_MONTH, today=TODAY),
    period(PeriodKind.NINETY_DAYS, today=TODAY),
    period(PeriodKind.CUSTOM, today=TODAY, since=date(2026, 9, 28), until=date(2026, 10, 9)),
]


def figures(reach: Reach, of: Period) -> Figures:
    return figures_of(figure_rows(reach, of))


def closed_by_hand(world: World, rows: Iterable[Application]) -> Closed:
    chosen = list(rows)
    counted = visits_of_many([row.id for row in chosen])
    kinds: dict[object, set[str]] = {}
    for contact in Contact.objects.all():
        kinds.setdefault(contact.application_id, set()).add(contact.kind)
    expected = recorded = 0
    for row in chosen:
        seen = kinds.get(row.id, set())
        if row.channel == "window":
            expected += 1
            recorded += bool(seen & {"intake", "on_the_spot"})
        if row.id in world.handed_out:
            expected += 1
            recorded += bool(seen & {"hand_out", "on_the_spot"})
        if row.helped in ("home", "place"):
            expected += 1
            recorded += bool(seen & {"home_visit", "at_helper"})
    made = [counted[row.id].count for row in chosen if not counted[row.id].unrecorded]
    return Closed(
        count=len(chosen),
        known=len(made),
        within_one=sum(n <= 1 for n in made),
        none=sum(n == 0 for n in made),
        visits=sum(made),
        seen=sum(bool(counted[row.id].contacts) for row in chosen),
        expected=expected,
        recorded=recorded,
    )


def decided_by_hand(known: Iterable[Known]) -> Decided:
    calendar, chosen = load_calendar(), list(known)
    working = [each for each in chosen if each.unit is DayUnit.WORKING]
    promised = [each for each in chosen if each.limits.promised is not None]
    limited = [each for each in working if each.limits.promised is not None]
    return Decided(
        count=len(chosen),
        promised=len(promised),
        on_time=sum(used_of(each, calendar) <= (each.limits.promised or 0) for each in promised),
        timed=len(working),
        used=sum(used_of(each, calendar) for each in working),
        limited=len(limited),
        promise=sum(each.limits.promised or 0 for each in limited),
        legal=20 * len(limited),
    )


def within(days: Days, at: object) -> bool:
    return at is not None and days.since <= clock.local_date(at) <= days.until  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_is_that_of_a_walk_through_all_rows(here: County, seed: int) -> None:
    world = scatter(here, seed)
    everything = [each for cases in world.cases.values() for each in cases]
    for of in PERIODS:
        found = figures(reach_of(SYSTEM), of)
        for line, days in ((found.now, of.now), (found.before, of.before)):
            rows = [row for row in world.applications if within(days, row.ended_at)]
            known = [each for each in everything if within(days, each.case.decided_at)]
            assert line.closed == closed_by_hand(world, rows)
            assert line.decided == decided_by_hand(known)


@pytest.mark.parametrize("seed", range(2))
def test_cuts_by_department_thing_item_and_week_are_too(here: County, seed: int) -> None:
    world = scatter(here, seed)
    of = PERIODS[2]
    found = figures(reach_of(SYSTEM), of)
    rows = [row for row in world.applications if within(of.now, row.ended_at)]
    known = [
        each
        for cases in world.cases.values()
        for each in cases
        if within(of.now, each.case.decided_at)
    ]
    offers = {row.id: row.offer_code for row in world.applications}
    for line in found.things:
        assert line.closed == closed_by_hand(world, [r for r in rows if r.offer_code == line.key])
        mine = [k for k in known if offers[k.case.application_id] == line.key]
        assert line.decided == decided_by_hand(mine)
    for line in found.departments:
        theirs = [
            row
            for row in rows
            if any(str(k.case.department_id) == line.key for k in world.cases[row.id])
        ]
        assert line.closed == closed_by_hand(world, theirs)
        mine = [k for k in known if str(k.case.department_id) == line.key]
        assert line.decided == decided_by_hand(mine)
    for line in found.items:
        mine = [k for k in known if str(k.case.item_version.item_id) == line.key]
        assert line.decided == decided_by_hand(mine)
    for line in found.weeks:
        monday = date.fromisoformat(line.key)
        week = Days(monday, monday + timedelta(days=6))
        assert monday.weekday() == 0
        assert line.closed == closed_by_hand(world, [r for r in rows if within(week, r.ended_at)])
    assert sum(line.closed.count for line in found.things) == len(rows)
    assert sum(line.closed.count for line in found.weeks) == len(rows)


def test_an_empty_county_has_no_figures_and_does_not_break(here: County) -> None:
    found = figures(reach_of(here.supervisor), PERIODS[0])
    assert (found.now.closed, found.now.decided) == (Closed(), Decided())
    assert found.departments == found.things == found.weeks == ()
    assert found.now.closed.true_rate.percent is None


def test_figures_reach_as_far_as_the_grant(here: County) -> None:
    scatter(here, 3)
    of = PERIODS[2]
    whole = figures(reach_of(here.supervisor), of)
    assert whole == figures(reach_of(SYSTEM), of)
    assert figures(Reach(("330100%",), (None,)), of).now.closed.count == 0
    market = here.departments["market"]
    narrow = figures(Reach(("3399%",), (market,)), of)
    mine = next(line for line in whole.departments if line.key == str(market))
    assert [line.key for line in narrow.departments] == [str(market)]
    assert narrow.now.closed == mine.closed
    assert narrow.now.decided == mine.decided
