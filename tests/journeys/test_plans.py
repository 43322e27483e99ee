"""A plan from the question to the page, the workbook, and what one ticks by hand."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onevisit.accounts import services as accounts
from onevisit.accounts.models import User
from onevisit.accounts.rules import SYSTEM, StaffDraft
from onevisit.catalogue.models import Enabler
from onevisit.catalogue.queries.offers import PinnedOffer
from onevisit.journeys import queries, services
from onevisit.journeys.errors import Malformed
from onevisit.journeys.models import Plan, PlanState
from onevisit.journeys.queries.curves import Curves
from onevisit.journeys.rules.expanding import Scope
from onevisit.journeys.rules.planning import Curve
from onevisit.journeys.rules.planning.wishes import Wish, read_wish
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.kernel.sheets.books import read_book
from tests.catalogue.conftest import COUNTY, item_document
from tests.factories.enablers import change
from tests.factories.publishing import OFFICER

pytestmark = pytest.mark.django_db
Publish = Callable[[str], UUID]
Working = Callable[..., dict[str, Enabler]]
LICENCE, ALLOWANCE = (
    item_document(name)["document"]["code"] for name in ("driver_licence", "elder_allowance")
)
FEE, VISIT = "police.fee_online", "civil.centenarian_visit"


@pytest.fixture
def county(publish: Publish, working: Working) -> dict[str, Enabler]:
    """Two items; paying online is planned, one paper of the allowance is asked for on paper."""
    for name in ("driver_licence", "elder_allowance"):
        publish(name)
    rows = working("driver_licence", "elder_allowance")
    change(rows[FEE], "planned", planned_by="2027-03-01", once="60000", yearly="12000")
    change(rows[VISIT], "absent", once="30000", yearly="6000")
    return rows


def planned(**wish: Any) -> queries.PlanView:
    plan_id = services.begin_plan(wish=Wish(**wish), actor=OFFICER)
    assert queries.plan_view(plan_id, actor=OFFICER).state == PlanState.WAITING
    assert services.work_plans() == 1
    return queries.plan_view(plan_id, actor=OFFICER)


def test_the_plan_opens_what_spares_most_and_says_what_comes_of_it(
    county: dict[str, Enabler],
) -> None:
    view = planned(most=1, even=100, own={LICENCE: 1_000})
    assert view.result is not None
    told = view.result.told
    assert [(step.code, step.spared) for step in told.steps] == [(FEE, 1_000)]
    assert told.cost == 7_200_000
    changed = {each.code: (each.now, each.then) for each in told.items if each.then < each.now}
    assert changed == {LICENCE: (2, 1)}
    none = queries.plan_view(view.id, opened=[], actor=OFFICER)
    assert none.result is not None
    assert (none.result.told.then, none.result.by_hand) == (told.now, True)
    assert none.result.told.more[0].codes == (FEE,)

    again = planned(most=1, even=100, own={LICENCE: 1_000})
    assert again.digest == view.digest
    change(county[FEE], "open")
    kept = queries.plan_view(view.id, actor=OFFICER)
    assert kept.result == view.result, "what it was reckoned from is kept"
    assert planned(most=1, even=100, own={LICENCE: 1_000}).digest != view.digest


def test_from_the_first_paper_on_a_data_service_spares_a_trip_too(
    county: dict[str, Enabler],
) -> None:
    view = planned(budget=4_000_000, even=100, scope=Scope.LIVED)
    assert view.result is not None
    assert {step.code for step in view.result.told.steps} == {VISIT}
    official = planned(budget=4_000_000, even=100)
    assert official.result is not None
    assert official.result.told.steps == ()


def test_a_plan_that_is_stopped_stays_stopped_and_one_that_breaks_says_so(
    county: dict[str, Enabler], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_id = services.begin_plan(wish=Wish(most=1), actor=OFFICER)
    services.cancel_plan(plan_id=plan_id, actor=OFFICER)
    assert services.work_plans() == 0
    with pytest.raises(Conflict, match=r"journeys\.plan_ended"):
        services.cancel_plan(plan_id=plan_id, actor=OFFICER)
    begun = services.begin_plan(wish=Wish(most=1), actor=OFFICER)
    monkeypatch.setattr("onevisit.journeys.services.planning._given", _stopped_meanwhile(begun))
    services.work_plans()
    assert Plan.objects.get(id=begun).state == PlanState.CANCELLED
    failed = planned(most=1, must=(FEE, VISIT), even=1)
    assert (failed.state, failed.problem, failed.result) == ("failed", "must_exceeds", None)


def _stopped_meanwhile(plan_id: UUID) -> Callable[..., Any]:
    from onevisit.journeys.services import planning

    real = planning._given

    def given(*args: Any) -> Any:
        if Plan.objects.get(id=plan_id).state != PlanState.CANCELLED:
            services.cancel_plan(plan_id=plan_id, actor=SYSTEM)
        return real(*args) if args[0].id != plan_id else planning._tell(args[0], 0, 1)

    return given


def test_a_definition_that_cannot_be_solved_is_left_out_and_named(
    county: dict[str, Enabler], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Curves.of

    def knotted(self: Curves, pinned: PinnedOffer) -> Curve:
        if pinned.offer.code == ALLOWANCE:
            raise Malformed("/order", "acts go round in a cycle", "take one of them out")
        return real(self, pinned)

    monkeypatch.setattr(Curves, "of", knotted)
    view = planned(most=1, even=1)
    assert view.result is not None
    assert [(each.code, each.why) for each in view.result.given.unknown] == [(ALLOWANCE, "gaps")]
    assert view.result.opened == {FEE}


def test_a_wish_is_read_with_each_fault_at_its_field() -> None:
    known = frozenset({FEE})
    with pytest.raises(Invalid) as refusal:
        read_wish({"most": "0", "budget": "一点", "volumes": "even", "own": "x"}, {}, known)
    assert {each.place for each in refusal.value.problems} == {"most", "budget", "even", "own"}
    with pytest.raises(Invalid) as refusal:
        read_wish({}, {"must": [FEE], "without": [FEE, "nobody"]}, known)
    assert {each.place for each in refusal.value.problems} == {"most", "without"}
    wish = read_wish({"budget": "300000", "own": f"{LICENCE} 12"}, {"must": ["nobody"]}, known)
    assert (wish.budget, wish.own, wish.must) == (30_000_000, {LICENCE: 12}, ())


def test_the_pages_ask_watch_and_tell(county: dict[str, Enabler], client: Client) -> None:
    keeper = StaffDraft("keeper", "周目录", "catalogue_officer", region=COUNTY)
    user = accounts.create_staff(keeper, password=None, actor=SYSTEM)
    client.force_login(User.objects.get(id=user))
    wrong = client.post("/planner/", {"most": "", "volumes": "counted"})
    assert wrong.status_code == 422
    assert "至少写一样" in wrong.content.decode()
    asked = {"most": "1", "scope": "official", "volumes": "even", "even": "100", "title": "明年"}
    where = client.post("/planner/", asked).headers["Location"]
    assert "排队等候" in client.get(where).content.decode()
    assert "progress" in client.get(where, headers={"HX-Request": "true"}).content.decode()
    services.work_plans()
    assert client.get(where, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    page = client.get(where).content.decode()
    assert "开通这 1 项，一年少跑 100 次" in page
    assert "<svg" in page
    by_hand = client.get(f"{where}?hand=1&open={VISIT}").content.decode()
    assert "按您勾选的" in by_hand
    assert "和方案比，一年多跑 100 次。" in by_hand
    assert "明年" in client.get("/planner/").content.decode()
    answer = client.get(f"{where}book/")
    sheets = {each.name: each for each in read_book(answer.getvalue())}
    assert FEE in {cell for row in sheets["先后"].rows for cell in row.cells}
