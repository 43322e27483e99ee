"""``manage.py import_catalogue PATH --format national|guangdong|guangan [--report FILE]``."""

import csv
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import queries, services
from onevisit.catalogue.rules.importing.drafts import Outcome, RowResult, Summary
from onevisit.catalogue.rules.importing.formats import FORMATS
from onevisit.catalogue.services import exchange
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid
from onevisit.kernel.progress import Progress
from onevisit.ui.wordings import text_for, wording

NATIONAL = "national"
_COLUMNS = ("row", "code", "outcome", "field", "reason", "message")


class Command(BaseCommand):
    """Read an exchange file into the catalogue; every row is accounted for in a report."""

    help = "Import items from an exchange file. Safe to repeat: a second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, its form, where the report goes."""
        parser.add_argument("path", type=Path)
        parser.add_argument("--format", required=True, choices=sorted([*FORMATS, NATIONAL]))
        parser.add_argument(
            "--report",
            type=Path,
            help="JSON lines, or CSV when the name ends in .csv (default: a file in var/reports)",
        )

        national = parser.add_argument_group("national tables (a file, folder or archive)")
        national.add_argument("--profile", default=NATIONAL, help="how the province numbers things")
        national.add_argument("--region", default="", help="for items that name no place")
        national.add_argument(
            "--whole", action="store_true", help="what a table of an item does not name is gone"
        )
        national.add_argument(
            "--publish", action="store_true", help="publish even what is kept here, unreviewed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, report, sum up."""
        path: Path = options["path"]
        form: str = options["format"]
        target = options["report"] or _default_report(form)
        if form == NATIONAL:
            self._national(path, target, options)
            return
        try:
            found = services.survey_file(path)
            with (
                _Report(target) as report,
                Progress(f"导入 {path.name}", total=found.lines) as line,
            ):

                def tell(result: RowResult) -> None:
                    report.write(result)
                    line.advance()

                summary = services.import_catalogue(
                    path=path, form=form, encoding=found.encoding, actor=SYSTEM, tell=tell
                )
        except Invalid as refusal:
            raise CommandError(text_for(refusal) or str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"{target}: {error.strerror}") from error
        self._sum_up(summary, target)

    def _national(self, path: Path, target: Path, options: dict[str, Any]) -> None:
        """Run or carry on; the report is written from what the run has kept."""
        try:
            with _Phases(path.name) as phases:
                run_id = exchange.import_national(
                    path=path,
                    profile_name=options["profile"],
                    region=options["region"],
                    whole=options["whole"],
                    publish=options["publish"],
                    actor=SYSTEM,
                    tell=phases.tell,
                )
            run = queries.exchange_run(run_id, actor=SYSTEM)
            write = exchange.as_csv if target.suffix.lower() == ".csv" else exchange.as_json
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("w", encoding="utf-8", newline="") as handle:
                handle.writelines(write(exchange.lines(run_id)))
        except Invalid as refusal:
            raise CommandError(text_for(refusal) or str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"{target}: {error.strerror}") from error
        told = ", ".join(f"{run.counts.get(each, 0):,} {each}" for each in Outcome)
        self.stdout.write(f"{run.rows:,} rows: {told}; {run.remarks:,} remarks.")
        for name, columns in run.unknown.items():
            self.stdout.write(f"{name}: columns nobody knows: {', '.join(columns)}")
        if not run.changed:
            self.stdout.write("Nothing changed.")
        self.stdout.write(f"Report: {target}")

    def _sum_up(self, summary: Summary, target: Path) -> None:
        counts = summary.counts
        self.stdout.write(
            f"{summary.rows:,} rows: {counts[Outcome.IMPORTED]:,} imported, "
            f"{counts[Outcome.UPDATED]:,} updated, {counts[Outcome.UNCHANGED]:,} unchanged, "
            f"{counts[Outcome.REFUSED]:,} refused; {summary.remarks:,} remarks."
        )
        if not summary.changed:
            self.stdout.write("Nothing changed.")
        self.stdout.write(f"Report: {target}")


def _default_report(form: str) -> Path:
    folder = Path(settings.REPORTS_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"import-{form}-{clock.now():%Y%m%d-%H%M%S}.jsonl"


class _Phases(AbstractContextManager["_Phases"]):
    """A line for reading, and when that is done one for applying."""

    _LABELS = MappingProxyType({"read": "读入", "apply": "导入"})

    def __init__(self, name: str) -> None:
        self._name, self._what = name, ""
        self._stack = ExitStack()
        self._line: Progress | None = None
        self._rows = 0

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def tell(self, what: str, count: int) -> None:
        """So many rows more."""
        if what != self._what:
            self._stack.close()
            total = self._rows if what == "apply" else None
            label = f"{self._LABELS[what]} {self._name}"
            self._line = self._stack.enter_context(Progress(label, total=total or None))
            self._what = what
        self._rows += count if what == "read" else 0
        if self._line is not None:
            self._line.advance(count)


class _Report(AbstractContextManager["_Report"]):
    """The report file: one line a row, in plain words."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._handle = path.open("w", encoding="utf-8", newline="")
        self.write: Callable[[RowResult], None] = self._write_json
        if path.suffix.lower() == ".csv":
            self._table = csv.writer(self._handle)
            self._table.writerow([*_COLUMNS, "remarks"])
            self.write = self._write_csv

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._handle.close()

    def _write_json(self, result: RowResult) -> None:
        entry = {**_entry(result), "remarks": _remarks(result)}
        kept = {name: value for name, value in entry.items() if value not in ("", [])}
        self._handle.write(json.dumps(kept, ensure_ascii=False) + "\n")

    def _write_csv(self, result: RowResult) -> None:
        entry = _entry(result)
        remarks = "；".join(f"{each['field']}：{each['message']}" for each in _remarks(result))
        self._table.writerow([*(entry[name] for name in _COLUMNS), remarks])


def _entry(result: RowResult) -> dict[str, object]:
    return {
        "row": result.row,
        "code": result.code,
        "outcome": result.outcome.value,
        "field": result.field,
        "reason": result.reason,
        "message": _worded(result.reason, result.facts) if result.reason else "",
    }


def _remarks(result: RowResult) -> list[dict[str, str]]:
    return [
        {"field": each.field, "reason": each.code, "message": _worded(each.code, each.facts)}
        for each in result.remarks
    ]


def _worded(code: str, facts: Mapping[str, object]) -> str:
    return wording(code, facts) or code
