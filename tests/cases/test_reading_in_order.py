"""Long lists are read by an index that has them in their order: no sorting, no skipping."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onevisit.accounts.rules import Actor
from onevisit.cases import queries
from onevisit.cases.queries.window import waiting_for_window
from tests.factories.cases import County

pytestmark = pytest.mark.django_db


def plan_of(act: Callable[[], object], table: str, *without: str) -> str:
    """How PostgreSQL answers the statement about that table, were it large; `without` other ways of
    going through several.
    """
    with CaptureQueriesContext(connection) as sent:
        act()
    asked = next(each["sql"] for each in sent.captured_queries if f'FROM "{table}"' in each["sql"])
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort", *without):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN (COSTS OFF) {asked}")
        return "\n".join(row[0] for row in cursor.fetchall())


def test_a_desk_is_read_by_time_left(here: County) -> None:
    plan = plan_of(lambda: queries.desk(actor=here.officers["market"]), "cases_case")
    assert "case_desk_by_day" in plan
    assert "Sort" not in plan


def test_what_waits_at_a_window_is_read_by_its_days(here: County) -> None:
    plan = plan_of(lambda: waiting_for_window(actor=here.clerk), "cases_case")
    assert {"case_lapsing", "case_to_accept", "case_to_hand_over"} <= {
        word for line in plan.splitlines() for word in line.split()
    }


def test_an_applicant_is_found_by_name_without_reading_everybody(here: County) -> None:
    def look(actor: Actor) -> None:
        queries.look_up(actor=actor, name="某某")

    # With a handful of rows any order of going through the tables costs the same.
    plan = plan_of(lambda: look(here.clerk), "cases_application", "nestloop", "mergejoin")
    assert "person_by_name" in plan
    assert "organisation_by_name" in plan
