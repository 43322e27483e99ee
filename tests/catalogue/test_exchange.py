"""Export and import of the national tables on the real database: nothing lost, nothing echoed."""

import csv
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from onevisit.accounts.rules import SYSTEM
from onevisit.audit.models import AuditEntry
from onevisit.catalogue import queries, services
from onevisit.catalogue.models import ExchangeRow, ExchangeRun, Item, ItemVersion, VersionEvent
from onevisit.catalogue.rules.exchange.profiles import profile
from onevisit.catalogue.rules.exchange.writers import FileForm
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.catalogue.services import exchange
from onevisit.catalogue.services.exchange import applying, exporting, staging
from onevisit.catalogue.services.exchange.telling import told as as_told
from onevisit.directory import queries as directories
from onevisit.directory import services as directory
from onevisit.directory.rules import DepartmentDraft, RegionDraft
from tests.catalogue.conftest import COUNTY, SMALL
from tests.catalogue.publishable import ITEM, changed

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
OFFICE = {"code": "market", "name": "安澜县市场监督管理局", "uscc": "11339921MB0000001A"}


@pytest.fixture
def office() -> None:
    directory.register_regions([RegionDraft(COUNTY, "安澜县")], actor=SYSTEM)
    draft = DepartmentDraft(**OFFICE, short_name="市场监管局", region=COUNTY)
    directory.register_departments([draft], actor=SYSTEM)


def published(document: dict[str, Any]) -> Item:
    version = services.save_item_draft(document, region=COUNTY, department="market", actor=SYSTEM)
    services.publish_item(version, actor=SYSTEM)
    return ItemVersion.objects.select_related("item").get(id=version).item


def exported(folder: Path, form: FileForm = FileForm.CSV, **more: Any) -> dict[str, bytes]:
    exchange.export_catalogue(
        folder=folder,
        form=form,
        profile=profile(more.pop("profile_name", "national")),
        at=AT,
        actor=SYSTEM,
        tell=lambda _: None,
        **more,
    )
    return {each.name: each.read_bytes() for each in sorted(folder.iterdir())}


def imported(path: Path, **more: Any) -> queries.RunView:
    run = exchange.import_national(path=path, actor=SYSTEM, tell=lambda *_: None, **more)
    assert not ExchangeRow.objects.exists()
    return queries.exchange_run(run, actor=SYSTEM)


_EMPTIED = (
    *("journeys_figure", "guidance_searchdocument"),
    *("catalogue_alias", "catalogue_definitionref"),
    *("catalogue_versionevent", "catalogue_itemversion", "catalogue_item"),
    *("catalogue_catalogueentry", "directory_department", "directory_region"),
)


def empty() -> None:
    """Leave nothing of the catalogue; the triggers that keep history are the owner's to pass."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in _EMPTIED:
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("SET LOCAL session_replication_role = origin")


def outcomes(run: queries.RunView) -> dict[str, int]:
    return {name: count for name, count in run.counts.items() if count}


@pytest.mark.parametrize(
    ("form", "name"),
    [(FileForm.CSV, "national"), (FileForm.XLSX, "guangdong"), (FileForm.JSONL, "words")],
)
def test_export_into_an_empty_database_and_out_again_is_the_same_bytes(
    publish: Callable[[str], UUID], tmp_path: Path, form: FileForm, name: str
) -> None:
    for each in SMALL:
        publish(each)
    before = exported(tmp_path / "before", form, profile_name=name, upper=form is FileForm.XLSX)
    assert len(before) > 5
    empty()
    run = imported(tmp_path / "before", profile_name=name)
    assert not run.counts.get("refused")
    after = exported(tmp_path / "after", form, profile_name=name, upper=form is FileForm.XLSX)
    assert after == before
    again = imported(tmp_path / "before", profile_name=name)
    assert outcomes(again).keys() <= {"unchanged", "remarks"}


def test_one_field_edited_through_the_services_changes_its_column_and_the_version(
    office: None, tmp_path: Path
) -> None:
    published(ITEM)
    exported(tmp_path / "first", FileForm.JSONL)
    imported(tmp_path / "first")
    published(changed(ITEM, (("/texts/hours", "周一至周五 8:30 至 17:00"),)))
    exported(tmp_path / "second", FileForm.JSONL)
    differing = set()
    for path in sorted((tmp_path / "first").iterdir()):
        pairs = zip(
            *(_rows(tmp_path / each / path.name) for each in ("first", "second")), strict=True
        )
        differing |= {key for one, other in pairs for key in one if one[key] != other[key]}
    assert differing == {"transact_time", "task_version"}


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(folder: Path, table: str, *rows: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / f"{table}.jsonl").write_text(text, encoding="utf-8")
    return folder


def outside(office: None, tmp_path: Path) -> Path:
    """A file of two tasks as another system writes it."""
    base = {
        "cd_operation": "I",
        "task_type": "01",
        "dept_code": OFFICE["uscc"],
        "dept_name": OFFICE["name"],
        "task_state": "1",
        "task_version": "3",
    }
    code = f"{OFFICE['uscc']}4000131026"
    write(
        tmp_path / "in",
        "up_task_general_basic",
        {
            **base,
            "row_guid": "g-1",
            "task_code": f"{code}001",
            "task_name": "甲",
            "promise_day": "5",
        },
        {**base, "row_guid": "g-2", "task_code": f"{code}002", "task_name": "乙"},
        {**base, "row_guid": "g-3", "task_code": "nonsense", "task_name": "丙"},
    )
    return write(
        tmp_path / "in",
        "up_task_general_material",
        {"row_guid": "m-1", "task_guid": "g-1", "material_name": "申请表", "order_num": "1"},
        {"row_guid": "m-2", "task_guid": "g-1", "material_name": "证明", "order_num": "2"},
        {"row_guid": "m-9", "task_guid": "g-9", "material_name": "没有主人", "order_num": "1"},
    )


def test_a_file_of_changes_makes_versions_of_what_changed_only(
    office: None, tmp_path: Path
) -> None:
    first = imported(outside(office, tmp_path))
    assert first.counts["imported"] == 4
    assert first.counts["refused"] == 2
    assert set(ItemVersion.objects.values_list("number", flat=True)) == {3}
    assert AuditEntry.objects.filter(action="catalogue.import").count() == 2
    write(
        tmp_path / "more",
        "up_task_general_material",
        {"row_guid": "m-2", "task_guid": "g-1", "cd_operation": "D"},
        {"row_guid": "m-3", "task_guid": "g-1", "material_name": "照片", "order_num": "2"},
    )
    imported(tmp_path / "more")
    one = Item.objects.select_related("current").get(guid="g-1")
    assert one.current is not None
    assert [each.name for each in parse_item(one.current.document).materials] == ["申请表", "照片"]
    assert Item.objects.get(guid="g-2").versions.count() == 1
    gone = write(
        tmp_path / "gone", "up_task_general_basic", {"row_guid": "g-2", "cd_operation": "D"}
    )
    assert imported(gone).counts == {"retired": 1, "remarks": 0}
    assert Item.objects.get(guid="g-2").current is None
    assert VersionEvent.objects.get(item__guid="g-2").reason == "cd_operation D"


def test_what_is_kept_here_gets_a_draft_and_keeps_what_no_column_says(
    office: None, tmp_path: Path
) -> None:
    item = published(ITEM)
    folder = tmp_path / "out"
    exported(folder, FileForm.JSONL)
    path = folder / "up_task_general_basic.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace(ITEM["name"], "新名称"), "utf-8")
    run = imported(folder)
    assert run.counts["proposed"] > 0
    draft = ItemVersion.objects.get(item=item, state="draft")
    kept = parse_item(draft.document)
    assert (kept.name, kept.steps) == ("新名称", parse_item(ITEM).steps)
    assert Item.objects.get().current_id != draft.id
    assert imported(folder).counts.get("proposed") is None


def test_a_run_that_was_killed_goes_on_where_it_stopped(
    office: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = outside(office, tmp_path)
    monkeypatch.setattr(staging, "AT_ONCE", 2)
    monkeypatch.setattr(applying, "AT_ONCE", 1)

    class Killed(BaseException):
        pass

    for after in (2, 4, 7):
        heard = []

        def tell(what: str, count: int, heard: list[int] = heard, after: int = after) -> None:
            heard.append(count)
            if len(heard) >= after:
                raise Killed

        with pytest.raises(Killed):
            exchange.import_national(path=path, actor=SYSTEM, tell=tell)
    run = imported(path)
    assert ExchangeRun.objects.count() == 1
    assert run.counts["imported"] == 4
    assert run.counts["refused"] == 2
    told = [(line.row, line.outcome.value) for line in exchange.lines(run.id)]
    assert sorted(told) == [(1, "imported"), (2, "imported"), (3, "refused"), (3, "refused")]
    assert all(each.versions.count() == 1 for each in Item.objects.all())


def test_an_export_in_small_pieces_is_the_same(
    office: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(ITEM)
    other = f"{ITEM['code'][:-1]}{(int(ITEM['code'][-1]) + 1) % 10}"
    published(changed(ITEM, (("/code", other), ("/name", "另一件事"))))
    whole = exported(tmp_path / "whole")
    assert len(whole["up_task_directory.csv"].splitlines()) == 3
    monkeypatch.setattr(exporting, "AT_ONCE", 1)
    assert exported(tmp_path / "pieces") == whole


def test_changes_since_a_day_bring_another_copy_up_to_date(office: None, tmp_path: Path) -> None:
    published(ITEM)
    exported(tmp_path / "whole", FileForm.CSV)
    since = ItemVersion.objects.get().published_at
    assert since is not None
    fewer = changed(ITEM, (("/materials", ITEM["materials"][:1]), ("/name", "改名")))
    published(fewer)
    later = exported(
        tmp_path / "more", FileForm.CSV, selection=exchange.Selection(since=_after(since))
    )
    assert set(later) == {
        *("up_task_general_basic.csv", "up_task_general_material.csv", "up_task_directory.csv"),
    }
    now = exported(tmp_path / "now", FileForm.CSV)
    empty()
    imported(tmp_path / "whole")
    imported(tmp_path / "more")
    assert exported(tmp_path / "again", FileForm.CSV) == now


def _after(at: datetime) -> datetime:
    from datetime import timedelta

    return at + timedelta(microseconds=1)


def test_commands_write_an_archive_and_read_it(office: None, tmp_path: Path, capsys: Any) -> None:
    published(ITEM)
    target, report = tmp_path / "out.zip", tmp_path / "report.csv"
    call_command("export_catalogue", target, "--as", "xlsx")
    call_command("import_catalogue", target, "--format", "national", "--report", report)
    assert "Nothing changed." in capsys.readouterr().out
    assert report.read_text(encoding="utf-8-sig").startswith("file,row,code,outcome")
    with pytest.raises(CommandError):
        call_command("import_catalogue", tmp_path / "none.zip", "--format", "national")


def as_officers_write(tmp_path: Path) -> Path:
    """Two departments' files of one name, a head of titles, words for codes, and what is unsafe to
    guess.
    """
    code = "11339921MB0000001A433103102600"
    base = {
        "task_type": "行政许可",
        "task_state": "1",
        "server_type": "1",
        "dept_name": "安澜县市场监督管理局",
        "dept_code": "11339921MB0000001A",
    }
    first = [
        {"task_code": "实施编码", "task_name": "事项名称", "task_type": "事项类型"},
        {**base, "task_code": f"{code}1".lower(), "task_name": " 甲\u3000\n"},
        {**base, "task_code": f"{code}2", "task_name": "乙", "cd_operation": "删掉"},
        {**base, "task_code": f"{code}3", "task_name": "丙", "dept_code": "", "dept_name": "市监"},
        {**base, "task_code": f"{code}4", "task_name": ""},
        {**base, "task_code": "", "task_name": "丁"},
        {
            **base,
            "task_code": "511A0014100001-339921000000-000-2222222222222-1-00",
            "task_name": "己",
            "dept_code": "R339921-D056BA426AA9",
            "dept_name": "某局",
        },
    ]
    second = [{**base, "task_code": f"{code}5", "task_name": "戊", "dept_name": "市场监管局"}]
    second[0]["dept_code"] = "11339921MB0000001B"
    names = [*base, "task_code", "task_name", "cd_operation"]
    for folder, rows in (("甲局", first), ("乙局", second)):
        (tmp_path / folder).mkdir()
        with (tmp_path / folder / "up_task_general_basic.csv").open("w", newline="") as handle:
            table = csv.DictWriter(handle, [*names, "", " "], restval="")
            table.writeheader()
            table.writerows([*rows, {}])
    with zipfile.ZipFile(tmp_path / "county.zip", "w") as archive:
        for path in sorted(tmp_path.rglob("*.csv")):
            archive.write(path, path.relative_to(tmp_path))
    return tmp_path / "county.zip"


def test_what_an_officer_writes_is_read_or_told_by_its_row(office: None, tmp_path: Path) -> None:
    run = imported(as_officers_write(tmp_path))
    told = {(each.file, each.row): each for each in exchange.lines(run.id)}
    assert {row.name for row in Item.objects.all()} == {"甲", "丙", "戊", "己"}
    assert {row.code for row in directories.departments()} == {
        "market",
        "r339921-d056ba426aa9",
        next(row.code for row in directories.departments() if row.name == "市监"),
    }
    assert {row.region_id for row in Item.objects.all()} == {COUNTY}
    assert all(entry["message"] for line in told.values() for entry in as_told(line)["remarks"])
    here = "甲局/up_task_general_basic.csv"
    refused = {row: (line.field, line.reason) for (file, row), line in told.items() if line.reason}
    assert refused == {
        5: ("cd_operation", "catalogue.row_unknown_operation"),
        7: ("task_name", "catalogue.name_missing"),
        8: ("task_code", "catalogue.row_missing_field"),
    }
    odd = {key: [each.code for each in line.remarks] for key, line in told.items() if line.remarks}
    assert "catalogue.warn_new_department" in odd[here, 6]
    assert "catalogue.warn_department_by_name" in odd["乙局/up_task_general_basic.csv", 2]
