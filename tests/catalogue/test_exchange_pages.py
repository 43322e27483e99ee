"""导入导出 by its pages: looked at first, then started, stopped, gone on with; and written out."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from onevisit.accounts.rules import SYSTEM
from onevisit.audit.models import AuditEntry
from onevisit.catalogue.models import (
    CatalogueEntry,
    ExchangeChunk,
    ExchangeRow,
    ExchangeRun,
    Item,
    ItemVersion,
)
from onevisit.catalogue.rules.exchange import uploads
from onevisit.catalogue.services import exchange
from onevisit.catalogue.services.exchange import applying
from onevisit.directory import services as directory
from onevisit.directory.models import Department
from onevisit.directory.rules import RegionDraft
from onevisit.kernel import clock
from tests.catalogue.conftest import COUNTY
from tests.catalogue.test_findings_page import browser

pytestmark = pytest.mark.django_db
ELSEWHERE = "339922000000"
BASE = {
    "cd_operation": "I",
    "task_type": "01",
    "use_level": "4",
    "dept_name": "海屿县示范局",
    "dept_code": "11339922MB0000007P",
    "promise_day": "3",
    "promise_type": "1",
}


@pytest.fixture
def client(offices: dict[str, UUID]) -> Client:
    """The catalogue officer of the next county."""
    directory.register_regions([RegionDraft(ELSEWHERE, "海屿县")], actor=SYSTEM)
    return browser("haiyu", "catalogue_officer", ELSEWHERE)


def task(number: int, name: str, **more: str) -> dict[str, str]:
    catalogue = f"0001{number:08d}"
    code = f"11339922MB0000007P4{catalogue}"
    return {**BASE, "catalog_code": catalogue, "task_code": code, "task_name": name, **more}


TASKS = (
    task(1, "渔排养殖登记"),
    task(2, "海岛民宿备案"),
    task(3, "", promise_day="2"),
)


def lines(*rows: dict[str, str]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def upload(client: Client, data: bytes, name: str = "up_task_general_basic.jsonl") -> Any:
    form = {"file": SimpleUploadedFile(name, data), "profile": "national", "region": ELSEWHERE}
    return client.post(reverse("catalogue:exchange-import"), form)


def checked(client: Client, data: bytes, name: str = "up_task_general_basic.jsonl") -> UUID:
    response = upload(client, data, name)
    assert response.status_code == 302, response.content.decode()
    exchange.work_exchange()
    return ExchangeRun.objects.latest("made_at").id


def press(client: Client, verb: str, run_id: UUID) -> int:
    return int(client.post(reverse(f"catalogue:exchange-{verb}", args=[run_id])).status_code)


def page(client: Client, run_id: UUID, query: str = "") -> str:
    response = client.get(reverse("catalogue:exchange-run", args=[run_id]) + query)
    assert response.status_code == 200
    return str(response.content.decode())


def written() -> tuple[int, ...]:
    tables = (Item, ItemVersion, CatalogueEntry, Department)
    return tuple(table.objects.count() for table in tables)


def test_an_upload_is_looked_at_and_then_started_and_told_row_by_row(client: Client) -> None:
    before, trail = written(), AuditEntry.objects.count()
    run_id = checked(client, lines(*TASKS))
    assert written() == before
    assert AuditEntry.objects.count() == trail + 1
    shown = page(client, run_id)
    assert "现在还什么都没有写入" in shown
    assert "第 3 行" in shown
    foreseen = ExchangeRun.objects.get(id=run_id).foreseen
    assert (foreseen["imported"], foreseen["refused"]) == (2, 1)

    assert press(client, "start", run_id) == 302
    exchange.work_exchange()
    assert set(Item.objects.filter(source="national").values_list("region_id", flat=True)) == {
        ELSEWHERE
    }
    assert Item.objects.filter(source="national").count() == 2
    assert not ExchangeRow.objects.exists()
    shown = page(client, run_id, "?outcome=imported")
    assert TASKS[0]["task_code"] in shown
    assert "连同" not in shown
    report = client.get(reverse("catalogue:exchange-report", args=[run_id]))
    text = b"".join(report.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert len(text.splitlines()) == 4
    verbs = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"catalogue.begin_import", "catalogue.start_import", "catalogue.import"} <= verbs


def test_a_stopped_import_goes_on_where_it_was_and_a_cancelled_one_does_not(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "AT_ONCE", 1)
    run_id = checked(client, lines(*TASKS[:2]))
    assert press(client, "stop", run_id) == 409
    assert press(client, "start", run_id) == 302
    stop_after_one(client, monkeypatch, run_id)
    assert Item.objects.filter(source="national").count() == 1
    assert exchange.work_exchange() == 0
    assert "接着导入" in page(client, run_id)
    assert press(client, "start", run_id) == 302
    exchange.work_exchange()
    assert Item.objects.filter(source="national").count() == 2

    other = checked(client, lines(task(9, "灯塔参观预约")))
    assert press(client, "cancel", other) == 302
    assert press(client, "start", other) == 409
    assert exchange.work_exchange() == 0
    assert not ExchangeRow.objects.exists()


@pytest.mark.parametrize("at_once", [1, 500])
def test_a_row_that_names_an_item_again_is_foreseen_as_the_import_will_have_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(applying, "AT_ONCE", at_once)
    first, other = {**TASKS[0], "row_guid": "one"}, TASKS[1]
    changed, gone = {**first, "promise_day": "2"}, {**other, "cd_operation": "D"}
    strange = {**first, "row_guid": "another", "task_name": "同码的另一项"}
    run_id = checked(client, lines(first, other, changed, changed, gone, other, gone, strange))
    foreseen = ExchangeRun.objects.get(id=run_id).foreseen
    wanted = {"imported": 2, "updated": 2, "unchanged": 1, "retired": 2, "refused": 1}
    assert {name: foreseen.get(name) for name in wanted} == wanted
    assert press(client, "start", run_id) == 302
    exchange.work_exchange()
    counts = ExchangeRun.objects.get(id=run_id).counts
    assert {name: counts.get(name) for name in wanted} == wanted
    told = [remark.code for line in exchange.lines(run_id) for remark in line.remarks]
    assert told.count("catalogue.warn_named_again") == 5, "each tells whose place it takes"
    assert not Item.objects.get(code=other["task_code"]).current_id
    assert "同码的另一项" not in page(client, run_id)


def stop_after_one(client: Client, monkeypatch: pytest.MonkeyPatch, run_id: UUID) -> None:
    """Somebody presses the button while the worker is at it."""
    step = applying._step
    pressed: list[int] = []

    def stepped(*args: Any) -> int:
        moved = step(*args)
        if not pressed:
            pressed.append(press(client, "stop", run_id))
        return moved

    with monkeypatch.context() as patch:
        patch.setattr(applying, "_step", stepped)
        exchange.work_exchange()
    assert pressed == [302]


def test_nobody_changes_what_another_place_keeps(client: Client, publish: Any) -> None:
    publish("id_card_renewal")
    publish("social_card")
    item = Item.objects.get(code__startswith="11339921", name__contains="身份证")
    theirs = {"cd_operation": "D", "task_code": item.code}
    entry = {
        "catalog_code": str(item.entry_id),
        "task_name": "改名",
        "task_type": "01",
        "task_state": "1",
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("up_task_general_basic.jsonl", lines(theirs, task(1, "渔排养殖登记")))
        archive.writestr("up_task_directory.jsonl", lines(entry))
    run_id = checked(client, data.getvalue(), "全部.zip")
    press(client, "start", run_id)
    exchange.work_exchange()
    item.refresh_from_db()
    assert item.current_id
    assert CatalogueEntry.objects.get(code=item.entry_id).name != "改名"
    found = {each.reason for each in exchange.lines(run_id)} - {""}
    assert found == {"catalogue.row_elsewhere", "catalogue.row_entry_shared"}
    county = browser("keeper", "catalogue_officer", COUNTY)
    assert county.get(reverse("catalogue:exchange-run", args=[run_id])).status_code == 404
    assert press(county, "cancel", run_id) == 404


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("up_task_general_basic.csv", b"", "文件是空的"),
        ("up_task_general_basic.csv", b"%PDF-1.7", "PDF"),
        ("up_task_general_basic.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", "XLS"),
        ("up_task_general_basic.csv", b"a,b\n\0\1", "BIN"),
        ("up_task_general_basic.zip", b"PK\x03\x04 nothing", "BadZipFile"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(
    client: Client, name: str, data: bytes, told: str
) -> None:
    response = upload(client, data, name)
    assert response.status_code == 422
    assert told in response.content.decode()
    assert not ExchangeRun.objects.exists()


def test_an_archive_that_says_it_is_huge_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_UNPACKED", 1_000)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("up_task_directory.csv", b"0" * 5_000)
    assert upload(client, data.getvalue(), "a.zip").status_code == 422
    monkeypatch.setattr(uploads, "MOST_UPLOAD", 100)
    assert upload(client, b"a" * 200, "up_task_directory.csv").status_code == 422


_LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
_BOMB = f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]><workbook>&l9;</workbook>'


def test_a_workbook_that_would_fill_the_memory_is_given_up(client: Client) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", _BOMB)
        archive.writestr("_rels/.rels", _BOMB)
        archive.writestr("xl/workbook.xml", _BOMB)
    run_id = checked(client, data.getvalue(), "up_task_directory.xlsx")
    assert ExchangeRun.objects.get(id=run_id).problem["code"] == "catalogue.unreadable_file"


def test_a_table_is_known_by_its_head_and_its_content(client: Client) -> None:
    run_id = checked(client, lines(*TASKS[:2]), "海屿县目录.csv")
    run = ExchangeRun.objects.get(id=run_id)
    assert run.name == "海屿县目录.jsonl"
    assert run.foreseen["imported"] == 2
    no = checked(client, b'{"a": "b"}\n', "x.jsonl")
    assert ExchangeRun.objects.get(id=no).problem["code"] == "catalogue.no_tables"
    assert "没有国家交换表" in page(client, no)


def test_an_export_is_written_kept_for_a_week_and_fetched(
    client: Client, publish: Callable[[str], UUID]
) -> None:
    publish("social_card")
    forms = ("csv", "xlsx", "jsonl", "turtle", "jsonld")
    for form in forms:
        wish = {"form": form, "profile": "national", "region": COUNTY, "department": ""}
        assert client.post(reverse("catalogue:exchange-export"), wish).status_code == 302
    assert exchange.work_exchange() == len(forms)
    for run in ExchangeRun.objects.all():
        assert run.counts["items"] == 1
        answer = client.get(reverse("catalogue:exchange-file", args=[run.id]))
        data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert len(data) == run.size
        assert zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert "下载 ZIP" in page(client, run.id)
    with clock.travel(clock.now() + exchange.KEPT + timedelta(minutes=1)):
        assert exchange.forget_exchange() == len(forms)
    assert not ExchangeChunk.objects.exists()
    answer = client.get(reverse("catalogue:exchange-file", args=[run.id]))
    assert answer.status_code == 404
    assert "下载 ZIP" not in page(client, run.id)


def test_a_list_that_is_wrong_is_told_by_the_form(client: Client) -> None:
    address = reverse("catalogue:exchange-export")
    for wrong in ({"form": "pdf"}, {"since": "soon"}, {"region": "1"}, {"department": "nobody"}):
        form = {"form": "csv", "profile": "national", **wrong}
        assert client.post(address, form).status_code == 422
    elsewhere = {"file": SimpleUploadedFile("a.csv", b"a"), "profile": "national"}
    address = reverse("catalogue:exchange-import")
    assert client.post(address, {**elsewhere, "region": COUNTY}).status_code == 403
    elsewhere["file"] = SimpleUploadedFile("a.csv", b"a")
    wrong_profile = {**elsewhere, "region": ELSEWHERE, "profile": "/etc/passwd.json"}
    assert client.post(address, wrong_profile).status_code == 422


def test_what_nobody_started_for_two_weeks_is_given_up(client: Client) -> None:
    run_id = checked(client, lines(*TASKS[:1]))
    with clock.travel(clock.now() + timedelta(days=15)):
        exchange.forget_exchange()
    assert ExchangeRun.objects.get(id=run_id).state == "cancelled"
    assert not ExchangeRow.objects.exists()
