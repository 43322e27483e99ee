"""The import of exchange files against a bare COPY of the same bytes, and against its limit."""

import io
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import psycopg

from bench.table import Report, Row, verdict

Sources = Sequence[tuple[Path, str]]

_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
REAL: Sources = (
    (_DATA / "guangdong" / "items.jsonl", "guangdong"),
    (_DATA / "guangan" / "items.csv", "guangan"),
)
"""Two public catalogues with their forms; they lie beside the checkout or are absent."""
ROWS = 2_283
LIMIT_SECONDS = 60.0
"""Both real catalogues (1,148 and 1,135 rows) must be read within this."""

_ACTS = ("设立", "变更", "延续", "注销", "补证", "备案", "核定", "登记", "年审", "查询")
_THINGS = (
    *("食品经营许可", "道路运输证", "取水许可", "林木采伐许可", "医师执业注册", "民办学校"),
    *("户外广告", "特种设备使用", "渔业船舶", "职业技能证书", "社会团体", "养老机构"),
    *("药品零售", "农药经营", "烟草专卖零售"),
)


def invented(path: Path, rows: int) -> None:
    """Write a file in the provincial form; names, codes and phones are made up."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(rows):
            file.write(json.dumps(_row(n), ensure_ascii=False) + "\n")


def _row(n: int) -> dict[str, object]:
    name = f"{_THINGS[n % len(_THINGS)]}{_ACTS[n // len(_THINGS) % len(_ACTS)]}（第{n}种）"
    office = n % 40
    catalogue = f"4401{office:02d}{n % 900:03d}{n // 900:03d}"
    return {
        "TASK_CODE": f"11440000{6940000 + office:09d}X2{catalogue}",
        "TASK_NAME": name,
        "TASK_TYPE": "01",
        "TASK_TYPE_TEXT": "行政许可",
        "CATAID": catalogue,
        "CATANAME": name,
        "DEPT_NAME": f"某省第{office}厅",
        "ORGCODE": f"{6940000 + office:09d}",
        "AREACODE": "440000",
        "AREA_CODE_TEXT": "某省",
        "LIMIT_SCENE_NUM": str(n % 3),
        "ONLINECHECK": "1",
        "matter_short": name[:4],
        "matter_daily": f"办{name[:4]},{name[:3]}手续",
        "matter_level": "省级",
        "visit_number": str(n % 3),
        "handle_location": "办理地点：政务服务大厅",
        "handle_time": "20(工作日)",
        "handle_time_limit": f"{1 + n % 15}(工作日)",
        "matter_type": "行政许可",
        "accept_standard": "符合条件的，予以受理。",
        "consult_phone": "020-12345",
        "complain_phone": "020-12345",
        "courier_service": "是",
        "online_book": "是",
        "district": "省级",
        "theme_category": ["其他"],
        "service_object_name": ["自然人", "企业法人"],
        "material_intro": ["申请表", "身份证明", f"{name}说明书"],
    }


def report(dsn: str, *, rounds: int = 3) -> Report:
    """Seconds for the real files where they lie beside the checkout, else for invented rows."""
    with tempfile.TemporaryDirectory() as folder:
        sources = [each for each in REAL if each[0].exists()]
        if len(sources) < len(REAL):
            invented(Path(folder) / "items.jsonl", ROWS)
            sources = [(Path(folder) / "items.jsonl", "guangdong")]
        return _report(dsn, sources, folder, rounds)


def _report(dsn: str, sources: Sources, folder: str, rounds: int) -> Report:
    first, again, bare = [], [], []
    for _ in range(rounds):
        bare.append(sum(_copy(dsn, source) for source, _ in sources))
        _clear(dsn)
        first.append(sum(_timed(*each, folder) for each in sources))
        again.append(sum(_timed(*each, folder) for each in sources))
    took, anew, copied = median(first), median(again), median(bare)
    what = "both real files" if len(sources) > 1 else f"{ROWS:,} invented rows"
    limit = f"limit {LIMIT_SECONDS:.0f} s"
    ratio = median(own / peer for own, peer in zip(first, bare, strict=True))
    return Report(
        (
            Row(
                f"import of {what}",
                f"{took:.1f} s",
                limit,
                f"{took / LIMIT_SECONDS:.0%} of it",
                verdict(took, LIMIT_SECONDS),
            ),
            Row(
                f"import of {what} again, nothing changed",
                f"{anew:.1f} s",
                limit,
                f"{anew / LIMIT_SECONDS:.0%} of it",
                verdict(anew, LIMIT_SECONDS),
            ),
            Row(
                f"import of {what}", f"{took:.1f} s", f"bare COPY: {copied:.2f} s", f"{ratio:.0f} ×"
            ),
        )
    )


def _timed(source: Path, form: str, folder: str) -> float:
    from django.core.management import call_command

    report = Path(folder) / "report.jsonl"
    started = time.perf_counter()
    call_command(
        "import_catalogue",
        source,
        format=form,
        report=report,
        stdout=io.StringIO(),
    )
    return time.perf_counter() - started


def _copy(dsn: str, source: Path) -> float:
    """The bytes of a file, line by line, into one column of text: the least one could do."""
    with psycopg.connect(dsn) as connection:
        connection.execute("DROP TABLE IF EXISTS bench_copy")
        connection.execute("CREATE TABLE bench_copy (line text)")
        started = time.perf_counter()
        with (
            connection.cursor().copy("COPY bench_copy FROM STDIN") as copy,
            source.open(encoding="utf-8-sig", errors="replace") as lines,
        ):
            for line in lines:
                copy.write_row((line.replace("\0", ""),))
        connection.commit()
        return time.perf_counter() - started


def _clear(dsn: str) -> None:
    """Empty the catalogue of the stage, as its owner and past the triggers."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "TRUNCATE catalogue_item, catalogue_itemversion, catalogue_catalogueentry CASCADE"
        )
