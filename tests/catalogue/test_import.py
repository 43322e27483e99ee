"""Import of exchange files: real data, hostile files, doing it twice."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import services
from onevisit.catalogue.models import Alias, CatalogueEntry, Item, ItemVersion
from onevisit.catalogue.rules.importing.drafts import Outcome, RowResult, Summary
from onevisit.catalogue.rules.importing.reading import LONGEST_LINE
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.directory import queries as directory
from onevisit.ui.wordings import wording
from tests.catalogue.conftest import COUNTY, item_document

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the shared data is not on this machine")

ROW: dict[str, Any] = {
    "TASK_CODE": "11440000006940116U2440102013001",
    "ORGCODE": "006940116",
    "TASK_TYPE": "01",
    "TASK_TYPE_TEXT": "行政许可",
    "TASK_NAME": "高等学校教师资格认定",
    "DEPT_NAME": "广东省教育厅",
    "AREA_CODE_TEXT": "广东省",
    "AREACODE": "440000",
    "CATAID": "440102013001",
    "subCatalogName": "教师资格认定",
    "LIMIT_SCENE_NUM": "0",
    "ONLINECHECK": "1",
    "visit_number": "0",
    "handle_time": "30(工作日)",
    "handle_time_limit": "15(工作日)",
    "matter_daily": "教师资格证,高校教师证",
    "matter_short": "无",
    "accept_standard": "符合规定学历",
    "consult_phone": "020-37628372",
    "courier_service": "是",
    "online_book": "是",
    "theme_category": ["教育科研", "其他"],
    "service_object_name": ["自然人", "企业法人"],
    "material_intro": ["体检表", "《体检表》", "学历证书"],
}
HEAD = "department,main_item,name,item_code,task_type,area_code\n"
LINE = (
    "区林业局,未分类,{name},511Z0700100{n}-511602000000-000-11511301008778183N-1-00,10,511602000000"
)


def row(**changes: Any) -> dict[str, Any]:
    return {**ROW, **changes}


def numbered(n: int, **changes: Any) -> dict[str, Any]:
    code = f"11440000006940116U24401020{n:05d}"
    return row(TASK_CODE=code, CATAID=code[19:], TASK_NAME=f"事项 {n}", **changes)


class Run:
    """One import: the summary and the result of each row."""

    def __init__(self, path: Path, form: str) -> None:
        self.results: list[RowResult] = []
        self.summary: Summary = services.import_catalogue(
            path=path,
            form=form,
            encoding=services.survey_file(path).encoding,
            actor=SYSTEM,
            tell=self.results.append,
        )

    def outcomes(self) -> list[tuple[int, str]]:
        return [(each.row, each.outcome.value) for each in self.results]

    def refusals(self) -> list[tuple[int, str, str]]:
        refused = [each for each in self.results if each.outcome is Outcome.REFUSED]
        return [(each.row, each.field, each.reason) for each in refused]


def jsonl(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "items.jsonl"
    raw = [
        each if isinstance(each, bytes) else json.dumps(each, ensure_ascii=False).encode()
        for each in lines
    ]
    path.write_bytes(b"\n".join(raw) + b"\n")
    return path


@needs_data
def test_all_real_items_come_in_and_a_second_run_changes_nothing() -> None:
    files = (("guangdong", "items.jsonl", 1_148), ("guangan", "items.csv", 1_135))
    for form, name, count in files:
        first = Run(DATA / form / name, form).summary
        assert first.counts[Outcome.IMPORTED] == first.rows == count
    versions = ItemVersion.objects.count()
    assert versions == Item.objects.count() == 2_283
    for form, name, count in files:
        second = Run(DATA / form / name, form).summary
        assert second.counts[Outcome.UNCHANGED] == second.rows == count
        assert not second.changed
    assert ItemVersion.objects.count() == versions


def test_a_row_becomes_a_published_item_that_says_what_the_source_says(tmp_path: Path) -> None:
    run = Run(jsonl(tmp_path, ROW), "guangdong")
    assert run.outcomes() == [(1, "imported")]
    item = Item.objects.select_related("current", "department", "entry").get()
    assert (item.item_code, item.variant, item.source) == (ROW["TASK_CODE"], "", "guangdong")
    assert item.department.name == "广东省教育厅"
    assert item.department.uscc == "11440000006940116U"
    assert item.region_id == "440000000000"
    assert item.entry is not None
    assert (item.entry.code, item.entry.name) == ("440102013001", "教师资格认定")
    assert not item.applicable
    assert item.current is not None
    definition = parse_item(item.current.document)
    assert (definition.regime.legal, definition.regime.promise) == (30, 15)
    assert [material.name for material in definition.materials] == ["体检表", "学历证书"]
    assert {material.source.kind.value for material in definition.materials} == {"unknown"}
    assert definition.life_events == ("教育科研",)
    assert definition.courier is True
    assert set(Alias.objects.values_list("phrase", flat=True)) == {"教师资格证", "高校教师证"}
    assert [remark.code for remark in run.results[0].remarks] == ["catalogue.warn_material_twice"]


def test_type_numbers_are_read_as_their_province_means_them(tmp_path: Path) -> None:
    path = jsonl(
        tmp_path,
        numbered(1, TASK_TYPE="21", TASK_TYPE_TEXT="公共服务"),
        numbered(2, TASK_TYPE="20", TASK_TYPE_TEXT="其他行政权力"),
        numbered(3, TASK_TYPE="21", TASK_TYPE_TEXT="行政许可"),
    )
    run = Run(path, "guangdong")
    found = list(
        CatalogueEntry.objects.order_by("code").values_list("task_type", "source_task_type")
    )
    assert found == [("20", "21"), ("10", "20"), ("20", "21")]
    assert run.results[2].remarks[-1].code == "catalogue.warn_type_contradicts"


def test_absent_limits_stay_unknown(tmp_path: Path) -> None:
    Run(jsonl(tmp_path, row(handle_time="无", handle_time_limit=None)), "guangdong")
    version = ItemVersion.objects.get()
    regime = parse_item(version.document).regime
    assert (regime.legal, regime.promise) == (None, None)


def test_limits_that_contradict_are_imported_with_a_remark(tmp_path: Path) -> None:
    path = jsonl(
        tmp_path,
        numbered(1, handle_time="10(工作日)", handle_time_limit="20(工作日)"),
        numbered(2, handle_time="90(自然日)", handle_time_limit="20(工作日)"),
    )
    run = Run(path, "guangdong")
    codes = [[remark.code for remark in result.remarks] for result in run.results]
    assert codes[0][0] == "catalogue.warn_promise_over_legal"
    assert codes[1][0] == "catalogue.warn_units_differ"
    regimes = [parse_item(v.document).regime for v in ItemVersion.objects.order_by("item__code")]
    assert (regimes[0].legal, regimes[0].promise) == (10, None)
    assert (regimes[1].legal, regimes[1].promise) == (None, 20)
    assert "90" in regimes[1].basis


@pytest.mark.parametrize(
    "limit", ["-3(工作日)", "1000000000(工作日)", "9" * 29, "三十天", "30(公斤)", "1e9", "٣٠"]
)
def test_an_absurd_limit_refuses_the_row_naming_the_field(tmp_path: Path, limit: str) -> None:
    run = Run(jsonl(tmp_path, row(handle_time=limit), numbered(7)), "guangdong")
    assert run.refusals() == [(1, "handle_time", "catalogue.row_bad_limit")]
    assert run.summary.counts[Outcome.IMPORTED] == 1


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"TASK_CODE": None}, "TASK_CODE", "catalogue.row_missing_field"),
        ({"TASK_CODE": "无"}, "TASK_CODE", "catalogue.row_missing_field"),
        ({"TASK_CODE": "12345"}, "TASK_CODE", "codes.item_code_form"),
        ({"TASK_CODE": ["x"]}, "TASK_CODE", "catalogue.row_not_text"),
        ({"TASK_CODE": "x" * 5000}, "TASK_CODE", "catalogue.row_too_long"),
        ({"TASK_NAME": ""}, "TASK_NAME", "catalogue.row_missing_field"),
        ({"TASK_NAME": {"a": 1}}, "TASK_NAME", "catalogue.row_not_text"),
        ({"TASK_NAME": "名" * 501}, "TASK_NAME", "catalogue.row_too_long"),
        ({"TASK_NAME": "名\x00字"}, "TASK_NAME", "catalogue.row_control_characters"),
        ({"TASK_NAME": "名\ufffd字"}, "TASK_NAME", "catalogue.row_control_characters"),
        ({"TASK_TYPE": "99"}, "TASK_TYPE", "catalogue.row_unknown_type"),
        ({"TASK_TYPE": None}, "TASK_TYPE", "catalogue.row_missing_field"),
        ({"DEPT_NAME": " "}, "DEPT_NAME", "catalogue.row_missing_field"),
        ({"AREACODE": "广东"}, "AREACODE", "catalogue.row_bad_region"),
        ({"AREACODE": "000000"}, "AREACODE", "catalogue.row_bad_region"),
        ({"visit_number": "很多"}, "visit_number", "catalogue.row_bad_number"),
        ({"visit_number": "-1"}, "visit_number", "catalogue.row_bad_number"),
        ({"material_intro": {"a": 1}}, "material_intro", "catalogue.row_not_a_list"),
        ({"material_intro": [1, 2]}, "material_intro", "catalogue.row_not_a_list"),
        ({"material_intro": ["x"] * 501}, "material_intro", "catalogue.row_too_many"),
        ({"accept_standard": "长" * 20_001}, "accept_standard", "catalogue.row_too_long"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_field_and_reason(
    tmp_path: Path, changes: dict[str, Any], field: str, reason: str
) -> None:
    run = Run(jsonl(tmp_path, row(**changes), numbered(7)), "guangdong")
    assert run.refusals() == [(1, field, reason)]
    assert run.outcomes()[1] == (2, "imported")
    refused = run.results[0]
    assert wording(refused.reason, refused.facts)


def test_broken_lines_are_refused_one_by_one(tmp_path: Path) -> None:
    path = jsonl(
        tmp_path,
        b"\xef\xbb\xbf" + json.dumps(ROW, ensure_ascii=False).encode(),
        b"not json",
        b'"a text"',
        b'{"TASK_CODE": "\xff\xfe"}',
        b"",
        b"[" * 100_000,
        b'{"TASK_CODE": NaN}',
        json.dumps(numbered(8), ensure_ascii=False).encode("gb18030"),
        numbered(9),
    )
    run = Run(path, "guangdong")
    assert [(r, why) for r, _, why in run.refusals()] == [
        (2, "catalogue.row_not_json"),
        (3, "catalogue.row_not_json"),
        (4, "catalogue.row_broken_encoding"),
        (6, "catalogue.row_not_json"),
        (7, "catalogue.row_not_json"),
        (8, "catalogue.row_broken_encoding"),
    ]
    assert run.summary.counts[Outcome.IMPORTED] == 2
    for refused in run.results:
        assert not refused.reason or wording(refused.reason, refused.facts)


def test_a_line_of_fifty_megabytes_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "items.jsonl"
    good = [json.dumps(numbered(n), ensure_ascii=False).encode() for n in (1, 2)]
    with path.open("wb") as handle:
        handle.write(good[0] + b"\n" + b'{"TASK_NAME": "')
        for _ in range(50):
            handle.write(b"x" * (1 << 20))
        handle.write(b'"}\n' + good[1])
    run = Run(path, "guangdong")
    assert run.refusals() == [(2, "", "catalogue.row_line_too_long")]
    assert run.outcomes() == [(1, "imported"), (2, "refused"), (3, "imported")]


def test_a_line_just_short_enough_is_read(tmp_path: Path) -> None:
    one = json.dumps(ROW, ensure_ascii=False).encode()
    path = jsonl(tmp_path, one + b" " * (LONGEST_LINE - len(one) - 1), numbered(3))
    assert Run(path, "guangdong").summary.counts[Outcome.IMPORTED] == 2


def test_a_code_that_comes_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    path = jsonl(tmp_path, numbered(1), ROW, row(TASK_CODE=ROW["TASK_CODE"].lower()))
    run = Run(path, "guangdong")
    assert run.refusals() == [(3, "TASK_CODE", "catalogue.row_duplicate")]
    assert run.results[2].facts == {"first": 2}


def test_a_changed_row_is_a_new_version_and_the_old_one_retires(tmp_path: Path) -> None:
    Run(jsonl(tmp_path, ROW, numbered(2)), "guangdong")
    changed = row(handle_time_limit="10(工作日)", matter_daily="教师证")
    run = Run(jsonl(tmp_path, changed, numbered(2)), "guangdong")
    assert run.outcomes() == [(1, "updated"), (2, "unchanged")]
    item = Item.objects.get(code=ROW["TASK_CODE"])
    assert dict(item.versions.values_list("number", "state")) == {1: "retired", 2: "published"}
    assert item.promise == 10
    assert item.current is not None
    assert item.current.number == 2
    assert list(item.aliases.values_list("phrase", flat=True)) == ["教师证"]


def test_a_new_department_of_an_item_is_an_update_without_a_version(tmp_path: Path) -> None:
    Run(jsonl(tmp_path, ROW), "guangdong")
    path = jsonl(tmp_path, row(ORGCODE="006939801", DEPT_NAME="广东省科学技术厅"))
    assert Run(path, "guangdong").outcomes() == [(1, "updated")]
    item = Item.objects.select_related("department").get()
    assert item.department.name == "广东省科学技术厅"
    assert item.versions.count() == 1


def test_an_item_kept_here_is_not_overwritten(tmp_path: Path, offices: object) -> None:
    source = item_document("sign")
    version = services.save_item_draft(
        source["document"], region=COUNTY, department="urban", actor=SYSTEM
    )
    services.publish_item(version, actor=SYSTEM)
    code = source["document"]["code"]
    run = Run(jsonl(tmp_path, row(TASK_CODE=code, CATAID=code[19:31])), "guangdong")
    assert run.refusals() == [(1, "", "catalogue.row_kept_here")]
    assert Item.objects.get().name == "户外招牌设置"


def test_one_row_the_database_refuses_costs_the_others_nothing(tmp_path: Path) -> None:
    path = jsonl(tmp_path, *(numbered(n) for n in range(1, 6)))
    Run(jsonl(tmp_path, numbered(3, ORGCODE="1" * 18)), "guangdong")
    item = Item.objects.get()
    Item.objects.filter(id=item.id).update(source="elsewhere")
    path = jsonl(tmp_path, *(numbered(n) for n in range(1, 6)))
    run = Run(path, "guangdong")
    assert run.refusals() == [(3, "", "catalogue.row_of_other")]
    assert run.summary.counts[Outcome.IMPORTED] == 4


def test_a_failing_batch_is_tried_again_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import DataError

    from onevisit.catalogue.services.import_batch import Batch

    whole = Batch.save

    def failing(self: Batch) -> list[RowResult]:
        if any(draft.row == 3 for draft in self._wanted):
            raise DataError("as if the database had refused")
        return whole(self)

    monkeypatch.setattr(Batch, "save", failing)
    run = Run(jsonl(tmp_path, *(numbered(n) for n in range(1, 6))), "guangdong")
    assert run.refusals() == [(3, "", "catalogue.row_not_saved")]
    assert Item.objects.count() == 4


def csv_file(tmp_path: Path, raw: bytes) -> Path:
    path = tmp_path / "items.csv"
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_in_the_encodings_offices_use(tmp_path: Path, encoding: str) -> None:
    lines = HEAD + "\n".join(LINE.format(n=n, name=f"林木采伐 {n}") for n in range(5))
    run = Run(csv_file(tmp_path, lines.encode(encoding)), "guangan")
    assert run.summary.counts[Outcome.IMPORTED] == 5
    assert Item.objects.filter(name="林木采伐 3").exists()
    office = directory.departments()[0]
    assert (office.name, office.region) == ("区林业局", "511602000000")


def test_a_table_with_broken_rows_keeps_the_good_ones(tmp_path: Path) -> None:
    lines = [
        LINE.format(n=1, name='"名称，\n两行"').encode(),
        LINE.format(n=2, name='"没有闭合').encode(),
        LINE.format(n=3, name="好的").encode(),
        b"too,few",
        LINE.format(n=4, name="x").encode() + b",one more",
        "坏的,".encode() + b"\xff\xfe\xfd",
        LINE.format(n=5, name='"a"b').encode(),
        b"y" * (LONGEST_LINE + 10),
        LINE.format(n=6, name="也好").encode(),
    ]
    run = Run(csv_file(tmp_path, HEAD.encode() + b"\n".join(lines)), "guangan")
    assert run.refusals() == [
        (4, "", "catalogue.row_unclosed_quote"),
        (6, "", "catalogue.row_columns"),
        (7, "", "catalogue.row_columns"),
        (8, "", "catalogue.row_broken_encoding"),
        (9, "", "catalogue.row_not_csv"),
        (10, "", "catalogue.row_line_too_long"),
    ]
    names = set(Item.objects.values_list("name", flat=True))
    assert names == {"名称，\n两行", "好的", "也好"}


def test_line_marks_inside_a_cell_are_no_new_rows(tmp_path: Path) -> None:
    odd = [
        LINE.format(n=1, name="一\u2028二").encode(),
        LINE.format(n=2, name="一\r二").encode(),
        LINE.format(n=3, name="一\x00二").encode(),
        LINE.format(n=4, name="好").encode() + b"\r",
    ]
    run = Run(csv_file(tmp_path, HEAD.encode() + b"\n".join(odd)), "guangan")
    assert run.refusals() == [
        (3, "", "catalogue.row_not_csv"),
        (4, "name", "catalogue.row_control_characters"),
    ]
    assert set(Item.objects.values_list("name", flat=True)) == {"一\u2028二", "好"}


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"a,a\n1,2\n"])
def test_a_table_without_a_head_is_no_table(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(CommandError):
        call_command("import_catalogue", csv_file(tmp_path, raw), "--format", "guangan")


def test_a_file_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="无法读取"):
        call_command("import_catalogue", tmp_path / "nothing", "--format", "guangan")
    with pytest.raises(CommandError, match="无法读取"):
        call_command("import_catalogue", tmp_path, "--format", "guangan")


def test_the_command_reports_every_row_and_sums_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = jsonl(tmp_path, ROW, row(TASK_TYPE="99"), b"{")
    report = tmp_path / "deep" / "report.jsonl"
    call_command("import_catalogue", path, "--format", "guangdong", "--report", report)
    told = capsys.readouterr()
    assert "3 rows: 1 imported, 0 updated, 0 unchanged, 2 refused; 1 remarks." in told.out
    lines = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert Counter(line["outcome"] for line in lines) == {"imported": 1, "refused": 2}
    assert lines[1]["field"] == "TASK_TYPE"
    assert lines[1]["message"] == "不认识事项类型「99」。"
    call_command("import_catalogue", path, "--format", "guangdong", "--report", report)
    assert "Nothing changed." in capsys.readouterr().out


def test_the_report_can_be_a_table(tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    path = jsonl(tmp_path, ROW, row(TASK_TYPE="99"))
    call_command("import_catalogue", path, "--format", "guangdong", "--report", report)
    with report.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [each["outcome"] for each in rows] == ["imported", "refused"]
    assert rows[1]["field"] == "TASK_TYPE"
