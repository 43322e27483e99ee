"""Tracking numbers, addresses, what may happen to a parcel."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.delivery.rules import (
    MOVES,
    Address,
    Mark,
    ParcelState,
    Payer,
    Terms,
    checked_address,
    checked_note,
    masked,
    moved,
    s10_check,
    terms_on,
    tracking_number,
)
from onevisit.kernel.errors import Conflict, Invalid

marks = st.lists(st.sampled_from(Mark), max_size=8)
GOOD = Address("陈小岚", "138 0000 0001", "浙江省安澜市安澜县云溪镇人民路 86 号")


@given(marks)
def test_a_parcel_starts_with_packing_and_never_leaves_its_table(deeds: list[Mark]) -> None:
    state: ParcelState | None = None
    for deed in deeds:
        try:
            state = moved(state, deed)
        except Conflict:
            assert (state, deed) not in MOVES
    assert state is None or deeds[0] is Mark.PACK or Mark.PACK in deeds


def test_every_state_can_be_reached() -> None:
    assert set(MOVES.values()) == set(ParcelState)


@given(st.text(string.digits, min_size=8, max_size=8))
def test_a_wrong_digit_of_a_postal_number_is_found(digits: str) -> None:
    right = f"EE{digits}{s10_check(digits)}CN"
    assert tracking_number(f" {right[:4].lower()} {right[4:9]}-{right[9:]} ") == right
    for wrong in range(10):
        if wrong != s10_check(digits):
            with pytest.raises(Invalid):
                tracking_number(f"EE{digits}{wrong}CN")


def test_a_postal_number_cut_short_is_found() -> None:
    for cut in ("EE47312482CN", "EE473124829C", "EE4731248290CN"):
        with pytest.raises(Invalid):
            tracking_number(cut)
    assert tracking_number("SF1234567890123") == "SF1234567890123"


def test_the_published_example_of_a_postal_number_holds() -> None:
    assert s10_check("47312482") == 9  # RR473124829GB, UPU S10


@given(st.text(max_size=40))
def test_whatever_is_typed_a_tracking_number_is_plain_or_refused(text: str) -> None:
    try:
        number = tracking_number(text)
    except Invalid as error:
        assert error.field == "tracking_number"
    else:
        assert number.isascii()
        assert number.isalnum()
        assert tracking_number(number) == number


def test_an_address_has_one_form() -> None:
    assert checked_address(GOOD).phone == "13800000001"
    spaced = Address(" 陈 小岚 ", GOOD.phone, f"  {GOOD.address} ")
    assert checked_address(spaced).address == GOOD.address


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Address("", GOOD.phone, GOOD.address), "recipient"),
        (Address("陈" * 41, GOOD.phone, GOOD.address), "recipient"),
        (Address("陈小岚", "", GOOD.address), "phone"),
        (Address("陈小岚", "12345", GOOD.address), "phone"),
        (Address("陈小岚", GOOD.phone, "安澜县"), "address"),
        (Address("陈小岚", GOOD.phone, "路" * 121), "address"),
    ],
)
def test_an_address_that_cannot_be_found_is_refused_at_its_field(
    given: Address, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        checked_address(given)
    assert refused.value.field == field


@given(st.text(min_size=6, max_size=120))
def test_a_masked_address_never_shows_its_end(text: str) -> None:
    shown = masked(Address("陈小岚", "13800000001", text)).address
    assert shown.endswith("****")
    assert len(shown) <= 22
    assert not shown.startswith(text)


def test_a_masked_address_keeps_the_county_and_nothing_in_its_repr() -> None:
    shown = masked(GOOD)
    assert shown.address == "浙江省安澜市安澜县****"
    assert (shown.recipient, shown.phone) == ("陈*岚", "138****0001") or "*" in shown.phone
    assert "人民路" not in repr(GOOD)


def test_a_mark_says_what_it_must() -> None:
    assert checked_note(Mark.MOVE, "whatever") == ""
    assert checked_note(Mark.RETURN, "absent") == "absent"
    for mark, note in ((Mark.DELIVER, ""), (Mark.RETURN, "self")):
        with pytest.raises(Invalid):
            checked_note(mark, note)


def test_terms_are_those_of_the_day() -> None:
    old = Terms(date(2016, 12, 1), Payer.CENTRE, 30)
    new = Terms(date(2027, 1, 1), Payer.RECEIVER, 60)
    assert terms_on((new, old), date(2026, 12, 31)) is old
    assert terms_on((new, old), date(2027, 1, 1)) is new
    assert terms_on((new, old), date(1999, 1, 1)) is old
