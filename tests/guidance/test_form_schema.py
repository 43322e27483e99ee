"""The schema of a form and our own check of it are one truth."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onevisit.catalogue.rules.composition import Offer, compose_bundle
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.catalogue.rules.schemas import form_schema
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.guidance.rules import form
from onevisit.guidance.rules.form import clean_form, signed_form
from onevisit.guidance.rules.questions import clean_answers, open_questions, read_number
from onevisit.kernel.errors import Invalid
from onevisit.kernel.schemas import schema_fault, schema_problems
from tests.factories.offers import restaurant
from tests.guidance.strategies import FULL, condition
from tests.guidance.test_form import ANSWERS, good

QUESTIONS = [
    {"key": "kind", "label": "kind", "options": [{"value": v, "label": v} for v in "abc"]},
    {"key": "size", "label": "size", "kind": "number", "minimum": 0, "maximum": 20},
    {
        "key": "ways",
        "label": "ways",
        "kind": "multi",
        "options": [{"value": v, "label": v} for v in "ab"],
    },
]
KINDS = {"kind": "choice", "size": "number", "ways": "multi"}
PREFILLS = ["", "person.id_number", "person.phone", "organisation.uscc", "person.name"]
OPTIONS = [{"value": v, "label": "x"} for v in ("a", " ", "乙")]

TYPED = [
    *("店", " 店", "店\u3000", "\x1f店", "店\n", "店\n铺", "\ufeff", "\x85", "", " ", "a", "乙"),
    *("13800001234", "138 0000 1234", "１３８00001234", "339921199002030016", "86", "8e1"),
    *("11430000006122244L", "11430000006122244l", "2026-02-28", "2026-02-30", "20260228"),
    *("２026-02-28", "0000-01-01", "2026-W09-6"),
]
texts = st.one_of(
    st.text(max_size=6),
    st.sampled_from(TYPED),
)
values = st.one_of(
    texts,
    st.none(),
    st.booleans(),
    st.integers(-3, 30),
    st.sampled_from([1e15, 1e16, 5.0, 5.5, -0.0, 10**400]),
    st.lists(st.sampled_from(["a", "乙", "x", "", " ", 1]), max_size=3),
    st.just({"a": 1}),
)


@st.composite
def fields(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to three fields of any kind."""
    found = []
    for index in range(draw(st.integers(1, 3))):
        low = draw(st.sampled_from([None, 0, 5]))
        field: dict[str, Any] = {
            "key": f"f{index}",
            "label": "f",
            "kind": draw(st.sampled_from(["text", "text", "number", "date", "choice", "multi"])),
            "options": OPTIONS,
            "required": draw(st.booleans()),
            "prefill": draw(st.sampled_from(PREFILLS)),
            "max_length": draw(st.sampled_from([3, 20, 200])),
            "minimum": low,
            "maximum": draw(st.sampled_from([None, 10])),
            "when": draw(condition(KINDS)),
        }
        found.append(field)
    return found


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    """A bundle of two items that share fields, each part under a condition."""
    first, second = draw(fields()), draw(fields())
    shared = {each["key"]: each for each in first}
    second = [shared.get(each["key"], each) for each in second]
    parts = [
        {"key": key, "name": key, "catalogue_code": key, "when": draw(condition(KINDS))}
        for key in ("p", "q")
    ]
    items = {
        key: parse_item({"code": key, "name": key, "form": form})
        for key, form in (("p", first), ("q", second))
    }
    bundle = {"code": "b", "name": "b", "questions": QUESTIONS, "parts": parts}
    return compose_bundle(parse_bundle(bundle), items)


@given(offers(), st.data())
def test_our_check_and_the_validator_agree_on_any_form(offer: Offer, data: st.DataObject) -> None:
    answers = clean_answers(
        offer, {key: data.draw(st.sampled_from(FULL[kind])) for key, kind in KINDS.items()}
    )
    assume(not open_questions(offer, answers))
    keys = ["f0", "f1", "f2"]
    form = data.draw(st.dictionaries(st.sampled_from(keys), values, max_size=3))
    schema = form_schema(offer)
    assert schema_fault(schema) == ""
    fits = schema_problems(schema, {"answers": answers, "form": form}) == []
    try:
        kept = clean_form(offer, answers, form, partial=False)
    except Invalid:
        assert not fits
    else:
        assert fits is (_plain(kept.all()) == _plain(form))
        assert signed_form(offer, answers, form) == kept


def _plain(form: dict[str, Any]) -> dict[str, Any]:
    """Several choices in no order, and yes is not one."""
    return {
        key: sorted(map(repr, value)) if isinstance(value, list) else (type(value) is bool, value)
        for key, value in form.items()
    }


def test_a_record_that_is_not_what_was_published_is_not_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Our own check would have to be wrong for that, so here it is made so."""
    monkeypatch.setitem(form._READ, VarKind.TEXT, lambda _element, given: f" {given}")
    with pytest.raises(Invalid) as caught:
        signed_form(restaurant(), ANSWERS, good())
    assert caught.value.code == "guidance.form_not_of_schema"
    assert {p.place for p in caught.value.problems} >= {"/form/shop.name", "/form/person.name"}
    assert "陈岚" not in str(caught.value)


def test_the_form_of_the_restaurant_fits_and_a_smuggled_field_does_not() -> None:
    offer = restaurant()
    kept = signed_form(offer, ANSWERS, good()).all()
    schema = form_schema(offer)
    assert schema_problems(schema, {"answers": ANSWERS, "form": kept}) == []
    wrong = {**kept, "evil": 1, "person.phone": "138"}
    found = schema_problems(schema, {"answers": ANSWERS, "form": wrong})
    assert {each.place for each in found} == {"/form", "/form/person.phone"}


@pytest.mark.parametrize("given", [10**400, -(10**400), "1" + "0" * 400, float("nan"), True])
def test_what_is_no_number_for_people_is_none(given: object) -> None:
    assert read_number(given) is None
