"""Codes of the catalogue in every form that was seen, and all the real ones."""

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.kernel.codes import CatalogueCode, ItemCode, SourceForm, case_number
from onevisit.kernel.errors import Invalid

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
ITEM = "11440000006940116U2440102002002"


def test_a_national_code_falls_into_its_parts() -> None:
    code = ItemCode.parse(ITEM)
    assert code.source_form is SourceForm.NATIONAL_31
    assert code.uscc is not None
    assert code.uscc.code == code.department_code == "11440000006940116U"
    assert code.level == "2"
    assert code.catalogue == CatalogueCode("440102002002")
    assert (code.type_code, code.variant, code.region, code.warnings) == ("01", None, None, ())


def test_a_variant_names_its_item() -> None:
    code = ItemCode.parse("11440000006940116U244010200300103")
    assert code.source_form is SourceForm.NATIONAL_33
    assert code.variant == "03"
    assert code.item == "11440000006940116U2440102003001"
    assert ItemCode.parse(code.item).catalogue == code.catalogue


def test_a_catalogue_code_falls_into_its_parts() -> None:
    code = CatalogueCode.parse("44010201300y")
    assert (code.region, code.type_code, code.department) == ("44", "01", "02")
    assert (code.main, code.sub) == ("013", "00Y")
    assert not code.is_national
    assert CatalogueCode.parse("000101001000").is_national


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("44010201300", "codes.catalogue_code_length"),
        ("X40102013001", "codes.catalogue_code_characters"),
        ("4401020130-1", "codes.catalogue_code_characters"),
    ],
)
def test_a_wrong_catalogue_code_is_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        CatalogueCode.parse(text)
    assert caught.value.code == code


def test_a_dashed_code_falls_into_its_parts() -> None:
    code = ItemCode.parse("511A0138000000-511602000000-000-115113010833722043-1-00")
    assert code.source_form is SourceForm.DASHED
    assert code.local_code == "511A0138000000"
    assert code.type_code == "1A"
    assert code.region == "511602000000"
    assert code.department_code == "115113010833722043"
    assert code.uscc is not None
    assert (code.catalogue, code.variant, code.tail) == (None, None, ("000", "1"))
    assert code.item == code.text


def test_a_dashed_code_of_twelve_characters_holds_a_catalogue_code() -> None:
    code = ItemCode.parse("511Z07001006-511602000000-000-11511301008778183N-2-01")
    assert code.catalogue == CatalogueCode("511Z07001006")
    assert (code.variant, code.tail) == ("01", ("000", "2"))


@pytest.mark.parametrize(
    ("text", "form", "local", "kind", "region"),
    [
        (
            "G-000007-001-511602000000-000-115113010833722043-1-00",
            SourceForm.DASHED_PARTED,
            "G-000007-001",
            "G",
            "511602000000",
        ),
        (
            "1J-5100-00027-511602000000-000-11511301008778386B-1-00",
            SourceForm.DASHED_PARTED,
            "1J-5100-00027",
            "1J",
            "511602000000",
        ),
        ("E-000004-001-11511301008778386B", SourceForm.DASHED_SHORT, "E-000004-001", "E", None),
    ],
)
def test_older_dashed_codes_keep_their_own_catalogue_code(
    text: str, form: SourceForm, local: str, kind: str, region: str | None
) -> None:
    code = ItemCode.parse(text)
    assert (code.source_form, code.local_code) == (form, local)
    assert (code.type_code, code.region) == (kind, region)


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("511A0081000003-511602000000-000-00877868-5-1-00", ("codes.uscc_length",)),
        ("511A0166300000-511602000000-000-008778175-1-00", ("codes.uscc_length",)),
        ("511A0161300000-511602000000-000-1151130000877869M-1-00", ("codes.uscc_length",)),
        ("511A0161300000-511602000000-000-11511301008778183M-1-00", ("codes.uscc_checksum",)),
        ("E-000021-001-1111111111111111", ("codes.uscc_length", "codes.item_code_no_region")),
        ("TE440000GD030003VV2442102002002", ("codes.uscc_characters",)),
        ("11440000006940116U9440102002002", ("codes.item_code_level",)),
        ("11440000006940116u2440102002002", ("codes.item_code_lower_case",)),
    ],
)
def test_what_looks_wrong_is_a_warning_and_the_item_is_kept(
    text: str, warnings: tuple[str, ...]
) -> None:
    assert ItemCode.parse(text).warnings == warnings


def test_typographic_dashes_are_read_as_dashes() -> None:
    plain = "511Z07001006-511602000000-000-11511301008778183N-1-00"
    assert ItemCode.parse(plain.replace("-", "－")).text == plain
    assert ItemCode.parse(plain.replace("-", "—")).text == plain


@pytest.mark.parametrize(
    "text",
    [
        "",
        "无",
        ITEM[:-1],
        ITEM + "1",
        ITEM + "123",
        "11440000006940116U2XX0102002002",
        "511Z07001006-5116020000-000-11511301008778183N-1-00",
        "511Z07001006-511602000000-000--1-00",
        "511Z07001006;511602000000",
    ],
)
def test_what_has_no_known_form_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        ItemCode.parse(text)
    assert caught.value.code == "codes.item_code_form"


@given(st.text(alphabet="0123456789ABCXYZabc-－ 无", max_size=60))
def test_no_text_makes_the_reader_fall_over(text: str) -> None:
    try:
        code = ItemCode.parse(text)
    except Invalid as error:
        assert error.code == "codes.item_code_form"
    else:
        assert ItemCode.parse(code.text).text == code.text


def test_a_case_number_is_item_day_and_serial() -> None:
    number = case_number(ITEM, date(2026, 11, 3), 42)
    assert number == f"{ITEM}202611030042"
    assert len(number) == 43


def test_case_numbers_go_on_after_9999_and_stay_in_order() -> None:
    numbers = [case_number(ITEM, date(2026, 11, 3), n) for n in range(1, 36_000)]
    assert numbers == sorted(set(numbers))
    assert {len(number) for number in numbers} == {43}
    assert numbers[9999].endswith("A000")


@pytest.mark.parametrize("n", [0, -1, 36_000])
def test_no_case_number_outside_its_range(n: int) -> None:
    with pytest.raises(Invalid) as caught:
        case_number(ITEM, date(2026, 11, 3), n)
    assert caught.value.code == "codes.case_number_exhausted"


def test_a_case_number_needs_the_code_of_an_item() -> None:
    with pytest.raises(Invalid) as caught:
        case_number(ITEM + "01", date(2026, 11, 3), 1)
    assert caught.value.code == "codes.item_code_form"


def test_every_real_code_of_a_county_is_read() -> None:
    path = DATA / "guangan" / "items.csv"
    if not path.exists():
        pytest.skip("the county's real item codes are not at hand")
    with path.open(encoding="utf-8-sig", newline="") as file:
        codes = [ItemCode.parse(row["item_code"]) for row in csv.DictReader(file)]
    assert Counter(code.source_form for code in codes) == {
        SourceForm.DASHED: 1114,
        SourceForm.DASHED_PARTED: 18,
        SourceForm.DASHED_SHORT: 3,
    }
    assert len({code.text for code in codes}) == 1135
    assert sum("codes.uscc_length" in code.warnings for code in codes) == 145


def test_every_real_code_of_a_province_is_read() -> None:
    path = DATA / "guangdong" / "items.jsonl"
    if not path.exists():
        pytest.skip("the province's real items are not at hand")
    with path.open(encoding="utf-8") as file:
        items = [json.loads(line) for line in file]
    codes = [ItemCode.parse(item["TASK_CODE"]) for item in items]
    assert Counter(code.source_form for code in codes) == {
        SourceForm.NATIONAL_31: 946,
        SourceForm.NATIONAL_33: 202,
    }
    for item, code in zip(items, codes, strict=True):
        assert str(code.catalogue) == item["CATAID"]
        assert code.type_code == item["TASK_TYPE"]
        assert item["ORGCODE"] in code.department_code
    assert sum(bool(code.warnings) for code in codes) == 3
