"""Files of tables, honest and hostile: what spreadsheets write, and what nobody should."""

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.catalogue.rules.exchange.files import Source, records, sources
from onevisit.catalogue.rules.exchange.sheets import Sheet, marked, unmarked
from onevisit.catalogue.rules.exchange.tables import TABLES
from onevisit.catalogue.rules.exchange.writers import FileForm, Folder, protected, unprotected
from onevisit.catalogue.rules.importing.reading import Record
from onevisit.kernel.errors import Invalid

BASIC = TABLES["up_task_general_basic"]
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


@given(WORDS)
def test_a_protected_cell_is_no_formula_and_comes_back(words: str) -> None:
    assert not protected(words).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unprotected(protected(words)) == words


@given(WORDS)
def test_what_xml_cannot_hold_comes_back(words: str) -> None:
    assert unmarked(marked(words)) == words


@pytest.mark.parametrize("form", FileForm)
def test_cells_come_back_as_they_were(form: FileForm, tmp_path: Path) -> None:
    odd = ["=1+1", "两行\n文字", '引"号,', "'撇号", "_x000B_", " 空格 ", "a\x0bb", ""]
    cells = (odd + ["x"] * len(BASIC.head))[: len(BASIC.head)]
    with Folder(tmp_path, form, upper=True) as folder:
        folder.write(BASIC, cells)
    (source,) = sources(tmp_path, tmp_path)
    (record,) = records(source)
    assert isinstance(record, Record)
    assert list(record.values) == list(BASIC.head)
    assert list(record.values.values()) == cells


def test_a_workbook_of_a_spreadsheet_is_read_by_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "UP_TASK_GENERAL_BASIC"
    book.active.append(["ROW_GUID", "PROMISE_DAY", "PLAN_EFFECTIVE_DATE", None, "TASK_NAME"])
    book.active.append(["g-1", 5, datetime(2027, 1, 1), None, "名称"])  # noqa: DTZ001
    book.active.append([None, None])
    book.create_sheet("说明").append(["不是表"])
    book.save(tmp_path / "all.xlsx")
    (source,) = sources(tmp_path / "all.xlsx", tmp_path)
    (record,) = records(source)
    assert isinstance(record, Record)
    assert record.values["promise_day"] == "5"
    assert record.values["plan_effective_date"] == "2027-01-01"
    assert record.values["task_name"] == "名称"


def packed(path: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/"), data)
    return path


def test_an_archive_is_measured_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = packed(tmp_path / "b.zip", **{"up_task_directory.csv": b"0" * 2_000_000})
    assert bomb.stat().st_size < 10_000
    with pytest.raises(Invalid) as refusal:
        sources(bomb, tmp_path, most=1_000_000)
    assert refusal.value.code == "catalogue.archive_too_big"


def test_names_in_an_archive_are_no_paths(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    head = ",".join(BASIC.head).encode() + b"\n"
    name = "..__..__up_task_general_basic.csv"
    found = sources(packed(tmp_path / "p.zip", **{name: head}), tmp_path / "inside")
    assert [each.path.parent for each in found] == [tmp_path / "inside"]
    assert list(records(found[0])) == []


@pytest.mark.parametrize("data", [b"PK\x03\x04 not really", b"", b"\xff\xfe"])
def test_a_file_that_is_none_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "up_task_general_basic.xlsx"
    path.write_bytes(data)
    with pytest.raises(Invalid) as refusal:
        sources(path, tmp_path)
    assert refusal.value.code == "catalogue.unreadable_file"


def test_a_sheet_is_the_same_bytes_twice(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with Sheet(tmp_path / name, "表") as sheet:
            sheet.write(["甲", "=乙"])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert list(records(Source("x.xlsx", BASIC, _renamed(tmp_path / "a"), 0))) == []


def _renamed(path: Path) -> Path:
    return path.rename(path.with_suffix(".xlsx"))
