"""Expected visits: over the situations people were in, held against every situation there is; each
party of a matter by itself.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import product
from math import prod
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue import services as catalogue_services
from onevisit.catalogue.models import Enabler, ItemVersion
from onevisit.catalogue.queries.drafting import draft_of
from onevisit.catalogue.rules.composition import compose_item
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.enablers import enablers_of
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.guidance.rules.situation import Answers
from onevisit.journeys import queries, services
from onevisit.journeys.rules import seen as seen_by
from onevisit.journeys.rules.expanding import Scope, Situated, settled
from onevisit.journeys.rules.expanding.answers import FlatAnswers
from onevisit.journeys.rules.expecting import visits_in
from onevisit.journeys.rules.planning.model import apportioned
from onevisit.journeys.rules.planning.wishes import Wish
from onevisit.kernel.conditions import Condition
from onevisit.kernel.types import JsonObject
from tests.catalogue.conftest import COUNTY, item_document
from tests.factories.enablers import change
from tests.factories.publishing import OFFICER
from tests.journeys.test_figures import edit

Working = Callable[..., dict[str, Enabler]]
ITEMS = Path(__file__).resolve().parents[2] / "demo" / "catalogue" / "items"
FEE = "police.fee_online"
LICENCE = item_document("driver_licence")["document"]
CODE = LICENCE["code"]
MOST = 100


def paid_when_damaged() -> JsonObject:
    """The licence, for which only who spoilt the old one pays: twice there instead of once."""
    when = {"==": [{"var": "dl_reason"}, "damaged"]}
    steps = [each | ({"when": when} if each["key"] == "pay" else {}) for each in LICENCE["steps"]]
    return LICENCE | {"steps": steps}


@pytest.fixture
def applied() -> Iterator[list[tuple[str, Answers, int]]]:
    """What was answered within the year, as the room above would say."""
    told: list[tuple[str, Answers, int]] = [
        (CODE, {"dl_reason": "damaged"}, 3),
        (CODE, {"dl_reason": "changed"}, 6),
        (CODE, {"dl_reason": "age", "physical": "networked"}, 1),
        (CODE, {"dl_reason": "expiring"}, 2),  # it says not where they were examined
    ]

    def tell(_since: datetime, codes: Any) -> Iterable[tuple[str, Answers, int]]:
        return [each for each in told if codes is None or each[0] in codes]

    before = dict(seen_by._tells)
    seen_by.register_answers(tell)
    yield told
    seen_by._tells.update(before)


@pytest.fixture
def licence(offices: dict[str, UUID], working: Working) -> None:
    """It is in force; paying online is planned."""
    edit(paid_when_damaged(), "police")
    rows = working("driver_licence")
    change(rows[FEE], "planned", planned_by="2027-03-01", once="60000", yearly="12000")


def conditions(told: object) -> Iterator[Condition]:
    """Every condition a definition holds."""
    if isinstance(told, Condition):
        yield told
    elif isinstance(told, tuple):
        for each in told:
            yield from conditions(each)
    else:
        for name in getattr(told, "__struct_fields__", ()):
            yield from conditions(getattr(told, name))


def test_the_situations_one_by_one_come_to_the_proven_worst_and_best() -> None:
    exact = 0
    for path in sorted(ITEMS.glob("*.json")):
        item = parse_item(json.loads(path.read_text())["document"])
        exact += agrees(item, Random(path.stem))
    assert exact > 60, "and most of them of all their situations"


def agrees(item: ItemDefinition, random: Random) -> bool:
    """Whether every situation could be tried; those that were stay within the proven figures."""
    offer = compose_item(item)
    on = frozenset(each for each in sorted(enablers_of(item)) if random.random() < 0.7)
    asked = {each.key: each for each in offer.questions}
    values = FlatAnswers(asked, [each.node for each in conditions(item)]).values
    ways = [list(each.values()) for each in values.values()]
    every = prod(map(len, ways))
    rows = (
        list(product(*ways))
        if every <= MOST
        else [[random.choice(way) for way in ways] for _ in range(MOST)]
    )
    forms = Situated(offer, Scope.OFFICIAL, lambda _: None, on=on)
    assert forms.possible
    known = [settled(offer, dict(zip(values, row, strict=True))) for row in rows]  # type: ignore
    found = [visits_in(forms.at(each)) for each in known if each is not None]
    sides = queries.visits_of_offer(offer, Scope.OFFICIAL, lambda _: None, on=on)
    solved = sides.solved
    assert solved is not None
    within = [each for each in found if each is not None]
    assert all(solved.best <= each <= solved.worst for each in within)  # type: ignore[operator]
    if every <= MOST:
        assert max(within, default=None) == solved.worst
        assert sides.sides or min(within, default=None) == solved.best
        assert (None in found) == (sides.stuck is not None)
    return every <= MOST


@pytest.mark.django_db
def test_the_mean_is_of_the_situations_people_were_in_wherever_the_figure_stands(
    licence: None, applied: list[tuple[str, Answers, int]], client: Client
) -> None:
    assert services.work_figures() == 1
    kept = queries.kept_figure(CODE)
    assert kept is not None
    assert (kept.worst, kept.best) == (2, 1)
    assert (kept.expected.visits, kept.expected.of, kept.expected.unfit) == (13, 10, 2)
    page = client.get(f"/things/{CODE}/visits/").content.decode()
    assert "1.30" in page
    assert f"开通{FEE}，这一趟就省掉了。" in page, "the old licence can be shown at collection"
    assert "1.30" in client.get("/visits/").content.decode()
    told = client.get(f"/api/v1/catalogue/offers/{CODE}/visits").json()["official"]["average"]
    assert (told["visits"], told["applications"], told["unknown"]) == (1.3, 10, 2)
    [line] = client.get("/api/v1/catalogue/visits").json()["items"]
    assert (line["average"], line["applications"]) == (1.3, 10)

    assert services.count_situations() == 0, "nobody applied since"
    applied[:] = applied[:1]
    assert services.count_situations() == 1
    [line] = client.get("/api/v1/catalogue/visits").json()["items"]
    assert (line["average"], line["applications"]) == (None, 3), "three are too few to say"


@pytest.mark.django_db
def test_a_draft_and_a_comparison_are_told_what_the_same_people_would_come_to(
    licence: None, applied: list[tuple[str, Answers, int]]
) -> None:
    draft_id = catalogue_services.save_item_draft(
        LICENCE, region=COUNTY, department="police", actor=OFFICER
    )
    draft = draft_of(CODE, actor=OFFICER)
    assert draft.expected is not None
    assert (draft.expected.mean, draft.expected.of) == (2.0, 10), "everybody pays"
    view = catalogue.version_view(ItemVersion.objects.get(id=draft_id).id, actor=OFFICER)
    assert view.effects is not None
    assert [(each.computed, each.expected) for each in view.effects] == [(2, 1.3), (2, 2.0)]


@pytest.mark.django_db
def test_a_plan_counts_the_situations_and_says_of_what(
    licence: None, applied: list[tuple[str, Answers, int]]
) -> None:
    def planned() -> queries.PlanView:
        plan_id = services.begin_plan(wish=Wish(most=1, even=1_000), actor=OFFICER)
        assert services.work_plans() == 1
        return queries.plan_view(plan_id, actor=OFFICER)

    view = planned()
    assert view.result is not None
    [thing], [line] = view.result.given.things, view.result.told.items
    assert (thing.known, [(each.volume, each.now) for each in thing.cases]) == (
        10,
        [(300, 2), (700, 1)],
    )
    assert (line.now, line.then) == (2, 1), "at worst"
    assert (line.visits_now, line.visits_then) == (1_300, 1_000)
    assert [each.spared for each in view.result.told.steps] == [300]
    assert planned().digest == view.digest
    applied[:] = applied[:1]
    few = planned()
    assert few.result is not None
    assert few.result.given.things[0].cases == (), "three are too few: all as the worst case"
    assert few.result.told.now == 2_000
    assert queries.plan_view(view.id, actor=OFFICER).result == view.result


def test_a_year_is_shared_out_in_whole_applications() -> None:
    assert apportioned(10, [1, 1, 1]) == [4, 3, 3]
    assert apportioned(0, [3, 4]) == [0, 0]
    assert apportioned(7, [99, 1]) == [7, 0]


def test_each_party_has_its_own_figure_and_brings_its_own_papers() -> None:
    document = json.loads((ITEMS / "house_transfer.json").read_text())["document"]
    offer = compose_item(parse_item(document))
    works = frozenset({"remote_id", "online_pay", "e_licence", "e_signature"})

    def worst(on: frozenset[str], scope: Scope = Scope.OFFICIAL) -> dict[str, int | None]:
        found = queries.visits_of_offer(offer, scope, lambda _: None, on=on)
        assert found.solved is not None
        assert found.solved.worst == max(each.solved.worst for each in found.sides)  # type: ignore
        return {each.party: each.solved and each.solved.worst for each in found.sides}

    assert worst(works | {"courier"}) == {"": 0, "卖方": 0, "卖方单位": 0}
    assert worst(works) == {"": 0, "卖方": 1, "卖方单位": 1}, "the old certificate is theirs"
    unsigned = works - {"e_signature"} | {"courier"}
    assert worst(unsigned) == {"": 1, "卖方": 1, "卖方单位": 1}, "whoever agrees signs"
    again = parse_item(document | {"parties": []})
    alone = queries.visits_of_offer(compose_item(again), Scope.OFFICIAL, lambda _: None, on=works)
    assert (alone.sides, alone.solved and alone.solved.worst) == ((), 1)
