"""National tables into an empty catalogue, against a bare COPY of the same rows into bare tables.

``ONEVISIT_BENCH_ITEMS=100000 python -m bench exchange`` measures the full size: ten materials an
item, so a million. Without it a twentieth of that. Seconds are the clock's; processor seconds of
this process stand beside them, since the machine may be busy.
"""

import csv
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from bench.table import Report, Row, verdict

FULL = 100_000
ITEMS = int(os.environ.get("ONEVISIT_BENCH_ITEMS", "5000"))
MATERIALS = 10
LIMIT_SECONDS = 600.0
LIMIT_MEBIBYTES = 1_024.0
_OFFICES = 40
_ACTS = ("设立", "变更", "延续", "注销", "补证", "备案", "核定", "登记", "年审", "查询")
_PAPERS = (
    "申请表",
    "身份证明",
    "营业执照",
    "场所证明",
    "平面图",
    "承诺书",
    "检验报告",
    "合同",
    "照片",
    "授权书",
)
_STAMP = ("I", "2026-11-21 18:00:00", "20261121", "1")


@dataclass(slots=True)
class Took:
    """What something took."""

    seconds: float = 0.0
    processor: float = 0.0


def invented(folder: Path, items: int) -> int:
    """Write tables of that many items; names, codes and phones are made up. The number of rows."""
    from onevisit.catalogue.rules.exchange.tables import TABLES

    makers: dict[str, Callable[[int], Iterator[dict[str, str]]]] = {
        "up_task_directory": _entry,
        "up_task_general_basic": _basic,
        "up_task_general_extend": _extend,
        "up_task_general_material": _materials,
        "up_task_general_questions": _questions,
    }
    rows = 0
    for name, make in makers.items():
        head = TABLES[name].head
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(head)
            for n in range(items):
                for row in make(n):
                    row |= dict(zip(head[-4:], _STAMP, strict=True))
                    table.writerow([row.get(column, "") for column in head])
                    rows += 1
    return rows


def _codes(n: int) -> tuple[str, str]:
    """基本编码 and 实施编码."""
    office, own = n % _OFFICES, n // _OFFICES
    catalogue = f"0001{office:02d}{own // 900 + 1:03d}{own % 900:03d}"
    return catalogue, f"1133992{office:02d}0{6940000 + office:07d}X4{catalogue}"


def _name(n: int) -> str:
    return f"第{n}类事项{_ACTS[n % len(_ACTS)]}"


def _entry(n: int) -> Iterator[dict[str, str]]:
    catalogue, _ = _codes(n)
    yield {
        "row_guid": f"d-{n}",
        "catalog_code": catalogue,
        "task_name": _name(n),
        "task_type": "01",
        "task_state": "1",
        "task_version": "1",
        "use_level": "3,4",
        "by_law": "《某某条例》第三条",
    }


def _basic(n: int) -> Iterator[dict[str, str]]:
    catalogue, code = _codes(n)
    yield {
        "row_guid": f"g-{n}",
        "catalog_code": catalogue,
        "task_code": code,
        "task_name": _name(n),
        "task_type": "01",
        "task_state": "1",
        "task_version": "1",
        "by_law": "《某某条例》第三条\n《某某办法》第十二条",
        "use_level": "4",
        "dept_name": f"某县第{n % _OFFICES}局",
        "dept_code": code[:18],
        "dept_type": "1",
        "accept_condition": "符合下列条件的，予以受理：有固定场所；有与之相适应的人员和设备。",
        "handle_flow": "申请→受理→审查→决定→送达",
        "handle_type": "1,2",
        "project_type": "2",
        "server_type": "1,2",
        "special_procedure": "无",
        "anticipate_day": "20",
        "anticipate_type": "1",
        "promise_day": str(1 + n % 15),
        "promise_type": "1",
        "limit_scene_num": str(n % 2),
        "is_fee": "0",
        "link_way": "0580-12345",
        "supervise_way": "0580-12345",
        "transact_addr": f"某县行政中心路 18 号政务服务大厅 {n % 60} 号窗口",
        "transact_time": "工作日 9:00 至 17:00",
        "is_single_login": "1",
    }


def _extend(n: int) -> Iterator[dict[str, str]]:
    yield {
        "row_guid": f"e-{n}",
        "task_guid": f"g-{n}",
        "is_entry_center": "1",
        "handle_area": "3",
        "result_type": "10",
        "result_name": f"{_name(n)}证",
        "is_schedule": "1",
        "is_pay_online": "0",
        "is_express": "1",
        "is_online": "1",
        "online_handle_depth": "3",
        "user_topic_type": "准营准办",
        "corp_topic_type": "准营准办",
    }


def _materials(n: int) -> Iterator[dict[str, str]]:
    for index in range(MATERIALS):
        yield {
            "row_guid": f"m-{n}-{index}",
            "task_guid": f"g-{n}",
            "material_name": f"{_PAPERS[index]}（{n % 500}）",
            "material_type": "1",
            "material_format": "3",
            "is_need": "1",
            "source_type": "10",
            "source_explain": "申请人自备",
            "page_num": "1",
            "page_format": "A4",
            "fill_explain": "用黑色水笔填写，字迹清楚。",
            "accept_stand": "填写完整，签名或者盖章。",
            "by_law": "《某某办法》第十二条",
            "order_num": str(index + 1),
        }


def _questions(n: int) -> Iterator[dict[str, str]]:
    yield {
        "row_guid": f"q-{n}",
        "task_guid": f"g-{n}",
        "question": "多久能办好？",
        "answer": f"{1 + n % 15} 个工作日。",
        "order_num": "1",
    }


def report(dsn: str, *, items: int = ITEMS) -> Report:
    """First import, the same again, and the way out."""
    with tempfile.TemporaryDirectory() as spare:
        folder = Path(spare)
        (folder / "in").mkdir()
        rows = invented(folder / "in", items)
        bare = _bare(dsn, folder / "in")
        first, again, out = Took(), Took(), Took()
        with _taking(first):
            _import(folder / "in")
        with _taking(again):
            _import(folder / "in")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
        with _taking(out):
            _export(folder / "out")
    return Report(_rows(items, rows, bare, first, again, out, memory))


def _rows(
    items: int, rows: int, bare: Took, first: Took, again: Took, out: Took, memory: float
) -> tuple[Row, ...]:
    limit = LIMIT_SECONDS * items / FULL
    what = f"{items:,} items of the national tables, {rows:,} rows"
    return (
        _timed(f"import of {what}", first, limit),
        _timed("the same again, nothing changed", again, limit),
        _timed("export of them as CSV", out, limit),
        Row(
            "the most memory of an import",
            f"{memory:.0f} MiB",
            f"limit {LIMIT_MEBIBYTES:.0f} MiB",
            f"{memory / LIMIT_MEBIBYTES:.0%} of it",
            verdict(memory, LIMIT_MEBIBYTES),
        ),
        Row(
            f"import of {what}",
            f"{first.seconds:.1f} s",
            f"bare COPY: {bare.seconds:.2f} s",
            f"{first.seconds / bare.seconds:.0f} ×",
        ),
    )


def _timed(what: str, took: Took, limit: float) -> Row:
    return Row(
        what,
        f"{took.seconds:.1f} s (processor {took.processor:.1f} s)",
        f"limit {limit:.0f} s",
        f"{took.seconds / limit:.0%} of it",
        verdict(took.seconds, limit),
    )


@contextmanager
def _taking(took: Took) -> Iterator[None]:
    started, worked = time.perf_counter(), time.process_time()
    yield
    took.seconds = time.perf_counter() - started
    took.processor = time.process_time() - worked


def _import(folder: Path) -> None:
    from onevisit.accounts.rules import SYSTEM
    from onevisit.catalogue.services import exchange

    exchange.import_national(path=folder, actor=SYSTEM, tell=lambda *_: None)


def _export(folder: Path) -> None:
    from onevisit.accounts.rules import SYSTEM
    from onevisit.catalogue.rules.exchange.profiles import profile
    from onevisit.catalogue.rules.exchange.writers import FileForm
    from onevisit.catalogue.services import exchange
    from onevisit.kernel import clock

    exchange.export_catalogue(
        folder=folder,
        form=FileForm.CSV,
        profile=profile("national"),
        at=clock.now(),
        actor=SYSTEM,
        tell=lambda _: None,
    )


def _bare(dsn: str, folder: Path) -> Took:
    """Each file into a table of text columns, as PostgreSQL itself reads CSV."""
    took = Took()
    with psycopg.connect(dsn) as connection, _taking(took):
        for path in sorted(folder.iterdir()):
            with path.open(encoding="utf-8") as table:
                head = table.readline().strip().split(",")
            name = sql.Identifier(f"bare_{path.stem}")
            columns = sql.SQL(", ").join(
                sql.SQL("{} text").format(sql.Identifier(each)) for each in head
            )
            connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(name))
            connection.execute(sql.SQL("CREATE TABLE {} ({})").format(name, columns))
            reading = sql.SQL("COPY {} FROM STDIN WITH (FORMAT csv, HEADER)").format(name)
            with connection.cursor().copy(reading) as copy, path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    copy.write(chunk)
    return took
