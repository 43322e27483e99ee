"""Workbooks: what is written is read again, and what people and enemies do to them."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.kernel.errors import Invalid
from onevisit.kernel.sheets import Column, Page, as_book, letters, read_book

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12
).map(str.strip) | st.sampled_from(["=1+1", "_x000D_", "甲\n乙", "@x", "0012"])
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=4))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    columns = [Column("甲", "说明", ("一", "二")), Column("乙", hidden=True)]
    book = read_book(b"".join(as_book([Page("表&一", columns, rows), Page("空", [Column("丙")])])))
    assert [each.name for each in book] == ["表&一", "空", "选项"]
    assert [list(each.cells) for each in book[0].rows[:2]] == [["甲", "乙"], ["说明", ""]]
    assert [list(each.cells) for each in book[0].rows[2:]] == [row for row in rows if any(row)]


def edited(rows: str, after: str = "", styles: str = "") -> bytes:
    """A workbook whose first sheet is these rows."""
    held = io.BytesIO()
    plain = b"".join(as_book([Page("甲", [Column("乙")])]))
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(held, "w") as book:
        for name in old.namelist():
            if "sheet1" not in name and not (styles and "styles" in name):
                book.writestr(name, old.read(name))
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
        book.writestr("xl/worksheets/sheet1.xml", sheet)
        if styles:
            book.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>')
    return held.getvalue()


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c s="1"><v>46347</v></c>', "2026-11-21"),
        ('<c s="2"><v>46347.5</v></c>', "2026-11-21 12:00"),
        ("<c><v>46347</v></c>", "46347"),
        ("<c><v>0.10000000000000001</v></c>", "0.1"),
        ("<c><f>1+1</f><v>2</v></c>", "2"),
        ('<c t="str"><f>A1</f><v>丁</v></c>', "丁"),
        ("<c><f>1+1</f></c>", None),
        ('<c t="e"><v>#REF!</v></c>', None),
        ("<c><v>1.1339921000000115E30</v></c>", None),
    ],
)
def test_a_cell_is_what_people_see_or_cannot_be_trusted(cell: str, shown: str | None) -> None:
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m"/></numFmts>'
        '<cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs>'
    )
    (row,) = read_book(edited(f'<row r="3">{cell}</row>', styles=styles))[0].rows
    assert row.number == 3
    assert (row.cells, row.broken) == (((shown or "",), frozenset() if shown else frozenset({0})))


def test_what_is_merged_downwards_stands_in_each_row() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{text}</t></is></c>'
        f'<c r="B{n}"><v>{n}</v></c></row>'
        for n, text in ((2, "甲"), (3, ""), (4, ""), (5, ""))
    )
    merged = '<mergeCells><mergeCell ref="A2:A4"/><mergeCell ref="nonsense"/></mergeCells>'
    found = read_book(edited(rows, merged))[0].rows
    assert [row.cells[0] for row in found] == ["甲", "甲", "甲", ""]


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\r\n",
        b"PK\x03\x04nonsense",
        edited("<row r='x'/>"),
        edited("<row><c t='s'><v>9</v></c></row>"),
        edited("<row><c s='x'><v>1</v></c></row>"),
        edited("<row").replace(b"xl/workbook.xml", b"xl/workbook.xmX"),
    ],
)
def test_what_is_broken_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid, match=r"sheets\."):
        read_book(data)


def test_columns_are_named_as_a_spreadsheet_names_them() -> None:
    assert [letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
