"""The one form: which fields, what they take, where values are kept."""

import pytest

from onevisit.guidance.rules.form import clean_form, form_rows, visible_fields
from onevisit.kernel.codes import make_resident_id
from onevisit.kernel.errors import Invalid
from tests.factories.offers import restaurant

ANSWERS = {"shop.area": 86, "floor": "street", "premises": "rented", "foods": ["hot"]}


def good() -> dict[str, str]:
    from datetime import date

    return {
        "person.name": "陈岚",
        "person.id_number": make_resident_id("339921", date(1990, 2, 3), 12),
        "shop.name": " 云溪小馆 ",
        "lease.until": "2027-05-01",
        "shop.area": "８６",
        "person.phone": "138 0000 1234",
    }


def test_each_element_stands_once_and_in_its_group() -> None:
    rows = form_rows(restaurant(), ANSWERS)
    assert [group.name for group in rows] == ["经营者", "店铺"]
    keys = [use.field.key for group in rows for use in group.fields]
    assert sorted(keys) == sorted(set(keys))
    name = next(u for u in visible_fields(restaurant(), ANSWERS) if u.field.key == "shop.name")
    assert [part.key for part in name.parts] == ["licence", "food", "fire"]


def test_a_full_form_comes_out_typed_and_kept_apart_by_class() -> None:
    values = clean_form(restaurant(), ANSWERS, good(), partial=False)
    assert values.open == {"shop.name": "云溪小馆", "lease.until": "2027-05-01", "shop.area": 86}
    assert set(values.personal) == {"person.name", "person.id_number", "person.phone"}
    assert values.personal["person.phone"] == "13800001234"
    assert "陈岚" not in repr(values)


def test_every_fault_is_named_by_its_field_at_once() -> None:
    raw = good() | {"person.id_number": "339921199002030000", "shop.area": "大", "shop.name": "  "}
    with pytest.raises(Invalid) as caught:
        clean_form(restaurant(), ANSWERS, raw, partial=False)
    assert caught.value.code == "guidance.form_problems"
    assert {p.place: p.code for p in caught.value.problems} == {
        "person.id_number": "codes.resident_id_checksum",
        "shop.name": "guidance.field_required",
        "shop.area": "guidance.field_not_a_number",
    }
    assert "339921199002030000" not in str(caught.value)


def test_a_draft_keeps_what_was_typed_however_wrong() -> None:
    values = clean_form(
        restaurant(), ANSWERS, {"shop.area": "大约八十", "shop.name": "店" * 99}, partial=True
    )
    assert values.open == {"shop.area": "大约八十", "shop.name": "店" * 99}
    assert values.personal == {}


def test_fields_nobody_asks_for_are_dropped() -> None:
    values = clean_form(restaurant(), ANSWERS, {"shop.exits": "2", "evil": "x"}, partial=True)
    assert values.all() == {}
