"""Drafts, publishing, immutability."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from onevisit.accounts.rules import SYSTEM, Actor
from onevisit.catalogue import queries, services
from onevisit.catalogue.models import (
    Alias,
    Bundle,
    BundleVersion,
    DefinitionRef,
    Item,
    ItemVersion,
)
from onevisit.catalogue.rules.checks import check_bundle
from onevisit.catalogue.rules.events import CatalogueChanged, OfferPublished
from onevisit.catalogue.rules.parsing import parse_bundle
from onevisit.kernel import events
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.catalogue.conftest import COUNTY, bundle_document, item_document

pytestmark = pytest.mark.django_db


def _save(document: dict[str, object], department: str = "market") -> UUID:
    return services.save_item_draft(document, region=COUNTY, department=department, actor=SYSTEM)


def _food() -> dict[str, object]:
    document: dict[str, object] = item_document("food_permit")["document"]
    return document


def test_the_restaurant_is_offered_with_every_part_pinned(restaurant: UUID) -> None:
    found = queries.pinned_offer("YJS-339921-001")
    assert found.bundle_version_id == restaurant
    assert found.offer.name == "开办餐饮店"
    assert set(found.pins) == {part.key for part in found.offer.parts}
    assert {pin.region for pin in found.pins.values()} == {COUNTY}
    assert found.pins["fire_general"].code.endswith("02")
    assert len(found.pins["fire_general"].item_code) == 31


def test_an_offer_comes_back_as_it_was_pinned(
    restaurant: UUID, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = queries.pinned_offer("YJS-339921-001")
    pins = {key: str(pin.version_id) for key, pin in first.pins.items()}
    with django_assert_num_queries(0):
        again = queries.offer_of(item_version_id=None, bundle_version_id=restaurant, pins=pins)
    assert again == first
    with django_assert_num_queries(2):
        queries.pinned_offer("YJS-339921-001")


def test_a_pinned_version_stays_when_a_new_one_is_published(restaurant: UUID) -> None:
    before = queries.pinned_offer("YJS-339921-001")
    code = before.pins["food"].code
    _republish(code, promise=11)
    after = queries.pinned_offer("YJS-339921-001")
    assert before.pins["food"].version_id != after.pins["food"].version_id
    pins = {key: str(pin.version_id) for key, pin in before.pins.items()}
    again = queries.offer_of(item_version_id=None, bundle_version_id=restaurant, pins=pins)
    assert again.offer.part("food").item == before.offer.part("food").item


def _republish(code: str, promise: int) -> UUID:
    document = _food()
    regime = document["regime"]
    assert isinstance(regime, dict)
    changed = {**document, "regime": {**regime, "promise": promise}}
    assert changed["code"] == code
    version = _save(changed)
    services.publish_item(version, actor=SYSTEM)
    return version


def test_publishing_retires_the_old_version_and_moves_the_pointer(
    publish: Callable[[str], UUID],
) -> None:
    first = publish("food_permit")
    second = _republish(str(_food()["code"]), promise=11)
    item = Item.objects.get(code=_food()["code"])
    assert item.current_id == second
    states = dict(item.versions.values_list("number", "state"))
    assert states == {1: "retired", 2: "published"}
    assert item.versions.get(number=1).id == first


def test_the_same_content_is_not_saved_or_published_twice(publish: Callable[[str], UUID]) -> None:
    assert publish("food_permit") == publish("food_permit")
    assert ItemVersion.objects.count() == 1


def test_a_draft_is_replaced_until_it_is_published(offices: dict[str, UUID]) -> None:
    first = _save(_food())
    second = _save({**_food(), "name": "食品经营许可"})
    assert first == second
    assert ItemVersion.objects.get().document["name"] == "食品经营许可"


@pytest.mark.parametrize("field", ["document", "digest", "number", "made_at", "schema", "item_id"])
def test_the_database_refuses_to_change_a_published_version(
    publish: Callable[[str], UUID], field: str
) -> None:
    first, other = publish("food_permit"), publish("sign")
    value = {
        "document": "'{}'::jsonb",
        "digest": "'x'",
        "number": "7",
        "made_at": "now()",
        "schema": "2",
        "item_id": f"(SELECT item_id FROM catalogue_itemversion WHERE id = '{other}')",
    }[field]
    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        _sql(f"UPDATE catalogue_itemversion SET {field} = {value} WHERE id = '{first}'")


def test_the_database_lets_a_published_version_only_retire(publish: Callable[[str], UUID]) -> None:
    version = publish("food_permit")
    with pytest.raises(IntegrityError, match="cannot go from"), transaction.atomic():
        _sql(f"UPDATE catalogue_itemversion SET state = 'draft' WHERE id = '{version}'")
    with pytest.raises(IntegrityError, match="cannot be deleted"), transaction.atomic():
        _sql(f"DELETE FROM catalogue_itemversion WHERE id = '{version}'")
    _sql(f"UPDATE catalogue_itemversion SET state = 'retired' WHERE id = '{version}'")
    with pytest.raises(IntegrityError, match="cannot go from"), transaction.atomic():
        _sql(f"UPDATE catalogue_itemversion SET state = 'published' WHERE id = '{version}'")


def test_the_database_keeps_bundles_and_what_versions_name(restaurant: UUID) -> None:
    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        _sql(f"UPDATE catalogue_bundleversion SET digest = 'x' WHERE id = '{restaurant}'")
    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        DefinitionRef.objects.filter(bundle_version_id=restaurant).delete()
    assert DefinitionRef.objects.filter(bundle_version_id=restaurant).count() == 8


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_draft_may_be_deleted(offices: dict[str, UUID]) -> None:
    version = _save(_food())
    ItemVersion.objects.get(id=version).delete()
    assert not DefinitionRef.objects.exists()


def test_publishing_tells_higher_rooms_and_the_trail(offices: dict[str, UUID]) -> None:
    told: list[events.Event] = []
    version = _save(_food())
    with events.isolated():
        events.subscribe(events.Event, told.append)
        services.publish_item(version, actor=SYSTEM)
    item = Item.objects.get()
    assert {type(each) for each in told} == {CatalogueChanged, OfferPublished}
    changed = next(each for each in told if isinstance(each, CatalogueChanged))
    assert changed.item_ids == (item.id,)
    assert item.applicable
    assert item.served == ["1", "2"]


def test_everyday_names_follow_the_definition_and_curated_ones_stay(
    publish: Callable[[str], UUID],
) -> None:
    publish("sign")
    code = str(item_document("sign")["document"]["code"])
    services.set_aliases(code=code, phrases=["换个  门头"], actor=SYSTEM)
    changed = {**item_document("sign")["document"], "everyday": ["做门头"]}
    services.publish_item(_save(changed, "urban"), actor=SYSTEM)
    phrases = set(Alias.objects.values_list("phrase", "source"))
    assert phrases == {("做门头", "definition"), ("换个 门头", "curated")}


@pytest.mark.parametrize("phrase", ["", "，。", "长" * 101])
def test_an_everyday_name_must_be_words(publish: Callable[[str], UUID], phrase: str) -> None:
    publish("sign")
    code = str(item_document("sign")["document"]["code"])
    with pytest.raises(Invalid, match=r"catalogue\.bad_alias"):
        services.set_aliases(code=code, phrases=[phrase], actor=SYSTEM)


def test_nobody_saves_without_the_right(offices: dict[str, UUID]) -> None:
    with pytest.raises(Refused):
        services.save_item_draft(
            _food(), region=COUNTY, department="market", actor=Actor(uuid4(), "张三")
        )


def test_unknown_things_are_not_found(offices: dict[str, UUID]) -> None:
    with pytest.raises(NotFound, match=r"catalogue\.no_such_offer"):
        queries.pinned_offer("nothing")
    with pytest.raises(NotFound, match=r"catalogue\.no_such_version"):
        services.publish_item(uuid4(), actor=SYSTEM)
    with pytest.raises(NotFound, match=r"catalogue\.no_such_version"):
        queries.offer_of(item_version_id=None, bundle_version_id=None, pins={"item": str(uuid4())})


def test_a_retired_version_cannot_come_back(publish: Callable[[str], UUID]) -> None:
    first = publish("food_permit")
    _republish(str(_food()["code"]), promise=11)
    with pytest.raises(Conflict, match=r"catalogue\.version_not_draft"):
        services.publish_item(first, actor=SYSTEM)


def test_an_item_of_one_department_is_not_taken_by_another(
    publish: Callable[[str], UUID],
) -> None:
    publish("food_permit")
    with pytest.raises(Conflict, match=r"catalogue\.belongs_elsewhere"):
        _save(_food(), "fire")


def test_a_department_nobody_knows_is_refused_at_its_place(offices: dict[str, UUID]) -> None:
    document = _food()
    materials = document["materials"]
    assert isinstance(materials, list)
    fetched = next(i for i, m in enumerate(materials) if m.get("source", {}).get("service"))
    source = {**materials[fetched]["source"], "provider": "nobody"}
    changed = [*materials]
    changed[fetched] = {**materials[fetched], "source": source}
    with pytest.raises(Invalid) as caught:
        _save({**document, "materials": changed})
    assert [(p.place, p.code) for p in caught.value.problems] == [
        (f"/materials/{fetched}/source/provider", "catalogue.unknown_department")
    ]


def test_a_bundle_without_its_items_is_refused_with_every_part_named(
    offices: dict[str, UUID],
) -> None:
    with pytest.raises(Invalid) as caught:
        services.save_bundle_draft(bundle_document(), region=COUNTY, actor=SYSTEM)
    places = {p.place for p in caught.value.problems if p.code == "catalogue.part_unresolved"}
    assert places == {f"/parts/{i}/catalogue_code" for i in range(len(bundle_document()["parts"]))}


def test_an_item_that_would_break_a_published_bundle_is_refused(restaurant: UUID) -> None:
    food = _food()
    questions = food["questions"]
    assert isinstance(questions, list)
    one_more = {"value": "x", "label": "别的"}
    changed = [
        {**each, "options": [*each["options"], one_more]} if each["key"] == "foods" else each
        for each in questions
    ]
    version = _save({**food, "questions": changed})
    with pytest.raises(Invalid) as caught:
        services.publish_item(version, actor=SYSTEM)
    assert caught.value.problems[0].place.startswith("/bundles/YJS-339921-001/parts/food/questions")


def test_a_promise_shorter_than_the_longest_chain_is_remarked(restaurant: UUID) -> None:
    offer = queries.pinned_offer("YJS-339921-001").offer
    items = {part.key: part.item for part in offer.parts}
    bundle = parse_bundle({**bundle_document(), "promise": 1})
    assert [each.code for each in check_bundle(bundle, items).warnings] == [
        "catalogue.promise_under_chain"
    ]


def test_the_current_pointer_of_a_bundle_moves(restaurant: UUID) -> None:
    changed = {**bundle_document(), "promise": 11}
    version = services.save_bundle_draft(changed, region=COUNTY, actor=SYSTEM)
    services.publish_bundle(version, actor=SYSTEM)
    assert Bundle.objects.get().current_id == version
    assert BundleVersion.objects.get(id=restaurant).state == "retired"
