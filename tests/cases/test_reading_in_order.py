"""Long lists are read by an index that has them in their order: no sorting, no skipping."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onevisit.cases import queries
from onevisit.cases.queries.lodging import to_lay_in
from onevisit.cases.queries.window import waiting_for_window
from onevisit.delivery.rules import LIVE
from tests.factories import cases
from tests.factories.cases import County
from tests.factories.plans import plan_of

pytestmark = pytest.mark.django_db


def asked_for(act: Callable[[], object], table: str) -> str:
    """The statement about that table."""
    with CaptureQueriesContext(connection) as sent:
        act()
    return next(each["sql"] for each in sent.captured_queries if f'FROM "{table}"' in each["sql"])


def plan_for(act: Callable[[], object], table: str) -> str:
    """The plan of the statement about that table, where the rows come in the order of an index."""
    return plan_of(asked_for(act, table), without=("sort", "bitmapscan"))


def test_a_desk_is_read_by_time_left(here: County) -> None:
    plan = plan_for(lambda: queries.desk(actor=here.officers["market"]), "cases_case")
    assert "case_desk_by_day" in plan
    assert "Sort" not in plan


def test_what_waits_at_a_window_is_read_by_its_days(here: County) -> None:
    plan = plan_for(lambda: waiting_for_window(actor=here.clerk), "cases_case")
    assert {"case_lapsing", "case_to_accept", "case_to_hand_over"} <= {
        word for line in plan.splitlines() for word in line.split()
    }


def test_an_applicant_is_found_by_name_without_reading_everybody(here: County) -> None:
    cases.submitted(here)
    plan = plan_for(lambda: queries.look_up(actor=here.clerk, name="某某"), "cases_application")
    assert "person_by_name" in plan
    assert "organisation_by_name" in plan


def test_an_out_window_reads_what_is_open_at_its_point(here: County) -> None:
    plan = plan_for(lambda: queries.out_window(actor=here.clerk), "cases_application")
    assert "application_collected_at" in plan
    plan = plan_for(lambda: to_lay_in(actor=here.clerk), "cases_application")
    assert "application_collected_at" in plan


def test_what_is_sent_is_read_by_its_days_and_by_what_has_not_ended(here: County) -> None:
    plan = plan_for(lambda: queries.to_send(actor=here.clerk), "cases_case")
    assert "case_to_hand_over" in plan
    assert "Sort" not in plan
    sent = partial(queries.parcels_at, actor=here.clerk, states=LIVE)
    open_only = '"delivery_parcel"."ended_at" IS NULL'  # what the index `parcel_open` holds
    assert open_only in asked_for(sent, "cases_posted")
