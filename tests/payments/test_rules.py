"""Money, fees and taxes by date, signatures, and the provider's file."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.catalogue.rules.parsing import parse_item
from onevisit.kernel.errors import Invalid
from onevisit.kernel.money import from_number, in_words, parse_yuan, plain, share, yuan
from onevisit.payments.rules.charges import charges_of
from onevisit.payments.rules.reconciling import Direction, Entry, Kind, compare, read_file
from onevisit.payments.rules.signing import sign, verified
from onevisit.payments.rules.taxes import table, taxes_of
from tests.payments import world

HOUSE = {
    "house_use": "housing",
    "seller_kind": "person",
    "buyer_home": "first",
    "house.area": 96,
    "house.price": 1_180_000,
    "house.bought_on": "2016-05-18",
    "seller.only_home": "yes",
}
CODE = "330430101000"
DAY = date(2026, 11, 16)
FEN = st.integers(0, 10**12)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "零元整"),
        (2000, "贰拾元整"),
        (100500, "壹仟零伍元整"),
        (105, "壹元零伍分"),
        (3_436_893, "叁万肆仟叁佰陆拾捌元玖角叁分"),
        (1_000_100_000, "壹仟万零壹仟元整"),
        (123_450, "壹仟贰佰叁拾肆元伍角整"),
    ],
)
def test_an_amount_in_words_as_receipts_say_it(amount: int, said: str) -> None:
    assert in_words(amount) == said


@given(FEN)
def test_an_amount_reads_back_as_it_was_written(amount: int) -> None:
    assert parse_yuan(plain(amount)) == parse_yuan(f"{yuan(amount)} 元") == amount
    assert from_number(plain(amount)) == amount


@given(FEN, st.integers(0, 10_000), st.integers(1, 20_000))
def test_a_share_is_the_nearest_fen_halves_up(amount: int, over: int, under: int) -> None:
    exact = Fraction(amount * over, under)
    assert -Fraction(1, 2) < share(amount, over, under) - exact <= Fraction(1, 2)


@pytest.mark.parametrize("typed", ["", "-1", "1.234", "１０", "1e3", "abc"])
def test_what_is_no_amount_is_none(typed: str) -> None:
    assert parse_yuan(typed) is None


@pytest.mark.parametrize(
    ("day", "copies", "small", "amount"),
    [
        (date(2026, 11, 16), 2, "no", 2000),
        (date(2027, 1, 1), 2, "no", 2400),
        (date(2026, 11, 16), 2, "yes", 0),
    ],
)
def test_a_fee_is_the_rate_of_the_day_times_the_count(
    day: date, copies: int, small: str, amount: int
) -> None:
    item = parse_item(world.document(world.BOOK))
    facts = {"book.copies": copies, "firm.small": small}
    (charge,) = charges_of(item, facts, day)
    assert charge.amount == amount
    assert charges_of(item, {"firm.small": "no"}, day) == ()
    assert charges_of(item, facts, date(2023, 12, 31)) == ()


@pytest.mark.parametrize(
    ("change", "day", "vat", "deed", "income"),
    [
        ({}, DAY, 0, 1_180_000, 0),
        ({"house.area": 140}, DAY, 0, 1_180_000, 0),
        ({"house.area": 140.01}, DAY, 0, 1_770_000, 0),
        ({"buyer_home": "second", "house.area": 90}, date(2024, 11, 30), 0, 1_180_000, 0),
        ({"house.bought_on": "2021-11-16"}, DAY, 0, 1_180_000, 0),
        ({"house.bought_on": "2021-11-17"}, DAY, 0, 1_180_000, 1_180_000),
        ({"house.area": 150}, DAY, 0, 1_770_000, 0),
        ({"house.area": 96}, date(2024, 11, 30), 0, 1_770_000, 0),
        ({"buyer_home": "second", "house.area": 96}, date(2024, 11, 30), 0, 2_360_000, 0),
        ({"house.bought_on": "2024-06-01"}, date(2025, 12, 31), 5_619_048, 1_123_810, 1_123_810),
        ({"buyer_home": "second", "house.area": 150}, DAY, 0, 2_360_000, 0),
        ({"buyer_home": "more"}, DAY, 0, 3_540_000, 0),
        ({"seller.only_home": "no"}, DAY, 0, 1_180_000, 1_180_000),
        ({"house.bought_on": "2025-06-01"}, DAY, 3_436_893, 1_145_631, 1_145_631),
        ({"house.bought_on": "2024-11-16"}, DAY, 0, 1_180_000, 1_180_000),
        ({"house.bought_on": "2024-11-17"}, DAY, 3_436_893, 1_145_631, 1_145_631),
        ({"house_use": "other", "seller.only_home": None}, DAY, None, None, None),
        ({"house.price": None}, DAY, 0, None, 0),
        ({"seller_kind": "company", "seller.only_home": None}, DAY, None, None, 0),
    ],
)
def test_taxes_of_a_house_by_day_and_situation(
    change: dict[str, object], day: date, vat: int | None, deed: int | None, income: int | None
) -> None:
    found = {each.tax: each.amount for each in taxes_of(CODE, {**HOUSE, **change}, day)}
    stamp = {each: found.pop(each) for each in ("stamp_buyer", "stamp_seller")}
    assert found == {"vat": vat, "deed_tax": deed, "income_tax": income}
    homes = change.get("house_use") != "other"
    assert stamp["stamp_buyer"] == (0 if homes else None)
    assert stamp["stamp_seller"] == (0 if homes and "seller_kind" not in change else None)


def test_every_tax_names_its_law_and_its_sources() -> None:
    for taxes in table().values():
        for tax in taxes:
            assert tax.basis and tax.sources
            assert all(date.fromisoformat(row.since) for row in tax.rows)
            assert not [row for row in tax.rows if row.rate is not None and row.free]


NOW = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)


@given(st.binary(max_size=60), st.binary(max_size=60), st.integers(-600, 600))
def test_only_what_was_signed_lately_under_the_key_is_believed(
    body: bytes, other: bytes, seconds: int
) -> None:
    headers = sign(body, "key", at=NOW)
    then = NOW + timedelta(seconds=seconds)
    found = verified(body, headers, "key", now=then)
    assert (found is not None) == (abs(seconds) <= 300)
    assert verified(body, headers, "another", now=NOW) is None
    assert (verified(other, headers, "key", now=NOW) is not None) == (other == body)


def test_a_file_that_was_cut_short_is_no_file() -> None:
    whole = (
        b"kind,number,reference,amount,at\r\npay,ZF1,R1,10.00,\r\nrefund,TK1,R2,4.50,\r\n"
        b"total,2,10.00,4.50\r\n"
    )
    assert read_file(whole)[1] == Entry(Direction.REFUND, "TK1", 450)
    lines = whole.splitlines(keepends=True)
    for broken in (b"", whole[:-6], b"".join(lines[:-1]), b"".join([lines[0], *lines[2:]])):
        with pytest.raises(Invalid, match="bad_statement"):
            read_file(broken)


def test_what_differs_is_named_by_its_side() -> None:
    pay = Direction.PAY
    ours = [Entry(pay, "A", 1), Entry(pay, "B", 2), Entry(pay, "C", 3)]
    theirs = [Entry(pay, "B", 2), Entry(pay, "C", 4), Entry(pay, "D", 5)]
    assert [(each.number, each.kind) for each in compare(ours, theirs)] == [
        ("A", Kind.ONLY_OURS),
        ("C", Kind.AMOUNT),
        ("D", Kind.ONLY_THEIRS),
    ]
