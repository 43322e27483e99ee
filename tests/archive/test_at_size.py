"""Lists of the archive are read by an index that has them in their order."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from onevisit.accounts.rules import SYSTEM
from onevisit.archive import queries
from onevisit.archive.queries import Wanted
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.plans import plan_of


def asked_for(act: Callable[[], object], said: str) -> str:
    """The statement that says so."""
    with CaptureQueriesContext(connection) as sent:
        act()
    return next(each["sql"] for each in sent.captured_queries if said in each["sql"])


def test_what_is_due_a_year_and_a_word_are_found_by_their_indexes(here: County) -> None:
    archivist = make.staff("arch-1", "archivist")
    word = asked_for(
        lambda: queries.search(wanted=Wanted(text="食品许可"), actor=SYSTEM), "archive_pairs"
    )
    name = asked_for(
        lambda: queries.search(wanted=Wanted(holder="某某"), actor=SYSTEM), "accounts_person"
    )
    due = asked_for(lambda: queries.due_for_destruction(actor=archivist), 'FROM "archive_kept"')
    year = asked_for(
        lambda: queries.search(wanted=Wanted(year=2014), actor=archivist), '"year" = 2014'
    )
    assert "package_by_pairs" in plan_of(word, without=("seqscan", "indexscan"))
    assert "package_of_applicant" in plan_of(name, without=("seqscan", "hashjoin", "mergejoin"))
    for asked, index in ((due, "kept_by_term"), (year, "package_by_year")):
        plan = plan_of(asked, without=("sort", "bitmapscan"))
        assert index in plan and "Sort" not in plan, plan
