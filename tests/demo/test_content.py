"""The county's content, before any database: codes, people, and what the bundle asks of whom."""

import json
import re
from collections.abc import Iterator
from itertools import product

import pytest

from demo import cast, content
from demo.papers import paper
from onevisit.catalogue.rules.composition import Offer, compose_bundle, compose_item
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.life import BY_NAME
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.directory.rules import parse_hours
from onevisit.guidance.rules.checklist import Checklist, How, checklist
from onevisit.guidance.rules.figures import figures
from onevisit.guidance.rules.questions import clean_answers, open_questions
from onevisit.kernel.clock import today
from onevisit.kernel.codes import ItemCode, MobileNumber, ResidentId, Uscc


def _item(key: str) -> ItemDefinition:
    return parse_item(next(each.document for each in content.items() if each.key == key))


@pytest.fixture(scope="module")
def restaurant() -> Offer:
    bundle = parse_bundle(content.bundles()["restaurant"])
    items = [parse_item(each.document) for each in content.items()]
    chosen = {
        part.key: next(
            item
            for item in items
            if item.catalogue_code == part.catalogue_code and item.code[31:] == part.variant
        )
        for part in bundle.parts
    }
    return compose_bundle(bundle, chosen)


def _parts(listed: Checklist) -> set[str]:
    return {part.key for part in listed.active_parts}


def test_everything_stands_at_a_stop_of_a_life() -> None:
    documents = [*(each.document for each in content.items()), *content.bundles().values()]
    stops = {each for document in documents for each in document["life_events"]}
    assert stops <= BY_NAME.keys()


def test_people_and_companies_are_valid_in_form() -> None:
    assert len(content.citizens()) == 21
    assert len({each.id_number for each in content.citizens()}) == 21
    assert len({each.phone for each in content.citizens()}) == 21
    for person in content.citizens():
        assert ResidentId.parse(person.id_number, today=today()).region == "339921"
        assert MobileNumber.parse(person.phone).number == person.phone
    assert len(content.companies()) == 7
    assert all(Uscc.parse(each.uscc).checksum_ok for each in content.companies())
    ages = [today().year - each.birth.year for each in content.citizens()]
    assert min(ages) < 16
    assert max(ages) >= 85
    assert any("𠮷" in each.name for each in content.citizens())


def test_the_county_has_eighteen_townships_two_hundred_people_and_sixty_companies() -> None:
    townships = content.townships()
    assert len(townships) == len(set(townships.values())) == 18
    assert content.streets().keys() == townships.keys()
    people = content.people()
    assert len(people) == len({each.id_number for each in people.values()}) == 201
    assert len({each.name for each in people.values()}) == 201
    assert {each.township for each in content.residents()} == townships.keys()
    for person in people.values():
        assert ResidentId.parse(person.id_number, today=today()).region == "339921"
        assert not person.phone or MobileNumber.parse(person.phone).number == person.phone
        relatives = [people[key] for key in (person.parent, person.child) if key]
        assert all(abs(each.birth.year - person.birth.year) >= 18 for each in relatives)
    assert sum(ord(mark) > 0xFFFF for each in people.values() for mark in each.name) >= 4
    companies = content.all_companies()
    assert len({each.uscc for each in companies}) == len({each.name for each in companies}) == 61
    assert all(Uscc.parse(each.uscc).checksum_ok for each in companies)
    assert all(people[each.representative].phone for each in companies)


def test_every_township_has_a_centre_that_can_be_found_and_a_clerk() -> None:
    regions = {each["code"]: each["name"] for each in content.county()["regions"]}
    centres = [p for p in content.county()["service_points"] if p["kind"] == "township"]
    places = {(each["latitude"], each["longitude"]) for each in centres}
    assert len(places) == len({each["phone"] for each in centres}) == 18
    for centre in centres:
        assert centre["name"].startswith(regions[centre["region"]])
        assert centre["address"].startswith(regions[centre["region"]])
        assert 28.7 < centre["latitude"] < 29.2
        assert 119.4 < centre["longitude"] < 119.9
        assert parse_hours(centre["hours"])
    clerks = {each.service_point for each in content.officers() if each.role == "clerk"} - {""}
    assert clerks == {"centre", *content.townships()}


def test_item_codes_name_the_department_and_the_catalogue_code() -> None:
    usccs = {each["code"]: each["uscc"] for each in content.county()["departments"]}
    for source in content.items():
        item = parse_item(source.document)
        code = ItemCode.parse(item.code)
        assert code.warnings == ()
        assert code.department_code == usccs[source.department]
        assert str(code.catalogue) == item.catalogue_code


def test_every_item_is_complete_enough_to_be_understood() -> None:
    for source in content.items():
        item = parse_item(source.document)
        assert item.applicable, source.key
        assert len(item.everyday) >= 2, source.key
        assert len(item.texts.faq) >= 3, source.key
        assert item.texts.summary, source.key
        assert item.texts.conditions, source.key
        assert item.texts.legal_basis, source.key
        assert item.regime.promise is not None, source.key
        assert item.regime.basis, source.key
        for material in item.materials:
            assert material.help, (source.key, material.key)
            assert material.when.source == "true" or material.why_not, (source.key, material.key)


def test_the_noodle_stall_only_registers(restaurant: Offer) -> None:
    listed = checklist(restaurant, clean_answers(restaurant, cast.NOODLES))
    assert listed.complete
    assert _parts(listed) == {"licence", "small_food"}
    assert {line.key for line in listed.bring()} == {"premises_proof"}


def test_the_hot_pot_place_needs_five_parts(restaurant: Offer) -> None:
    listed = checklist(restaurant, clean_answers(restaurant, cast.HOT_POT))
    assert listed.complete
    assert _parts(listed) == {"licence", "food", "fire_general", "sign", "drainage"}
    assert {line.key for line in listed.may_follow()} == {"sign_design"}
    shared = next(line for line in listed.lines if line.key == "premises_proof")
    assert set(shared.wanted_by) == {"food", "sign"}


def test_promising_to_be_safe_replaces_the_inspection(restaurant: Offer) -> None:
    listed = checklist(restaurant, clean_answers(restaurant, cast.SUSHI))
    assert _parts(listed) == {"licence", "food", "fire_commitment"}
    assert "fire_commitment_letter" in {line.key for line in listed.generated()}


def _situations(offer: Offer) -> Iterator[dict[str, object]]:
    """Every combination of answers, numbers by the bounds that conditions compare with."""
    values: dict[str, list[object]] = {
        "where": ["street", "mall", "town", "village"],
        "area": [4, 50, 51, 299, 300, 999, 1000, 5000],
        "foods": [[], ["hot"], ["hot", "cold"], ["raw"], ["cake", "drinks"]],
        "seats": ["yes", "no"],
        "sign": ["none", "flat", "big"],
        "drainage": ["own", "shared"],
        "fire_route": ["commitment", "general"],
    }
    assert set(values) == {question.key for question in offer.questions}
    seen = set()
    for chosen in product(*values.values()):
        answers = clean_answers(offer, dict(zip(values, chosen, strict=True)))
        if (mark := repr(sorted(answers.items()))) not in seen:
            seen.add(mark)
            yield dict(answers)


def test_in_no_situation_is_anything_asked_that_the_bundle_produces(restaurant: Offer) -> None:
    counted = 0
    for answers in _situations(restaurant):
        counted += 1
        assert not open_questions(restaurant, answers)  # type: ignore[arg-type]
        listed = checklist(restaurant, answers)  # type: ignore[arg-type]
        parts = _parts(listed)
        assert ("food" in parts) != ("small_food" in parts), answers
        assert not {"fire_commitment", "fire_general"} <= parts, answers
        produced = {r.key for part in listed.active_parts for r in part.item.results}
        for line in (*listed.bring(), *listed.may_follow()):
            assert line.key not in produced, (answers, line.key)
            assert line.wanted_by, (answers, line.key)
        for line in listed.not_needed():
            assert line.reason, (answers, line.key)
        keys = [use.field.key for use in listed.fields]
        assert len(keys) == len(set(keys))
    assert counted > 300


def test_the_bundle_saves_trips_papers_and_days(restaurant: Offer) -> None:
    shown = figures(restaurant, clean_answers(restaurant, cast.HOT_POT))
    assert shown.exact
    assert shown.after.procedures == 1
    assert shown.before.procedures == 5
    assert shown.after.materials < shown.before.materials
    assert shown.after.fields < shown.before.fields
    assert shown.after.days is not None
    assert restaurant.promise is not None
    assert shown.after.days <= restaurant.promise


@pytest.mark.parametrize("key", ["social_card", "id_card_renewal", "elder_allowance"])
def test_single_items_compose(key: str) -> None:
    offer = compose_item(_item(key))
    assert offer.parts[0].item.applicable


def test_the_immediate_item_may_be_finished_at_the_window() -> None:
    item = _item("social_card")
    assert item.kind == "1"
    assert item.delegation.accept
    assert item.delegation.decide
    assert item.delegation.document


def test_every_told_answer_is_an_answer() -> None:
    """No story answers a question its offer does not ask, or with an option there is not."""
    offers = {each.key: compose_item(parse_item(each.document)) for each in content.items()}
    for story in (*cast.told(), *cast.ordinary()):
        if story.offer in offers:
            cleaned = clean_answers(offers[story.offer], story.answers)
            assert not open_questions(offers[story.offer], cleaned), story


def test_papers_are_drawn() -> None:
    scan, name = paper("floor_plan", "店铺平面图")
    assert scan.startswith(b"%PDF")
    assert name == "店铺平面图.pdf"
    picture, name = paper("sign_design", "招牌效果图")
    assert picture.startswith(b"\x89PNG")
    assert name.endswith(".png")


def test_what_follows_later_is_allowed_to(restaurant: Offer) -> None:
    listed = checklist(restaurant, clean_answers(restaurant, cast.HOT_POT))
    for line in listed.may_follow():
        assert line.how is How.MAY_FOLLOW
        assert line.material.defer_days


def test_nobody_asks_for_the_same_thing_twice() -> None:
    asked = [
        (
            *(each.person, each.company, each.shop, each.offer, each.helper),
            each.answers.get("applicant_for"),
        )
        for each in (*cast.told(), *cast.ordinary())
    ]
    assert len(asked) == len(set(asked))
    assert len(asked) == 96


def test_chinese_texts_use_full_width_marks() -> None:
    """Content is data, so the scan of the sources does not reach it."""
    half = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?(][\u4e00-\u9fff]")
    for path in sorted(content.FOLDER.rglob("*.json")):
        text = json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)
        for found in half.finditer(re.sub(r'"[:,] ', " ", text)):
            pytest.fail(f"{path.name}: {text[max(found.start() - 10, 0) : found.end() + 10]}")
