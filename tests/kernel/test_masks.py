"""What pages and logs may show of a person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.kernel.codes import make_resident_id
from onevisit.kernel.masks import mask_id, mask_name, mask_phone, redact


def test_an_id_keeps_four_and_four() -> None:
    assert mask_id("330102199001011234") == "3301**********1234"
    assert mask_id("1234567") == "*******"


def test_a_phone_keeps_three_and_four() -> None:
    assert mask_phone("13812346621") == "138****6621"
    assert mask_phone("12345") == "*****"


@pytest.mark.parametrize(
    ("name", "masked"),
    [("陈晓岚", "陈*岚"), ("陈岚", "陈*"), ("欧阳小岚", "欧**岚"), ("陈", "*"), ("", "")],
)
def test_a_name_keeps_its_ends(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("身份证330102199001011234。", "身份证3301**********1234。"),
        ("id=33010219900101123x&", "id=3301**********123x&"),
        ("330102 19900101 1234", "3301************1234"),
        ("电话13812346621，", "电话138****6621，"),
        ("+8613812346621", "+86138****6621"),
        ("138-1234-6621", "138******6621"),
        ("a13812346621b", "a138****6621b"),
        ("３３０１０２１９９００１０１１２３４", "3301**********1234"),
    ],
)
def test_numbers_of_people_are_masked_wherever_they_stand(text: str, redacted: str) -> None:
    assert redact(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21T13:45:00.123456+08:00",
        "20261121134512",
        "1732153400123",
        "1732153400",
        "115113010083722043",
        "11440000006940116U2440102002002202611210001",
        "91330102MA27XF1G3Q",
        "339921000000",
        "0571-87654321",
        "12345678901234567890",
        "GET /items/0193a5f0-7b1c-7d2e-8f34-0123456789ab/ 200",
    ],
)
def test_timestamps_codes_and_keys_stay_readable(text: str) -> None:
    assert redact(text) == text


@given(
    st.from_regex(r"[1-8][0-9]{5}", fullmatch=True),
    st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    st.integers(0, 999),
    st.text(alphabet="甲乙：, ;\n<>\"'abcXYZ", max_size=5),
)
def test_no_valid_id_survives_redaction(region: str, birth: date, serial: int, around: str) -> None:
    number = make_resident_id(region, birth, serial)
    redacted = redact(around + number + around[::-1])
    assert number not in redacted
    assert redact(redacted) == redacted


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(alphabet="甲：, \n\"'aZ"))
def test_no_mobile_number_survives_redaction(number: str, around: str) -> None:
    assert number not in redact(around + number + around)
