"""The register decides the figure: at once, and only of what names the enabler."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onevisit.catalogue.models import Enabler
from onevisit.journeys import queries
from onevisit.journeys.queries import visits
from onevisit.journeys.rules.expanding import GapKind, Scope
from tests.catalogue.conftest import item_document
from tests.factories.enablers import change

pytestmark = pytest.mark.django_db
Publish = Callable[[str], UUID]
Working = Callable[..., dict[str, Enabler]]
CARD, ALLOWANCE = (
    item_document(name)["document"]["code"] for name in ("social_card", "elder_allowance")
)


@pytest.fixture
def solves(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was solved."""
    seen: list[object] = []
    real = visits.solve

    def counted(flat):  # type: ignore[no-untyped-def]
        seen.append(flat.id)
        return real(flat)

    monkeypatch.setattr(visits, "solve", counted)
    return seen


def worst(code: str) -> int | None:
    solved = queries.visits_of(code).solved
    assert solved is not None
    return solved.worst


def test_a_state_that_changes_changes_the_figure_and_nothing_else_is_solved_again(
    publish: Publish, working: Working, solves: list[object]
) -> None:
    publish("social_card")
    publish("elder_allowance")
    [gap] = queries.visits_of(CARD).expansion.gaps
    assert gap.kind is GapKind.NO_REGISTER
    rows = working("social_card", "elder_allowance")
    before = worst(CARD), worst(ALLOWANCE)
    assert solves == [CARD, ALLOWANCE]
    change(rows["police.id_photo"], "planned", planned_by="2027-01-01")  # of the card alone
    worst(CARD), worst(ALLOWANCE)
    assert solves == [CARD, ALLOWANCE, CARD]
    change(rows["remote_id"], "absent")
    after = worst(CARD), worst(ALLOWANCE)
    assert solves[3:] == [CARD, ALLOWANCE]
    assert after[1] == 1 > before[1] == 0
    change(rows["remote_id"], "open")
    assert worst(ALLOWANCE) == before[1]
    assert solves[5:] == []
    without = queries.visits_of(ALLOWANCE, off=frozenset({"remote_id"})).solved
    assert without is not None
    assert (without.worst, solves[5:]) == (1, [])


def test_without_its_service_a_fetched_paper_is_asked_of_the_office_that_has_it(
    publish: Publish, working: Working
) -> None:
    publish("elder_allowance")
    rows = working("elder_allowance")
    service = "civil.centenarian_visit"
    lived = queries.visits_of(ALLOWANCE, Scope.LIVED)
    assert lived.solved is not None
    change(rows[service], "absent")
    without = queries.visits_of(ALLOWANCE, Scope.LIVED)
    assert without.expansion.gaps == ()
    assert without.solved is not None
    assert (without.solved.worst or 0) == (lived.solved.worst or 0) + 1
    needs = {need for trip in without.told.trips for each in trip.errands for need in each.needs}
    assert service in needs
    assert worst(ALLOWANCE) == lived.solved.worst, "from application to result, it is in hand"


def test_the_page_reads_the_register_and_the_versions_once_however_much_is_not_open(
    publish: Publish, working: Working
) -> None:
    publish("elder_allowance")
    rows = working("elder_allowance")

    def read() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as ran:
            found = queries.why(ALLOWANCE)
        of_register = sum('FROM "catalogue_enabler"' in each["sql"] for each in ran)
        assert of_register == 1
        return len(ran), len(found.repairs)

    read()  # what stays in memory
    few, repairs = read()
    assert repairs == 0
    for each in rows.values():
        change(each, "absent")
    many, repairs = read()
    assert repairs >= 1
    assert many == few
