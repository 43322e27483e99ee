"""From what is published to the flat form: what each kind of step and material comes to."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.visits_twin import brute, faults
from demo import enabling
from onevisit.catalogue.rules.composition import Offer, compose_bundle, compose_item
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.journeys.rules import read, solve, solve_line
from onevisit.journeys.rules.at_point import AT_CENTRE, Desk, doings_of, handed_in_at
from onevisit.journeys.rules.expanding import Expansion, GapKind, Scope, expand
from onevisit.journeys.rules.explaining import told
from onevisit.journeys.rules.flat import Flat
from onevisit.journeys.rules.writing import written

CATALOGUE = Path(__file__).resolve().parents[2] / "demo" / "catalogue"
ONLINE = [{"remote": True, "needs": ["remote_id"]}, {"place": "centre"}]
BY_COURIER = [{"remote": True, "needs": ["courier"]}, {"place": "centre"}]


def step(key: str, kind: str, after: list[Any], **more: Any) -> dict[str, Any]:
    own = kind in ("apply", "sign", "identify", "pay", "collect")
    links = [{"step": each} if isinstance(each, str) else each for each in after]
    party = "applicant" if own else "department"
    return {"key": key, "name": key, "kind": kind, "party": party, "after": links} | more


def item(*materials: dict[str, Any], code: str = "000000000001", **more: Any) -> ItemDefinition:
    """Apply anywhere, an office decides in some days, collect anywhere."""
    document = {
        "code": f"11330000000000000X4{code}",
        "catalogue_code": code,
        "name": f"item {code}",
        "steps": [
            step("apply", "apply", [], modes=ONLINE),
            step("accept", "accept", ["apply"]),
            step("decide", "decide", ["accept"], limit=3),
            step("collect", "collect", ["decide"], modes=BY_COURIER),
        ],
        "results": [{"key": f"result_{code}", "name": "result"}],
        "materials": [{"name": each["key"], **each} for each in materials],
    }
    return parse_item(document | more)


def nobody(_: str) -> None:
    return None


def official(one: ItemDefinition, **options: Any) -> Expansion:
    return expand(compose_item(one), Scope.OFFICIAL, nobody, **options)


def figures(found: Expansion) -> tuple[int | None, int | None]:
    assert found.gaps == ()
    assert found.flat is not None
    solved = solve(found.flat)
    return solved.worst, solved.worst_external


SHOWN = {"key": "card", "modes": [{"place": "centre"}]}


@pytest.mark.parametrize(
    ("material", "expected"),
    [
        ({"key": "m"}, (0, 0)),
        ({"key": "m", "source": {"kind": "generated"}}, (0, 0)),
        ({"key": "m", "source": {"kind": "fetched", "service": "s"}}, (0, 0)),
        ({"key": "m", "source": {"kind": "issued", "item": "000000000002"}}, (0, 0)),
        ({"key": "m", "source": {"kind": "third_party", "provider": "lab"}}, (0, 1)),
        ({"key": "m", "need": "2", "source": {"kind": "third_party", "provider": "lab"}}, (0, 0)),
        (SHOWN, (1, 0)),
        ({"key": "m", "original_seen_at_collection": True}, (1, 0)),
    ],
)
def test_what_a_material_costs(material: dict[str, Any], expected: tuple[int, int]) -> None:
    assert figures(official(item(material))) == expected


def test_without_an_enabler_one_must_come() -> None:
    assert figures(official(item(), on={"remote_id"})) == (1, 0)
    assert figures(official(item(), on=set())) == (2, 0)
    assert figures(official(item(SHOWN), on={"remote_id"})) == (2, 0)


def test_what_is_shown_at_collection_takes_no_trip_of_its_own() -> None:
    shown = {"key": "card", "original_seen_at_collection": True}
    assert figures(official(item(shown), on={"remote_id"})) == (1, 0)


def test_a_step_between_that_may_be_left_out_still_parts_two_visits() -> None:
    """Paying is only for some; the wait before it must not be lost for the others."""
    question = {"key": "q", "label": "q", "options": [{"value": v, "label": v} for v in "ab"]}
    one = item(
        questions=[question],
        steps=[
            step("apply", "apply", [], modes=[{"place": "centre"}]),
            step("decide", "decide", ["apply"], limit=3),
            step(
                "pay",
                "pay",
                ["decide"],
                modes=[{"remote": True}],
                when={"==": [{"var": "q"}, "a"]},
            ),
            step("collect", "collect", ["pay"], modes=[{"place": "centre"}]),
        ],
    )
    found = official(one)
    assert found.flat is not None
    assert solve(found.flat).best == 2


def test_the_lived_scope_begins_with_what_must_be_got_before() -> None:
    issued = item(
        code="000000000002",
        steps=[
            step("apply", "apply", [], modes=[{"place": "police"}]),
            step("decide", "decide", ["apply"], limit=1),
            step("collect", "collect", ["decide"], modes=[{"place": "police"}]),
        ],
    )
    one = item({"key": "m", "source": {"kind": "issued", "item": "000000000002"}})
    known = {"000000000002": issued}
    assert figures(official(one)) == (0, 0)
    assert figures(expand(compose_item(one), Scope.LIVED, known.get)) == (2, 0)


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (item(steps=[]), GapKind.NO_STEPS),
        (item(steps=[step("apply", "apply", [], modes=ONLINE)]), GapKind.NO_COLLECTION),
        (item(steps=[step("apply", "apply", [])], results=[]), GapKind.NO_MODES),
        (item({"key": "m", "source": {"kind": "unknown"}}), GapKind.SOURCE_UNKNOWN),
        (item({"key": "m", "source": {"kind": "unknown", "origin": "20"}}), GapKind.SOURCE_UNKNOWN),
        (item({"key": "m", "source": {"kind": "third_party"}}), GapKind.NO_PLACE),
    ],
)
def test_what_is_not_said_makes_no_number(one: ItemDefinition, kind: GapKind) -> None:
    found = official(one)
    assert found.flat is None
    assert [gap.kind for gap in found.gaps] == [kind]


def test_two_items_that_need_each_other_first_are_named() -> None:
    pair = {
        code: item({"key": f"m{other}", "source": {"kind": "issued", "item": other}}, code=code)
        for code, other in (
            ("000000000001", "000000000002"),
            ("000000000002", "000000000001"),
        )
    }
    [gap] = expand(compose_item(pair["000000000001"]), Scope.LIVED, pair.get).gaps
    assert gap.kind is GapKind.ISSUED_IN_A_RING
    assert "item 000000000002" in gap.what


def documents(folder: str) -> Iterator[dict[str, Any]]:
    for path in sorted((CATALOGUE / folder).glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))["document"]


@pytest.fixture(scope="module")
def county() -> dict[str, Offer]:
    """Every item and bundle of the demonstration county, by name."""
    found = [parse_item(each) for each in documents("items")]
    items = {each.catalogue_code: each for each in reversed(found)}
    offers = [compose_item(each) for each in found]
    for bundle in map(parse_bundle, documents("bundles")):
        answered = {part.key: items[part.catalogue_code] for part in bundle.parts}
        offers.append(compose_bundle(bundle, answered))
    assert len({each.name for each in offers}) == len(offers) == 95
    return {each.name: each for each in offers}


NOTHING, CHECKS, ALL = Desk(False, False), Desk(True, False), Desk(True, True)
SENDS = Desk(False, False, bags=True)


@pytest.mark.parametrize(
    ("materials", "desk", "worst"),
    [
        ((), AT_CENTRE, 2),  # handed in, then collected: no courier here
        ((), NOTHING, 2),
        ((), ALL, 2),
        ((SHOWN,), AT_CENTRE, 2),
        ((SHOWN,), NOTHING, 3),  # the original must be looked at elsewhere
        ((SHOWN,), SENDS, 2),  # it goes in a bag, and is had again with the result
        ((), SENDS, 2),
        ((SHOWN,), Desk(True, True, bags=True).bare, 2),
        ((SHOWN,), CHECKS, 2),
        ((SHOWN,), ALL, 2),
    ],
)
def test_what_a_point_does_not_do_is_another_trip(
    materials: tuple[dict[str, Any], ...], desk: Desk, worst: int
) -> None:
    offer = compose_item(item(*materials))
    found = expand(offer, Scope.OFFICIAL, nobody, on={"remote_id"})
    assert found.flat is not None
    flat = handed_in_at(found.flat, doings_of(offer), desk)
    known = brute(written(flat))
    assert isinstance(known, dict)
    assert (solve(flat).worst, known["worst"]) == (worst, worst)


def test_every_item_and_bundle_of_the_county_has_a_figure_that_its_flat_form_proves(
    county: dict[str, Offer],
) -> None:
    for name, offer in county.items():
        found = expand(offer, Scope.OFFICIAL, nobody)
        assert found.gaps == (), name
        assert found.flat is not None
        flat = written(found.flat)
        assert read(flat) == found.flat
        result = json.loads(solve_line(json.dumps(flat).encode())[0])
        assert result["worst"] is not None, name
        assert faults(flat, result) == [], name
        if len(found.flat.acts) <= 5:
            known = brute(flat)
            assert isinstance(known, dict)
            assert {key: result[key] for key in known if key != "impossible"} == {
                key: value for key, value in known.items() if key != "impossible"
            }
        at_centre = _handed_in(found.flat, offer, AT_CENTRE, name)
        fewest = _handed_in(found.flat, offer, ALL, name)
        nothing = _handed_in(found.flat, offer, NOTHING, name)
        assert at_centre <= _handed_in(found.flat, offer, SENDS, name) <= nothing, name
        assert result["worst"] <= at_centre and fewest >= at_centre, name


def _handed_in(flat: Flat, offer: Offer, desk: Desk, name: str) -> int:
    """The figure at a desk; its witness holds against the definition as it stands there."""
    there = written(handed_in_at(flat, doings_of(offer), desk))
    result = json.loads(solve_line(json.dumps(there).encode())[0])
    assert faults(there, result) == [], name
    return int(result["worst"])


def test_what_is_declared_changes_nothing_and_a_source_does(county: dict[str, Offer]) -> None:
    path = CATALOGUE / "items" / "drainage.json"
    document = json.loads(path.read_text(encoding="utf-8"))["document"]
    blank = parse_item({key: document[key] for key in document if key != "declared_visits"})
    assert official(blank) == official(parse_item(document))
    for material in document["materials"]:
        if material.get("modes"):
            material["modes"] = [{"place": "lab"}]
    assert figures(official(parse_item(document))) != figures(official(blank))


@pytest.mark.parametrize(
    ("name", "enabler", "declared", "before", "after", "errand"),
    [
        ("机动车驾驶证换证", "police.fee_online", 1, 2, 1, "缴工本费"),
        ("公民身后", "police.death_certificate", 0, 1, 0, "死亡证明"),
        ("职工退休", "hrss.file_search", 0, 1, 0, "人事档案"),
    ],
)
def test_three_wrong_declarations_each_with_the_enabler_that_repairs_it(
    county: dict[str, Offer],
    name: str,
    enabler: str,
    declared: int,
    before: int,
    after: int,
    errand: str,
) -> None:
    working = enabling.works()
    now = expand(county[name], Scope.OFFICIAL, nobody, on=working)
    assert now.flat is not None
    solved = solve(now.flat)
    assert (county[name].declared_visits, solved.worst) == (declared, before)
    errands = [each for trip in told(now, solved).trips for each in trip.errands]
    assert [(e.what, e.needs) for e in errands if e.needs] == [(errand, (enabler,))]
    then = expand(county[name], Scope.OFFICIAL, nobody, on=working | {enabler})
    assert figures(then)[0] == after == declared


def test_no_other_declaration_of_the_county_is_wrong(county: dict[str, Offer]) -> None:
    working = enabling.works()
    wrong = {
        name
        for name, offer in county.items()
        if figures(expand(offer, Scope.OFFICIAL, nobody, on=working))[0] != offer.declared_visits
    }
    assert wrong == {"机动车驾驶证换证", "公民身后", "职工退休"}
