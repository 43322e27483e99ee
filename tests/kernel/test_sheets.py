"""What is written can be read again, and never runs."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onevisit.kernel.errors import Invalid
from onevisit.kernel.sheets import as_csv, as_xlsx, books, read_sheet, reading
from onevisit.kernel.sheets.books import Column, Page, as_book, read_book
from onevisit.kernel.sheets.writing import MAIN

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12
).map(str.strip)
ROWS = st.lists(st.lists(TEXT, min_size=1, max_size=4).filter(any), max_size=5)


def trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Without the empty cells at the end, which a sheet does not tell from none."""
    return [row[: max((n for n, cell in enumerate(row, 1) if cell), default=0)] for row in rows]


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
@given(rows=ROWS)
@example(rows=[["0'@", "'", "'=1"]])
def test_what_is_written_is_read_again(write, rows) -> None:  # type: ignore[no-untyped-def]
    data = b"".join(write(["事项"], rows))
    found = trimmed([cells for _, cells in read_sheet(data)])
    assert found == [["事项"], *trimmed(rows)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1"])
def test_nothing_written_is_taken_for_a_formula(text: str) -> None:
    csv = b"".join(as_csv(["a"], [[text]])).decode("utf-8-sig").splitlines()[1]
    assert csv.lstrip('"').startswith("'")
    with zipfile.ZipFile(io.BytesIO(b"".join(as_xlsx(["a"], [[text]])))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and 't="inlineStr"' in sheet


def test_numbers_stay_numbers_and_rows_keep_their_place() -> None:
    data = b"".join(as_xlsx(["a", "b"], [[12, None], [None, None], ["x", 3]]))
    assert read_sheet(data) == [(1, ["a", "b"]), (2, ["12", ""]), (4, ["x", "3"])]


def test_a_table_in_the_old_chinese_encoding_is_read() -> None:
    assert read_sheet("名称,部门\r\n占道,城管\r\n".encode("gb18030"))[1] == (2, ["占道", "城管"])


@pytest.mark.parametrize("data", [b"PK\x03\x04nonsense", b'a,"b', b"\xff\xfe\x81"])
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid, match=r"sheets\.unreadable"):
        read_sheet(data)


def spoilt(how: str) -> bytes:
    """A workbook that is locked, packed as nobody packs, or of which a byte has changed."""
    data = bytearray(b"".join(as_book([Page("a", [Column("b")], [["c" * 99]] * 99)])))
    sheet = data.index(b"xl/worksheets/sheet1.xml")
    listed = data.rindex(b"xl/worksheets/sheet1.xml")
    if how == "locked":
        data[sheet - 24] |= 1
        data[listed - 38] |= 1
    elif how == "oddly packed":
        data[sheet - 22] = data[listed - 36] = 99
    else:
        start = sheet + len("xl/worksheets/sheet1.xml") + 20
        data[start : start + 8] = b"\xff" * 8
    return bytes(data)


def sheet_of(rows: str, after: str = "") -> bytes:
    """A workbook with a sheet of these rows, as a program could write it."""
    data, held = b"".join(as_book([Page("a", [Column("b")])])), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(held, "w") as made:
        for each in book.namelist():
            text = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
            made.writestr(each, text if "sheet1" in each else book.read(each))
    return held.getvalue()


@pytest.mark.parametrize("read", [read_sheet, read_book])
@pytest.mark.parametrize("how", ["locked", "oddly packed", "changed"])
def test_a_spoilt_workbook_is_refused(how: str, read: Callable[[bytes], object]) -> None:
    with pytest.raises(Invalid, match=r"sheets\.unreadable"):
        read(spoilt(how))


@pytest.mark.parametrize("read", [read_sheet, read_book])
def test_a_workbook_cannot_keep_us_busy(
    read: Callable[[bytes], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (reading, books):
        monkeypatch.setattr(module, "MOST_ROWS", 10)
    monkeypatch.setattr(reading, "MOST_NODES", 100)
    with pytest.raises(Invalid, match=r"sheets\.too_many_rows"):
        read(sheet_of('<row r="1"><c><v>1</v></c></row>' * 11))
    with pytest.raises(Invalid, match=r"sheets\.unreadable"):
        read(sheet_of("<x/>" * 100))


def test_what_is_merged_cannot_keep_us_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "_MOST_MERGED", 20)
    merged = '<mergeCell ref="A1:A9"/>'
    row = '<row r="1"><c t="inlineStr"><is><t>a</t></is></c></row>'
    assert read_book(sheet_of(row, merged * 2))
    with pytest.raises(Invalid, match=r"sheets\.unreadable"):
        read_book(sheet_of(row, merged * 3))


def test_half_a_character_is_none() -> None:
    row = '<row r="1"><c t="inlineStr"><is><t>_x000D_|_xD800_|_xDFFF_</t></is></c></row>'
    assert read_sheet(sheet_of(row)) == [(1, ["|_xD800_|_xDFFF_"])]


def test_entities_are_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(Invalid, match=r"sheets\.unreadable"):
        read_sheet(held.getvalue())
