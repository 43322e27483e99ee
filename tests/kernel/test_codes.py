"""Numbers of people and organisations, against what is known to go wrong elsewhere."""

import string
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onevisit.kernel.codes import (
    MobileNumber,
    ResidentId,
    Sex,
    Uscc,
    iso7064_mod37_36,
    make_resident_id,
    make_uscc,
)
from onevisit.kernel.errors import Invalid
from onevisit.kernel.uscc import ALPHABET

TODAY = date(2026, 11, 21)

regions = st.from_regex(r"[1-8][0-9]{5}", fullmatch=True)
births = st.dates(date(1900, 1, 1), TODAY)
serials = st.integers(0, 999)
valid_ids = st.builds(make_resident_id, regions, births, serials)
valid_usccs = st.builds(
    make_uscc, st.sampled_from(["11", "12", "91", "92", "93"]), regions, st.integers(0, 10**8 - 1)
)


def code_of(text: str) -> str:
    with pytest.raises(Invalid) as caught:
        ResidentId.parse(text, today=TODAY)
    return caught.value.code


@given(regions, births, serials)
def test_a_number_of_before_1999_is_the_only_one_of_today_that_it_can_be(
    region: str, birth: date, serial: int
) -> None:
    birth = birth.replace(year=(1800 if serial > 995 else 1900) + birth.year % 100, day=1)
    old = f"{region}{birth:%y%m%d}{serial:03d}"
    fits = []
    for last in "0123456789X":
        with suppress(Invalid):
            number = f"{region}{birth:%Y%m%d}{serial:03d}{last}"
            fits.append(ResidentId.parse(number, today=TODAY).number)
    assert [ResidentId.parse_either(old, today=TODAY).number] == fits
    assert ResidentId.parse_either(fits[0], today=TODAY).number == fits[0]
    assert code_of(old) == "codes.resident_id_length"  # to apply with, there is one of 18
    with pytest.raises(Invalid, match="resident_id_birth"):
        ResidentId.parse_either(f"{old[:8]}13{old[10:]}", today=TODAY)


@given(regions, births, serials)
def test_a_made_id_reads_back_with_birth_sex_and_region(
    region: str, birth: date, serial: int
) -> None:
    person = ResidentId.parse(make_resident_id(region, birth, serial), today=TODAY)
    assert (person.region, person.birth) == (region, birth)
    assert person.sex is (Sex.MALE if serial % 2 else Sex.FEMALE)


@given(valid_ids, st.integers(0, 17), st.sampled_from(string.digits))
def test_one_wrong_digit_is_always_found(number: str, place: int, digit: str) -> None:
    assume(number[place] != digit)
    with pytest.raises(Invalid):
        ResidentId.parse(number[:place] + digit + number[place + 1 :], today=TODAY)


@given(valid_ids, st.integers(0, 16))
def test_two_neighbours_exchanged_are_always_found(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    with pytest.raises(Invalid):
        ResidentId.parse(swapped, today=TODAY)


@given(st.text(max_size=30))
def test_no_text_makes_the_reader_fall_over(text: str) -> None:
    for read in (lambda: ResidentId.parse(text, today=TODAY), lambda: Uscc.parse(text)):
        try:
            read()
        except Invalid as error:
            assert error.code.startswith("codes.")


def test_the_well_known_example_is_read_and_x_may_be_small() -> None:
    person = ResidentId.parse(" 11010519491231002x ", today=TODAY)
    assert person.number == "11010519491231002X"
    assert person.birth == date(1949, 12, 31)
    assert person.sex is Sex.FEMALE


def test_full_width_digits_are_read() -> None:
    text = "".join(chr(ord(each) + 0xFEE0) for each in "11010519491231002X")
    assert ResidentId.parse(text, today=TODAY).number == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "codes.resident_id_length"),
        ("110105491231002", "codes.resident_id_length"),
        ("1101051949123100222", "codes.resident_id_length"),
        ("11010519491231002Y", "codes.resident_id_characters"),
        ("1101051949123X0022", "codes.resident_id_characters"),
        ("११०१०५१९४९१२३१००२X", "codes.resident_id_characters"),
        ("110105194902300021", "codes.resident_id_birth"),
        ("110105000012310021", "codes.resident_id_birth"),
        ("110105190002290021", "codes.resident_id_birth"),
        ("110105194912310029", "codes.resident_id_checksum"),
    ],
)
def test_each_fault_has_its_own_name(text: str, code: str) -> None:
    assert code_of(text) == code


def test_nobody_is_born_tomorrow_or_in_2099() -> None:
    assert code_of(make_resident_id("339921", date(2026, 11, 22), 1)) == "codes.resident_id_birth"
    assert code_of(make_resident_id("339921", date(2099, 1, 1), 1)) == "codes.resident_id_birth"
    assert ResidentId.parse(make_resident_id("339921", TODAY, 1), today=TODAY).age_on(TODAY) == 0


@pytest.mark.parametrize("region", ["330113", "330114", "341504", "110119", "442000", "659010"])
def test_counties_newer_or_older_than_any_list_are_not_judged(region: str) -> None:
    number = make_resident_id(region, date(1990, 5, 17), 21)
    assert ResidentId.parse(number, today=TODAY).region == region


@pytest.mark.parametrize("region", ["810000", "820000", "830000"])
def test_residence_permits_are_read(region: str) -> None:
    number = make_resident_id(region, date(1990, 5, 17), 21)
    assert ResidentId.parse(number, today=TODAY).is_residence_permit
    other = make_resident_id("330102", date(1990, 5, 17), 21)
    assert not ResidentId.parse(other, today=TODAY).is_residence_permit


def test_age_grows_on_the_birthday_and_on_the_first_of_march() -> None:
    person = ResidentId.parse(make_resident_id("339921", date(2008, 2, 29), 1), today=TODAY)
    assert person.age_on(date(2026, 2, 28)) == 17
    assert person.age_on(date(2026, 3, 1)) == 18


def test_neither_text_nor_repr_shows_the_number() -> None:
    person = ResidentId.parse("11010519491231002X", today=TODAY)
    phone = MobileNumber.parse("13812346621")
    assert f"{person} {person!r} {[person]}".count("1101**********002X") == 3
    assert "194912" not in f"{person} {person!r}"
    assert f"{phone} {phone!r}" == "138****6621 MobileNumber(138****6621)"


@pytest.mark.parametrize(
    "text",
    [
        "13812346621",
        "+86 138-1234-6621",
        "008613812346621",
        " 138 1234 6621",
        "１３８１２３４６６２１",
    ],
)
def test_a_mobile_number_is_read_as_people_write_it(text: str) -> None:
    assert MobileNumber.parse(text).number == "13812346621"


@pytest.mark.parametrize(
    "text", ["", "12812346621", "1381234662", "138123466211", "0571-8765432", "8613812346"]
)
def test_what_is_no_mobile_number_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        MobileNumber.parse(text)
    assert caught.value.code == "codes.mobile_number"


@given(valid_usccs)
def test_a_made_credit_code_is_valid_and_holds_a_valid_organisation_code(code: str) -> None:
    found = Uscc.parse(code.lower())
    assert found.code == code
    assert found.checksum_ok
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(d) * w for d, w in zip(found.organisation_code, weights, strict=False))
    check = {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))
    assert found.organisation_code[8] == check


@given(valid_usccs, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_shows_in_the_flag_and_is_no_refusal(
    code: str, place: int, character: str
) -> None:
    assume(code[place] != character)
    assert not Uscc.parse(code[:place] + character + code[place + 1 :]).checksum_ok


@pytest.mark.parametrize("code", ["91330106673959654P", "11430000006122244L", "11100000000013338W"])
def test_real_credit_codes_pass(code: str) -> None:
    assert Uscc.parse(code).checksum_ok


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9133010667395965", "codes.uscc_length"),
        ("91330106673959654PP", "codes.uscc_length"),
        ("TE440000GD030003VV", "codes.uscc_characters"),
        ("91330106673959654I", "codes.uscc_characters"),
        ("9133010667395965é4", "codes.uscc_characters"),
    ],
)
def test_a_credit_code_of_wrong_form_is_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        Uscc.parse(text)
    assert caught.value.code == code


def test_the_licence_check_character_agrees_with_the_public_example() -> None:
    licence = "11100000000013338W011.11430000006122244L.20230000403.001"
    assert iso7064_mod37_36(licence.replace(".", "")) == "U"


@given(st.text(alphabet=string.digits + string.ascii_uppercase, min_size=1, max_size=60), st.data())
def test_the_licence_check_finds_each_single_error(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(string.digits + string.ascii_uppercase))
    assume(other != text[place])
    assert iso7064_mod37_36(text[:place] + other + text[place + 1 :]) != iso7064_mod37_36(text)


def test_the_licence_check_refuses_other_characters() -> None:
    with pytest.raises(ValueError, match="capital"):
        iso7064_mod37_36("1.2")


@pytest.mark.parametrize(
    ("region", "serial"), [("33010", 1), ("330102", 1000), ("３３０１０２", 1)]
)
def test_no_id_is_made_from_wrong_parts(region: str, serial: int) -> None:
    with pytest.raises(ValueError, match="region"):
        make_resident_id(region, date(1990, 1, 1), serial)


@pytest.mark.parametrize(
    ("kind", "region", "serial"), [("9", "330102", 1), ("91", "33", 1), ("91", "330102", 10**8)]
)
def test_no_credit_code_is_made_from_wrong_parts(kind: str, region: str, serial: int) -> None:
    with pytest.raises(ValueError, match="digits"):
        make_uscc(kind, region, serial)
