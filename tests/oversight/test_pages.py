"""The director's page, the lists behind it, the files, and how often they ask the database."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onevisit.audit.models import AccessEntry
from onevisit.cases import services
from onevisit.cases.models import Case
from onevisit.hall import queries as hall
from onevisit.kernel import clock
from onevisit.oversight.access import reach_of
from onevisit.oversight.queries import (
    Filter,
    Trouble,
    exceptions,
    figure_rows,
    figures_of,
    listing,
    today,
)
from onevisit.oversight.queries.lists import CLOSED_LISTS, DECIDED_LISTS, LISTS, ClosedLine
from onevisit.oversight.rules import PeriodKind, period
from onevisit.oversight.rules.comparing import Cause
from onevisit.oversight.web.rows import safe
from onevisit.oversight.web.wordings import LISTS as NAMES
from onevisit.portal.web.citizen.figures import public_figures
from tests.cases import posting
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.kept import kept
from tests.oversight.scatter import scatter
from tests.portal.staff import browser

NINETY = {"period": "90"}


@pytest.fixture(autouse=True)
def nothing_kept(db: None) -> None:
    cache.clear()


def ninety() -> Filter:
    return Filter(days=period(PeriodKind.NINETY_DAYS, today=clock.today()).now, limit=1000)


def test_figures_of_the_month_are_those_of_the_front_page(here: County) -> None:
    scatter(here, 7, count=60)
    with clock.travel(datetime(2026, 11, 30, 4, tzinfo=UTC)):  # nothing ends later than now
        of = period(PeriodKind.THIS_MONTH, today=clock.today())
        found = figures_of(figure_rows(reach_of(here.supervisor), of)).now.closed
        public = public_figures()
    assert public.month == of.now.since
    assert found.count == public.ended > 0
    assert found.visits / found.known == pytest.approx(public.average)


def test_every_line_of_a_list_says_what_the_citizen_is_told(here: County) -> None:
    scatter(here, 8)
    rows = listing("closed", ninety(), reach_of(here.supervisor)).rows
    counted = hall.visits_of_many([row.application_id for row in rows])
    assert rows
    for row in rows:
        assert isinstance(row, ClosedLine)
        told = counted[row.application_id]
        assert row.visits == (None if told.unrecorded else told.count)
        assert row.contacts == len(counted[row.application_id].contacts)


def test_lists_are_as_long_as_their_figures(here: County) -> None:
    scatter(here, 9)
    reach = reach_of(here.supervisor)
    of = period(PeriodKind.NINETY_DAYS, today=clock.today())
    now = figures_of(figure_rows(reach, of)).now
    lengths = {
        name: len(listing(name, ninety(), reach).rows) for name in {*CLOSED_LISTS, *DECIDED_LISTS}
    }
    assert lengths == {
        "closed": now.closed.count,
        "within-one": now.closed.within_one,
        "over-one": now.closed.known - now.closed.within_one,
        "zero": now.closed.none,
        "seen": now.closed.seen,
        "not-recorded": lengths["not-recorded"],
        "unrecorded": now.closed.unrecorded,
        "over-declared": 0,  # nothing is declared here
        **{f"over-{cause}": 0 for cause in Cause},
        "decided": now.decided.count,
        "on-time": now.decided.on_time,
        "late": now.decided.promised - now.decided.on_time,
        "timed": now.decided.timed,
        "limited": now.decided.limited,
    }
    missing = sum(
        row.missing
        for row in listing("not-recorded", ninety(), reach).rows
        if isinstance(row, ClosedLine)
    )
    assert missing == now.closed.expected - now.closed.recorded
    for each in exceptions(reach):
        assert len(listing(each.kind, ninety(), reach).rows) == each.count


@kept
def scattered() -> County:
    here = make.county()
    scatter(here, 10)
    return here


@pytest.mark.parametrize("what", sorted(LISTS))
def test_pages_of_a_list_hold_every_row_once(db: None, monday: None, what: str) -> None:
    reach, whole = reach_of(scattered().supervisor), ninety()
    everything = listing(what, whole, reach).rows
    found: list[object] = []
    after = ""
    while True:
        page = listing(what, Filter(days=whole.days, after=after, limit=3), reach)
        found += page.rows
        after = page.after
        if not after:
            break
    assert found == list(everything)


def test_exceptions_are_those_of_a_walk_through_all_cases(here: County) -> None:
    scatter(here, 11, count=60)
    with clock.travel(make.MONDAY - timedelta(days=9)):  # a Saturday
        day, monday = clock.today(), clock.today() + timedelta(days=2)
        friday = day - timedelta(days=1)
        expected = dict.fromkeys(Trouble, 0)
        for case in Case.objects.filter(ended_at__isnull=True).select_related("item_version"):
            natural = case.item_version.document["regime"].get("unit") == "自然日"
            running = case.accepted_at and not case.decided_at and not case.paused
            if running and case.promised_due:
                over = case.promised_due < (day if natural else friday)
                expected[Trouble.OVERDUE] += over
                expected[Trouble.SOON] += not over and case.promised_due <= monday
            if case.state == "suspended" and case.suspended_until:
                expected[Trouble.SUSPENDED] += case.suspended_until < day
            if case.state == "submitted" and case.intake_due:
                expected[Trouble.INTAKE] += case.intake_due <= monday
            if case.state == "issued" and case.delivery_due:
                expected[Trouble.UNCOLLECTED] += case.delivery_due < day
            expected[Trouble.PROVISIONAL] += case.provisional and not case.decided_at
        found = {each.kind: each.count for each in exceptions(reach_of(here.supervisor))}
    assert found == expected
    assert sum(found.values()) > 5


def test_what_a_courier_carries_is_not_left_lying(here: County) -> None:
    def left() -> int:
        found = {each.kind: each.count for each in exceptions(reach_of(here.supervisor))}
        assert (
            len(listing("uncollected", ninety(), reach_of(here.supervisor)).rows)
            == (found[Trouble.UNCOLLECTED])
        )
        return found[Trouble.UNCOLLECTED]

    application, parcel = posting.sent(here)
    with clock.travel(clock.now() + timedelta(days=40)):
        assert left() == 0
        services.mark_parcel(
            parcel_id=parcel, mark="return", on=clock.today(), note="absent", actor=here.clerk
        )
        assert left() == application.cases.filter(state="issued").count() > 0


def test_today_counts_what_came_in_and_what_ended_since_midnight(here: County) -> None:
    make.submitted(here)
    other = make.submitted(here, here.other_citizen)
    for case in other.cases.all():
        services.withdraw(case_id=case.id, actor=here.other_citizen)
    found = today(reach_of(here.supervisor))
    assert (found.received, found.ended) == (2, 1)
    with clock.travel(clock.now() + timedelta(days=1)):
        found = today(reach_of(here.supervisor))
        assert (found.received, found.ended) == (0, 0)


def test_supervisors_land_on_the_page_and_an_empty_county_does_not_break(here: County) -> None:
    client = browser(here.supervisor)
    landed = client.get(reverse("portal:staff-home"), follow=True)
    assert landed.redirect_chain[-1][0] == reverse("oversight:home")
    text = landed.content.decode()
    assert "没有超期的" in text and "要您处理" in text and "%</p>" not in text
    for query in ("period=last", "period=90", "period=days&since=2026-11-01&until=2026-11-02"):
        assert client.get(f"{reverse('oversight:home')}?{query}").status_code == 200
    assert client.get(reverse("oversight:formulas")).status_code == 200
    for what in NAMES:
        assert client.get(reverse("oversight:list", args=[what])).status_code == 200


def test_few_are_told_as_few_and_never_as_a_percentage(here: County) -> None:
    application = make.submitted(here)
    for case in application.cases.all():
        services.withdraw(case_id=case.id, actor=here.citizen)
    text = browser(here.supervisor).get(reverse("oversight:home")).content.decode()
    assert "样本少" in text and "1 件中 1 件" in text and "100.0%" not in text


@pytest.mark.parametrize(
    "query",
    [
        "period=never",
        "period=days",
        "period=days&since=2026-11-02&until=2026-11-01",
        "period=days&since=2020-01-01&until=2026-11-01",
        "period=days&since=x&until=2026-11-01",
        "department=nobody",
        "item=1",
        "after=nonsense",
        "after=2026-11-01_x",
    ],
)
def test_what_cannot_be_read_is_refused_in_words(here: County, query: str) -> None:
    client = browser(here.supervisor)
    response = client.get(f"{reverse('oversight:list', args=['closed'])}?{query}")
    assert response.status_code == 400
    assert client.get(reverse("oversight:list", args=["everything"])).status_code == 404


def test_a_file_masks_names_and_leaves_a_trace(here: County) -> None:
    scatter(here, 12)
    client = browser(here.supervisor)
    response = client.get(reverse("oversight:download", args=["closed"]), NINETY)
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) - 1 == len(listing("closed", ninety(), reach_of(here.supervisor)).rows)
    text = response.content.decode()
    assert "陈*岚" in text and "陈小岚" not in text and "13800" not in text
    entry = AccessEntry.objects.get(what="oversight.download")
    assert (entry.target_id, entry.actor_user_id) == ("closed", here.supervisor.user_id)
    for what in ("late", "overdue"):
        assert client.get(reverse("oversight:download", args=[what]), NINETY).status_code == 200


def test_no_cell_starts_a_formula() -> None:
    assert [safe(cell) for cell in ("=1+1", "@x", "-2", "安", "")] == [
        "'=1+1",
        "'@x",
        "'-2",
        "安",
        "",
    ]


def test_pages_ask_as_often_as_they_did_however_much_there_is(
    here: County, golden: Callable[[str, str | bytes], None]
) -> None:
    client = browser(here.supervisor)

    def asked() -> str:
        lines = []
        for name, args in (
            ("home", ()),
            ("formulas", ()),
            ("compared", ()),
            *(("list", (what,)) for what in ("closed", "late", "overdue")),
            ("download", ("closed",)),
        ):
            url = reverse(f"oversight:{name}", args=args)
            client.get(url, NINETY)
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url, NINETY).status_code == 200
            lines.append(f"{' '.join((name, *args))} {len(queries)}\n")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("oversight:compared"), NINETY)
            client.get(reverse("oversight:compared"), NINETY)
        ledger = sum("hall_contact" in each["sql"] for each in queries)
        lines.append(f"compared twice, of the ledger {ledger}\n")
        return "".join(lines)

    few = asked()
    scatter(here, 13, count=60)
    assert asked() == few
    golden("oversight_queries.txt", few)


def test_citizens_find_no_such_page_and_other_staff_are_refused(here: County) -> None:
    for name, args in (
        ("home", ()),
        ("formulas", ()),
        ("list", ("late",)),
        ("download", ("late",)),
    ):
        url = reverse(f"oversight:{name}", args=args)
        assert browser(here.citizen).get(url).status_code == 404
        assert browser(here.clerk).get(url).status_code == 403
