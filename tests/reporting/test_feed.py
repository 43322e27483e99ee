"""Departments' systems that ask by themselves: each event once and in order."""

from typing import Any

import pytest

from onevisit.accounts.rules import Actor
from onevisit.cases import services as cases
from onevisit.reporting import services
from tests.api.programs import Program, issue, told
from tests.factories import cases as make
from tests.factories.cases import County

pytestmark = pytest.mark.django_db


def poll(reader: Actor, cursor: str = "", limit: int = 2) -> tuple[list[dict[str, Any]], str]:
    """All there is behind a cursor, page by page, as a system does that asks every minute."""
    assert reader.user_id is not None
    program, found, more = Program(issue(reader.user_id).text), [], True
    while more:
        page = told(program.get(f"/events?limit={limit}&cursor={cursor}"))
        assert len(page["items"]) <= limit
        found += page["items"]
        cursor, more = page["cursor"], page["more"]
    return found, cursor


def test_a_system_that_asks_hears_each_event_of_its_own_cases_once_and_in_order(
    here: County,
) -> None:
    officer, other = here.officers["urban"], here.officers["fire"]
    assert poll(officer)[0] == []
    case = make.case_of(make.submitted(here, area=80), "sign")
    services.plan()
    first, cursor = poll(officer)
    assert [(each["case"], each["action"]) for each in first] == [(case.number, "submit")]
    assert poll(officer, cursor) == ([], cursor)
    late = make.case_of(make.submitted(here, area=80), "sign")
    cases.accept(case_id=case.id, actor=officer)
    cases.accept(case_id=late.id, actor=officer)
    assert poll(officer, cursor)[0] == []  # nobody passed it on yet, and nothing is passed over
    services.plan()
    then, end = poll(officer, cursor)
    assert poll(officer, cursor) == (then, end)  # lost and read again
    for one in (case, late):
        seqs = [each["seq"] for each in (*first, *then) if each["case"] == one.number]
        assert seqs == list(range(1, len(seqs) + 1))
    numbers = [each["number"] for each in (*first, *then)]
    assert numbers == sorted(set(numbers))
    assert {each["case"] for each in poll(other)[0]}.isdisjoint({case.number, late.number})
    assert "王" not in str(then)
    replayed = Program(issue(officer.user_id).text).get("/events?since=2026-11-16&limit=100")
    assert told(replayed)["items"] == [*first, *then]
    told(Program(issue(officer.user_id).text).get("/events?cursor=made-up"), 422)
