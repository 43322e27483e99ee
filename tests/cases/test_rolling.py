"""A draft goes over to the newest version; what was submitted stays on its own."""

import copy
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onevisit.audit.models import AuditEntry
from onevisit.cases import queries, services
from onevisit.cases.models import Application, Case
from onevisit.cases.rules.rolling import carry
from onevisit.catalogue.models import Item, ItemVersion
from onevisit.catalogue.rules.composition import Offer, compose_item
from onevisit.catalogue.rules.parsing import definition_digest, parse_item, to_json
from onevisit.kernel import clock
from tests.cases.pages import address, browser, text
from tests.cases.wholeness import submit
from tests.factories import cases as make
from tests.factories.cases import County

Change = Callable[[dict[str, Any]], None]


def republish(code: str, change: Change) -> None:
    """A newer version of the item, in force."""
    item = Item.objects.select_related("current").get(code=code)
    assert item.current is not None
    document = copy.deepcopy(item.current.document)
    change(document)
    definition = parse_item(document)
    ItemVersion.objects.filter(id=item.current_id).update(state="retired")
    item.current = ItemVersion.objects.create(
        item=item,
        number=item.current.number + 1,
        state="published",
        schema=1,
        document=to_json(definition),
        digest=definition_digest(definition),
        made_at=clock.now(),
        published_at=clock.now(),
    )
    item.save()


def worse(document: dict[str, Any]) -> None:
    """One paper more, another gone, a field gone."""
    document["materials"] = [{"key": "photo", "name": "照片"}]
    document["form"] = [each for each in document["form"] if each["key"] != "shop.name"]


def card_draft(here: County) -> Application:
    return make.filled_draft(here, code=here.card_code)


def test_what_fits_stays_and_what_does_not_is_named_to_the_applicant(here: County) -> None:
    draft = card_draft(here)
    before = draft.unsealed().values
    republish(here.card_code, worse)
    assert (services.roll_drafts(), services.roll_drafts()) == (1, 0)
    draft.refresh_from_db()
    view = queries.draft_view(application_id=draft.id, actor=here.citizen)
    (told,) = view.rolled
    assert (told.answers, told.fields, told.more, told.less) == (
        (),
        ("店名",),
        ("照片",),
        ("旧卡",),
    )
    assert draft.unsealed().values == before
    assert "shop.name" not in draft.form_open
    assert "吉祥小馆" not in str(draft.rolled)
    assert AuditEntry.objects.get(action="cases.roll_forward").facts["lost"] == 1


def test_the_page_says_so_until_it_was_read(here: County) -> None:
    draft = card_draft(here)
    republish(here.card_code, worse)
    services.roll_drafts()
    client = browser(here.citizen)
    page = text(client.get(address("draft", draft.id)))
    for said in ("草稿已经换到新的版本", "店名", "现在还要交：照片", "现在不用交了：旧卡"):
        assert said in page
    assert client.post(address("changed", draft.id)).status_code == 302
    assert "草稿已经换到新的版本" not in text(client.get(address("draft", draft.id)))


def test_a_bundle_rolls_when_one_of_its_items_does(here: County) -> None:
    draft = make.filled_draft(here)
    food = ItemVersion.objects.get(id=draft.pins["food"]).item.code
    republish(food, lambda document: document["regime"].update(promise=4))
    assert services.roll_drafts() == 1
    draft.refresh_from_db()
    assert draft.pins["food"] == str(Item.objects.get(code=food).current_id)
    assert draft.answers == {"shop.area": 400}
    assert queries.draft_view(application_id=draft.id, actor=here.citizen).rolled[0].kept


def test_what_was_submitted_stays_under_its_version(here: County) -> None:
    draft = make.filled_draft(here)
    food = ItemVersion.objects.get(id=draft.pins["food"]).item.code
    submit(draft, here)
    republish(food, lambda document: document["regime"].update(promise=4))
    assert services.roll_drafts() == 0
    case = Case.objects.get(application_id=draft.id, part="food")
    assert str(case.item_version_id) == draft.pins["food"]


def _offer(change: Change) -> Offer:
    document = copy.deepcopy(make.item_document("food", 1))
    change(document)
    return compose_item(parse_item(document))


_KEYS = ("shop.name", "shop.area", "shop.note", "person.name", "person.id")


@given(
    st.sets(st.sampled_from(_KEYS)),
    st.dictionaries(st.sampled_from(_KEYS), st.text("甲乙1", min_size=1, max_size=3)),
)
def test_every_value_stays_or_is_named(gone: set[str], values: dict[str, str]) -> None:
    def without(document: dict[str, Any]) -> None:
        document["form"] = [each for each in document["form"] if each["key"] not in gone]

    old, new = _offer(lambda document: None), _offer(without)
    moved = carry(old, new, answers={}, values=values, at=clock.now())
    labels = {use.field.key: use.field.label for use in old.fields}
    assert moved.values == {key: each for key, each in values.items() if key not in gone}
    assert set(moved.told.fields) == {labels[key] for key in values if key in gone}
