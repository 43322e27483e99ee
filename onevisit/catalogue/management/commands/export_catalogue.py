"""``manage.py export_catalogue TARGET --format national|cpsv-ap``: tables, or linked data."""

from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue.rules.exchange.cpsv import BASE
from onevisit.catalogue.rules.exchange.profiles import names, profile
from onevisit.catalogue.rules.exchange.writers import FileForm, zipped
from onevisit.catalogue.rules.vocabulary import TaskType
from onevisit.catalogue.services import exchange
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid
from onevisit.kernel.progress import Progress
from onevisit.ui.wordings import text_for


class Command(BaseCommand):
    """Write what is published into a folder or an archive of tables."""

    help = "Export the catalogue as national exchange tables."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, in which form, and what of it."""
        parser.add_argument("target", type=Path, help="a folder, or an archive ending in .zip")
        parser.add_argument("--format", default="national", choices=["national", "cpsv-ap"])
        parser.add_argument(
            "--as",
            dest="form",
            choices=[*FileForm, *exchange.LinkedForm],
            help="csv (default), xlsx, jsonl; for cpsv-ap turtle (default) or jsonld",
        )
        parser.add_argument("--base", default=BASE, help="where addresses of cpsv-ap begin")
        parser.add_argument(
            "--profile", default="national", help=f"{', '.join(names())}, or a .json file"
        )
        parser.add_argument("--upper", action="store_true", help="names in upper case")
        parser.add_argument("--department", default="", help="code of one department")
        parser.add_argument("--region", default="", help="code of a place and all in it")
        parser.add_argument("--type", action="append", choices=[*TaskType], default=[])
        parser.add_argument("--since", type=date.fromisoformat, help="changes from this day on")
        parser.add_argument("--batch", default="", help="cd_batch (default: the time)")
        parser.add_argument("--at", type=datetime.fromisoformat, help="cd_time (default: now)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export, sum up."""
        target: Path = options["target"]
        if options["format"] == "cpsv-ap":
            self._linked(target, options)
            return
        try:
            with TemporaryDirectory(prefix="onevisit-export-") as spare:
                packed = target.suffix.lower() == ".zip"
                folder = Path(spare) if packed else target
                found = self._export(folder, options)
                if packed:
                    zipped(folder, target)
        except Invalid as refusal:
            raise CommandError(text_for(refusal) or str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"{target}: {error.strerror}") from error
        for name, count in found.tables.items():
            self.stdout.write(f"{count:>12,}  {name}")
        self.stdout.write(f"{found.items:,} items: {target}")

    def _linked(self, target: Path, options: dict[str, Any]) -> None:
        try:
            form = exchange.LinkedForm(options["form"] or "turtle")
        except ValueError as error:
            raise CommandError("cpsv-ap is written as turtle or jsonld") from error
        with Progress("导出事项") as line:
            count = exchange.export_cpsv(
                path=target, form=form, base=options["base"], actor=SYSTEM, tell=line.advance
            )
        self.stdout.write(f"{count:,} items: {target}")

    def _export(self, folder: Path, options: dict[str, Any]) -> exchange.Exported:
        since, at = options["since"], options["at"]
        try:
            form = FileForm(options["form"] or "csv")
        except ValueError as error:
            raise CommandError("national tables are written as csv, xlsx or jsonl") from error
        selection = exchange.Selection(
            department=options["department"],
            region=options["region"],
            types=tuple(options["type"]),
            since=datetime.combine(since, time.min, clock.SHANGHAI) if since else None,
        )
        with Progress("导出事项") as line:
            return exchange.export_catalogue(
                folder=folder,
                form=form,
                profile=profile(options["profile"]),
                at=(at if at.tzinfo else at.replace(tzinfo=clock.SHANGHAI)) if at else clock.now(),
                batch=options["batch"],
                selection=selection,
                upper=options["upper"],
                actor=SYSTEM,
                tell=line.advance,
            )
