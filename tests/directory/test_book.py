"""The directory as a workbook: registered whole, written as it stands, refused by its cell."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from onevisit.directory import queries
from onevisit.kernel.sheets import Column, Page, as_book, read_book

pytestmark = pytest.mark.django_db
USCC = "11331183000000115B"
Sheets = dict[str, list[list[str]]]


def sheets_of(path: Path) -> Sheets:
    found = read_book(path.read_bytes())
    return {each.name: [list(row.cells) for row in each.rows] for each in found}


def save(path: Path, sheets: Sheets) -> None:
    pages = [Page(name, [Column(h) for h in rows[0]], rows[1:]) for name, rows in sheets.items()]
    path.write_bytes(b"".join(as_book(pages)))


def test_a_new_house_is_registered_from_a_workbook_and_written_as_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, again = tmp_path / "places.xlsx", tmp_path / "again.xlsx"
    call_command("directory", "write", book)
    sheets = sheets_of(book)
    sheets["区划"] += [["331183000000", "青溪县"], ["331183100000", "枫桥镇"]]
    name, place = "青溪县市场监督管理局", "331183000000"
    sheets["部门"].append(["market", name, "市场监管局", place, USCC, "工商局、市监局", "", "是"])
    hours = "周一至周五 9:00-17:30；周六 09:00—12:00 节假日照常"
    centre_row = ["centre", "县政务服务中心", "政务服务中心", place, "一路 1 号", "28.9", "119.6"]
    sheets["网点"].append([*centre_row, "", hours])
    kiosk_row = ["kiosk", "自助机", "自助终端", "331183100000", "镇口", "", "", ""]
    sheets["网点"].append([*kiosk_row, "每天 全天"])
    save(book, sheets)
    call_command("directory", "take", book)
    call_command("directory", "take", book)
    (office,) = queries.departments()
    assert (office.short_name, office.aliases, office.in_centre) == (
        "市场监管局",
        ("工商局", "市监局"),
        True,
    )
    centre, kiosk = queries.service_points()
    assert [each.days for each in centre.hours] == [(1, 2, 3, 4, 5), (6,)]
    assert [each.on_holidays for each in centre.hours] == [False, True]
    assert kiosk.hours[0].days == (1, 2, 3, 4, 5, 6, 7)
    call_command("directory", "write", again)
    call_command("directory", "take", again)
    assert queries.service_points() == (centre, kiosk)
    wrong = sheets_of(again)
    wrong["网点"][2][2], wrong["网点"][2][8] = "小卖部", "九点到五点"
    wrong["部门"][2][3] = "990000000000"
    wrong["部门"].append(["other", *wrong["部门"][2][1:3], place, USCC])
    wrong["区划"][2][1] = "改了名"
    save(again, wrong)
    capsys.readouterr()
    with pytest.raises(CommandError, match="4 cells"):
        call_command("directory", "take", again)
    told = [line.partition(":")[0] for line in capsys.readouterr().err.splitlines()]
    assert told == ["部门 D3", "部门 E4", "网点 C3", "网点 I3"]
    assert {each.name for each in queries.regions()} == {"青溪县", "枫桥镇"}
