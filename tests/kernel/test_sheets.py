"""What is written can be read again, and never runs."""

import io
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onevisit.kernel.errors import Invalid
from onevisit.kernel.sheets import as_csv, as_xlsx, read_sheet

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


def test_entities_are_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(Invalid, match=r"sheets\.unreadable"):
        read_sheet(held.getvalue())
