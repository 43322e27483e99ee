"""Whose time each day of a project was: each day once, and of one case as its clock counts."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onevisit.cases.rules.lifecycle import Action, CaseState
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.projects.rules.time import (
    Hold,
    Holder,
    Moved,
    Why,
    attribute,
    holds_of,
    spent,
)

FIRST, LAST = date(2026, 3, 1), date(2026, 6, 30)
CALENDAR = WorkingCalendar.weekdays_only()
DAY = timedelta(days=1)
days = st.dates(FIRST - 9 * DAY, LAST + 9 * DAY)
holds = st.builds(
    Hold,
    since=days,
    until=st.none() | days,
    holder=st.sampled_from(Holder),
    what=st.sampled_from(["甲", "乙"]),
    why=st.just(Why.REVIEW),
)


def whose(held: list[Hold], day: date) -> Holder:
    """The same, asked of one day."""
    on = {h.holder for h in held if h.since <= day and (h.until is None or day < h.until)}
    return next((holder for holder in Holder if holder in on), Holder.OWNER)


@given(st.lists(holds, max_size=8))
def test_every_day_is_somebodys_once_and_the_sums_are_all_days(held: list[Hold]) -> None:
    stretches = attribute(held, FIRST, LAST, CALENDAR)
    told = {each.first + n * DAY: each.holder for each in stretches for n in range(each.days)}
    every = [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)]
    assert told == {day: whose(held, day) for day in every}
    sums = spent(stretches)
    assert sum(each.days for each in sums.values()) == len(every)
    assert sum(each.working for each in sums.values()) == sum(map(CALENDAR.is_working, every))


_A, _S = Action, CaseState


def test_a_case_is_the_governments_but_for_corrections_tests_and_publication() -> None:
    moves = [
        Moved(_A.SUBMIT, _S.SUBMITTED, date(2026, 3, 2)),
        Moved(_A.REQUEST_CORRECTION, _S.CORRECTION_REQUESTED, date(2026, 3, 4)),
        Moved(_A.CORRECT, _S.SUBMITTED, date(2026, 3, 9)),
        Moved(_A.ACCEPT, _S.ACCEPTED, date(2026, 3, 9)),
        Moved(_A.START, _S.IN_REVIEW, date(2026, 3, 9)),
        Moved(_A.SUSPEND, _S.SUSPENDED, date(2026, 3, 10), "publication"),
        Moved(_A.RESUME, _S.IN_REVIEW, date(2026, 3, 17)),
        Moved(_A.SUSPEND, _S.SUSPENDED, date(2026, 3, 18), "testing"),
        Moved(_A.RESUME, _S.IN_REVIEW, date(2026, 3, 20)),
        Moved(_A.APPROVE, _S.APPROVED, date(2026, 3, 23)),
        Moved(_A.ISSUE, _S.ISSUED, date(2026, 3, 23)),
        Moved(_A.DELIVER, _S.DELIVERED, date(2026, 3, 25)),
    ]
    found = attribute(holds_of(moves, "甲"), date(2026, 3, 2), date(2026, 3, 25), CALENDAR)
    assert [(each.holder, each.days) for each in found] == [
        (Holder.OWNER, 1),  # handed in that day: the clock runs from the next
        (Holder.GOVERNMENT, 2),
        (Holder.OWNER, 5),
        (Holder.GOVERNMENT, 1),
        (Holder.STATUTORY, 7),
        (Holder.GOVERNMENT, 1),
        (Holder.INTERMEDIARY, 2),
        (Holder.GOVERNMENT, 3),
        (Holder.OWNER, 2),
    ]
    reviewed = holds_of(moves, "甲", outside=True)
    sums = spent(attribute(reviewed, date(2026, 3, 2), date(2026, 3, 25), CALENDAR))
    assert (sums[Holder.GOVERNMENT].days, sums[Holder.INTERMEDIARY].days) == (2, 7)


def test_the_days_of_waiting_for_a_fee_are_the_owners_until_it_is_settled_or_given_up() -> None:
    moves = [
        Moved(_A.START, _S.IN_REVIEW, date(2026, 3, 2)),
        Moved(_A.FEE_ASKED, _S.IN_REVIEW, date(2026, 3, 4)),
        Moved(_A.RECOUNT, _S.IN_REVIEW, date(2026, 3, 5)),
        Moved(_A.FEE_SETTLED, _S.IN_REVIEW, date(2026, 3, 9)),
        Moved(_A.FEE_ASKED, _S.IN_REVIEW, date(2026, 3, 11)),
        Moved(_A.WITHDRAW, _S.WITHDRAWN, date(2026, 3, 13)),
    ]
    holds = holds_of(moves, "甲")
    found = attribute(holds, date(2026, 3, 3), date(2026, 3, 13), CALENDAR)
    assert [(each.holder, each.days) for each in found] == [
        (Holder.GOVERNMENT, 2),
        (Holder.OWNER, 1),
        (Holder.OWNER, 4),
        (Holder.GOVERNMENT, 2),
        (Holder.OWNER, 2),
    ]
    assert {each.why for each in holds if each.holder is Holder.OWNER} == {Why.PAY}
