"""What is written while others publish is not lost, and neither is what they published."""

from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from onevisit.catalogue import services
from onevisit.catalogue.models import Item, ItemVersion
from onevisit.catalogue.rules.comparing import Clash, compare, merge
from onevisit.catalogue.rules.parsing import definition_digest, parse_item, to_json
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict
from tests.catalogue import publishable
from tests.catalogue.conftest import COUNTY
from tests.catalogue.strategies import items
from tests.catalogue.test_findings_page import browser, page
from tests.catalogue.test_review import SECOND, WRITER, standing, written

pytestmark = pytest.mark.django_db


@given(items, items)
def test_what_only_one_changed_is_taken(first: dict[str, Any], second: dict[str, Any]) -> None:
    base, other = parse_item(first), parse_item(second)
    digest = definition_digest(other)
    for mine, theirs in ((base, other), (other, base), (other, other)):
        merged = merge(base, mine, theirs)
        assert (definition_digest(merged.definition), merged.clashes) == (digest, ())


@given(st.data())
def test_changes_of_different_fields_both_stay(data: st.DataObject) -> None:
    base, other = parse_item(data.draw(items)), parse_item(data.draw(items))
    mine_has = set(data.draw(st.lists(st.sampled_from(base.__struct_fields__))))
    theirs_has = set(base.__struct_fields__) - mine_has
    mine, theirs = (
        msgspec.structs.replace(base, **{name: getattr(other, name) for name in names})
        for names in (mine_has, theirs_has)
    )
    assert compare(merge(base, mine, theirs).definition, other) == ()


def test_where_both_changed_the_same_the_draft_stands_and_the_place_is_named() -> None:
    base = publishable.item()
    mine = publishable.item(("/materials/0/name", "甲表"), ("/regime/promise", 2))
    theirs = publishable.item(
        ("/materials/0/name", "乙表"), ("/materials/0/copies", 2), ("/texts/faq", [])
    )
    merged = merge(base, mine, theirs)
    assert merged.clashes == (Clash("materials", ("甲表",), "name", "甲表", "乙表"),)
    found = merged.definition
    assert (found.materials[0].name, found.materials[0].copies) == ("甲表", 2)  # type: ignore[union-attr]
    assert (found.regime.promise, found.texts.faq) == (2, ())  # type: ignore[union-attr]


def test_a_row_taken_away_by_one_and_changed_by_the_other_stays() -> None:
    base = publishable.item()
    mine = msgspec.structs.replace(base, materials=base.materials[:1])
    theirs = publishable.item(("/materials/1/copies", 3))
    merged = merge(base, mine, theirs)
    assert merged.definition.materials == theirs.materials  # type: ignore[union-attr]
    (row,) = merged.clashes
    assert (row.things, row.mine, row.theirs) == (("摊位照片",), None, theirs.materials[1])


def published_meanwhile(*changes: tuple[str, Any]) -> UUID:
    """A newer version of the item in force, as an import leaves it."""
    item = Item.objects.get()
    definition = publishable.item(*changes)
    ItemVersion.objects.filter(state="published").update(state="retired")
    version = ItemVersion.objects.create(
        item=item,
        number=3,
        state="published",
        schema=1,
        document=to_json(definition),
        digest=definition_digest(definition),
        made_at=clock.now(),
        published_at=clock.now(),
    )
    Item.objects.update(current=version)
    return version.id


def test_a_draft_overtaken_is_brought_onto_the_newest_and_then_submitted(
    offices: dict[str, UUID],
) -> None:
    standing()
    draft = written(("/name", "摊贩登记"))
    newest = published_meanwhile(("/regime/promise", 2), ("/steps/1/limit", 2))
    with pytest.raises(Conflict, match=r"catalogue\.base_moved"):
        services.submit_for_review(draft, actor=WRITER)
    client = browser("second", "catalogue_officer", COUNTY)
    shown = page(client, "version", draft)
    assert "起草以后，有人发布了新的版本" in shown and "时限，承诺时限从“3”改成“2”。" in shown
    client.post(reverse("catalogue:version-take-over", args=[draft]))
    assert services.take_over(draft, actor=WRITER) == ()
    kept = ItemVersion.objects.get(id=draft)
    assert (kept.number, kept.based_on) == (4, newest)
    assert (kept.document["name"], kept.document["regime"]["promise"]) == ("摊贩登记", 2)
    services.submit_for_review(draft, actor=WRITER)
    services.approve(draft, actor=SECOND)
    assert Item.objects.get().current_id == draft


def _asked(label: str, wanted: str) -> tuple[tuple[str, Any], ...]:
    """The item with a question of that name, and a photo that is asked only for one answer."""
    options = [{"value": each, "label": each} for each in ("摊", "店")]
    return (
        ("/questions", [{"key": "place", "label": label, "options": options}]),
        ("/materials/1/when", {"==": [{"var": "place"}, wanted]}),
        ("/materials/1/why_not", "只要一种。"),
    )


def test_conditions_are_told_in_the_names_of_the_version_they_stand_in(
    offices: dict[str, UUID],
) -> None:
    standing()
    draft = written(*_asked("在哪里卖", "摊"))
    published_meanwhile(*_asked("摆在哪里", "店"))
    shown = page(browser("second", "catalogue_officer", COUNTY), "version", draft)
    told = "材料“摊位照片”的适用情形从“摆在哪里 是 店”改成“在哪里卖 是 摊”。"
    both = "材料“摊位照片”的适用情形：您写“在哪里卖 是 摊”，别人写“摆在哪里 是 店”。"
    theirs = "材料“摊位照片”的适用情形从“任何情况”改成“摆在哪里 是 店”。"
    for said in (told, both, theirs):
        assert said in shown, said
    assert "&quot;var&quot;" not in shown
