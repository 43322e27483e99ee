"""Declared, computed and counted visits side by side, against a walk through the ledger; and that
the citizen, the officer and the director are told one number.
"""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from onevisit.cases.models import Application
from onevisit.cases.rules.events import ContactKind
from onevisit.catalogue.models import Bundle, Item
from onevisit.hall.models import Contact
from onevisit.hall.queries import visits_of_many
from onevisit.journeys import services as journeys
from onevisit.journeys.models import Figure
from onevisit.kernel import clock
from onevisit.kernel.sheets import read_sheet
from onevisit.oversight import services
from onevisit.oversight.access import Reach, reach_of
from onevisit.oversight.queries import Filter, compared_with, counted_rows, listing
from onevisit.oversight.queries.figures import instants
from onevisit.oversight.queries.lists import ClosedLine
from onevisit.oversight.rules import FEW, Days, PeriodKind, period
from onevisit.oversight.rules.comparing import Cause, Compared, by_office
from tests.factories import cases as make
from tests.factories.cases import County
from tests.oversight.scatter import scatter
from tests.portal.staff import browser, page

DECLARED = 1


def compared(reach: Reach, days: Days) -> tuple[Compared, ...]:
    """Nothing kept of before."""
    return compared_with(counted_rows(reach, days), reach)


@pytest.fixture
def world(here: County) -> list[Application]:
    """Ended applications of a bundle and of an item, of which both declare one visit; results can
    be sent, and nothing else is told apart.
    """
    cache.clear()
    scatter(here, 21, count=90)
    codes = Item.objects.order_by("code").values_list("code", flat=True)
    for number, code in enumerate(codes[:3]):
        Application.objects.filter(offer_code=f"thing-{number}").update(offer_code=code)
    _declare()
    journeys.ask_all()
    journeys.work_figures()
    sides = [["", 1, 1], ["卖方", 0, 0]]
    Figure.objects.update(sent_out=True, applied_remotely=False, sides=sides)
    begin, end = instants(_days())
    return list(Application.objects.filter(ended_at__gte=begin, ended_at__lt=end).order_by("id"))


def _declare() -> None:
    """What is published says so; a trigger keeps it from being changed, but for a test."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in ("item", "bundle"):
            cursor.execute(
                f"UPDATE catalogue_{name}version SET document = document || %s::jsonb",
                [f'{{"declared_visits": {DECLARED}}}'],
            )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def _days() -> Days:
    return period(PeriodKind.NINETY_DAYS, today=clock.today()).now


def by_hand(rows: list[Application], code: str) -> tuple[list[int | None], Counter[Cause]]:
    """The visits of each ended application of a thing, and why those over one came so often."""
    mine = [each for each in rows if each.offer_code == code]
    counted = visits_of_many([each.id for each in mine])
    made = [None if (c := counted[each.id]).unrecorded else c.count for each in mine]
    causes: Counter[Cause] = Counter()
    for row, number in zip(mine, made, strict=True):
        if number is None or number <= DECLARED:
            continue
        contacts = Contact.objects.filter(application=row)
        why = {REASONS[each.reason] for each in contacts if each.kind == "sent_home"}
        why |= {SHOWN[each.kind] for each in contacts if each.kind in SHOWN}
        causes.update(why or {Cause.OTHER})
    return made, causes


REASONS = {
    "": Cause.UNSAID,
    "materials": Cause.MATERIALS,
    "elsewhere": Cause.ELSEWHERE,
    "conditions": Cause.CONDITIONS,
    "system": Cause.SYSTEM,
}
SHOWN = {"correction": Cause.CORRECTION, "hand_out": Cause.COLLECTED}


def test_counted_visits_and_causes_are_those_of_a_walk_through_the_ledger(
    here: County, world: list[Application]
) -> None:
    lines = compared(reach_of(here.supervisor), _days())
    assert {each.offered.code for each in lines} >= {each.offer_code for each in world}
    found = {each.offered.code: each for each in lines}
    for code, line in found.items():
        made, causes = by_hand(world, code)
        known = [each for each in made if each is not None]
        told = line.counted
        assert (told.count, told.known, told.visits) == (len(made), len(known), sum(known))
        assert told.over == sum(each > DECLARED for each in known)
        assert told.unrecorded == made.count(None)
        assert dict(zip(Cause, told.causes, strict=True)) == {c: causes[c] for c in Cause}
    assert sum(each.counted.over for each in lines) > 0
    assert sum(each.counted.count for each in by_office(lines)) == len(world)
    wanted = Filter(days=_days(), limit=1000)
    for cause, number in zip(Cause, by_office(lines)[0].counted.causes, strict=True):
        listed = listing(f"over-{cause}", wanted, reach_of(here.supervisor)).rows
        assert len(listed) >= number


def test_every_line_of_the_report_is_the_count_of_the_ledger(
    here: County, world: list[Application]
) -> None:
    rows = listing("closed", Filter(days=_days(), limit=1000), reach_of(here.supervisor)).rows
    told = {each.application_id: each.visits for each in rows if isinstance(each, ClosedLine)}
    assert set(told) == {each.id for each in world}
    counted = visits_of_many(told)
    assert {key: None if c.unrecorded else c.count for key, c in counted.items()} == told
    assert {None, 0, 1} < set(told.values())


@pytest.mark.parametrize("seed", range(5))
def test_the_citizen_the_officer_and_the_report_are_told_one_number(
    here: County, seed: int
) -> None:
    random, at = Random(seed), clock.now() - timedelta(days=3)
    application = make.submitted(here)
    for _ in range(seed):
        at += timedelta(minutes=random.choice([20, 119, 121, 700]))
        kind = random.choice(list(ContactKind))
        Contact.objects.create(
            application=application,
            person_id=application.applicant_id,
            service_point_id=here.centre,
            at=at,
            kind=kind,
        )
    Application.objects.filter(id=application.id).update(
        state="ended", channel="window", ended_at=clock.now()
    )
    [row] = listing("closed", Filter(days=_days()), reach_of(here.supervisor)).rows
    assert isinstance(row, ClosedLine)
    says = "跑动没有记录" if row.visits is None else f"跑动 {row.visits} 次"
    for who, name, key in (
        (here.citizen, "portal:affair", application.number),
        (here.supervisor, "portal:lookup-application", application.id),
    ):
        assert says in page(browser(who), name, key)
    assert (row.visits is None) is (seed == 0)


def test_the_page_and_the_report_say_the_same(here: County, world: list[Application]) -> None:
    director = browser(here.supervisor)
    lines = compared(reach_of(here.supervisor), _days())
    shown = director.get(reverse("oversight:compared"), {"period": "90"}).context["page"]
    assert {"申请人 1、卖方 0"} == {row.sides for row in shown.rows}
    assert shown.told.over == sum(each.counted.over for each in lines)
    for form in ("csv", "xlsx"):
        answer = director.get(reverse(f"oversight:report-{form}"), {"period": "90"})
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        heads, whole, *rest = [cells for _, cells in read_sheet(content)]
        at = heads.index("超过声明")
        items = [cells for cells in rest if cells[0] == "事项"]
        assert len(items) == len(lines)
        assert int(whole[at]) == sum(int(cells[at]) for cells in items)
        assert int(whole[at]) == shown.told.over
    office = shown.offices[0]
    narrowed = director.get(office.url).context["page"]
    assert narrowed.office == office.name
    assert len(narrowed.rows) == office.things


def test_what_people_come_for_more_often_than_declared_is_a_finding_of_its_keeper(
    here: County, world: list[Application]
) -> None:
    lines = compared(reach_of(here.supervisor), _days())
    over = {each.offered.code for each in lines if each.counted.over >= FEW}
    assert over

    def found() -> set[str]:
        rows = [*Item.objects.all(), *Bundle.objects.all()]
        return {row.code for row in rows if "visits_exceeded" in (row.findings or ())}

    assert found() == set()
    assert services.count_exceeding() >= len(over)
    assert found() == over
    assert services.count_exceeding() == 0
    with clock.travel(clock.now() + timedelta(days=200)):
        services.count_exceeding()
    assert found() == set()
