"""The page cut by township: every figure, exception and list is that of what was taken in there."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onevisit.accounts.rules import SYSTEM
from onevisit.cases.models import Application
from onevisit.directory.rules import PlaceKind
from onevisit.oversight.access import reach_of
from onevisit.oversight.queries import exceptions, listing, today
from onevisit.oversight.queries.lists import CLOSED_LISTS, DECIDED_LISTS
from onevisit.oversight.rules import NO_PLACE, PLACE_DIGITS
from tests.factories.cases import County
from tests.factories.places import make_region, make_service_point
from tests.oversight.scatter import World, scatter
from tests.oversight.test_figures import (
    PERIODS,
    closed_by_hand,
    decided_by_hand,
    figures,
    within,
)
from tests.oversight.test_pages import NINETY, ninety
from tests.portal.staff import browser

TOWN, OTHER = "339921104000", "339921105000"
HERE, THERE = TOWN[:PLACE_DIGITS], OTHER[:PLACE_DIGITS]


@pytest.fixture(autouse=True)
def nothing_kept(db: None) -> None:
    cache.clear()


def spread(here: County, seed: int, count: int = 40) -> tuple[World, dict[object, str]]:
    """A scattered world whose applications were taken in at two townships or online."""
    points = []
    for code, name in ((TOWN, "石桥镇"), (OTHER, "云溪镇")):
        point = make_service_point(kind=PlaceKind.TOWNSHIP, region=code)
        make_region(code, name)
        points.append((code, point))
    world = scatter(here, seed, count)
    places: dict[object, str] = {}
    for number, row in enumerate(world.applications):
        at = None if row.channel == "online" else points[number % 2]
        row.intake_point_id = at[1].id if at else None
        places[row.id] = at[0][:PLACE_DIGITS] if at else NO_PLACE
    Application.objects.bulk_update(world.applications, ["intake_point"])
    return world, places


@pytest.mark.parametrize("seed", range(2))
def test_figures_of_a_place_are_those_of_a_walk_through_its_rows(here: County, seed: int) -> None:
    world, places = spread(here, seed)
    of, whole = PERIODS[2], reach_of(SYSTEM)
    everywhere = {line.key: line for line in figures(whole, of).places}
    assert everywhere.keys() == {HERE, THERE, NO_PLACE}
    for place, line in everywhere.items():
        rows = [
            row
            for row in world.applications
            if places[row.id] == place and within(of.now, row.ended_at)
        ]
        known = [
            each
            for application, cases in world.cases.items()
            for each in cases
            if places[application] == place and within(of.now, each.case.decided_at)
        ]
        found = figures(whole.at(place), of)
        assert found.now.closed == line.closed == closed_by_hand(world, rows)
        assert found.now.decided == line.decided == decided_by_hand(known)
        assert [each.key for each in found.places] == [place]


def test_lists_and_exceptions_of_the_places_make_the_whole(here: County) -> None:
    spread(here, 21, count=60)
    whole = reach_of(here.supervisor)
    parts = [whole.at(place) for place in (HERE, THERE, NO_PLACE)]
    for what in (*CLOSED_LISTS, *DECIDED_LISTS):
        rows = [row for part in parts for row in listing(what, ninety(), part).rows]
        assert len(rows) == len(listing(what, ninety(), whole).rows)
    for index, all_of_it in enumerate(exceptions(whole)):
        counts = [exceptions(part)[index].count for part in parts]
        assert sum(counts) == all_of_it.count
        for part, count in zip(parts, counts, strict=True):
            assert len(listing(all_of_it.kind, ninety(), part).rows) == count
    assert sum(today(part).received for part in parts) == today(whole).received
    assert listing("closed", ninety(), whole.at("339921999")).rows == ()


def test_the_page_is_cut_by_its_address_and_keeps_the_cut(here: County) -> None:
    spread(here, 22)
    client, home = browser(here.supervisor), reverse("oversight:home")
    text = client.get(home, NINETY).content.decode()
    assert "按镇街" in text and "石桥镇" in text and "网上" in text
    assert f"{reverse('oversight:list', args=['closed'])}?period=90&amp;place={HERE}" in text
    assert f'href="{home}?period=90&amp;place={HERE}">石桥镇</a>' in text
    cut = client.get(home, NINETY | {"place": HERE}).content.decode()
    assert "按镇街" not in cut
    assert f'<option value="{HERE}" selected>石桥镇</option>' in cut
    lists = [part for part in cut.split('href="')[1:] if "/list" in part.split('"')[0]]
    assert lists and all(f"place={HERE}" in part.split('"')[0] for part in lists)
    rows = client.get(
        reverse("oversight:list", args=["closed"]), NINETY | {"place": HERE}
    ).content.decode()
    assert '<span class="tag now">石桥镇</span>' in rows
    assert f"place={HERE}" in rows.split("回运行监测")[0].rsplit('href="', 1)[1]
    for bad in ("x", "33992110", "339921104000", "３３９９２１１０４"):
        assert client.get(home, {"place": bad}).status_code == 400


def test_a_place_asks_as_often_however_much_there_is(here: County) -> None:
    client = browser(here.supervisor)

    def asked(name: str, *args: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            url = reverse(f"oversight:{name}", args=args)
            assert client.get(url, NINETY | {"place": NO_PLACE}).status_code == 200
        return len(queries)

    few = asked("home"), asked("list", "closed"), asked("list", "overdue")
    spread(here, 23)
    assert (asked("home"), asked("list", "closed"), asked("list", "overdue")) == few
