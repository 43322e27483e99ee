"""``manage.py backup DIR``: a copy of everything, while the house works."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from onevisit.config import backups, databases


class Command(BaseCommand):
    """Run daily; DIR must be new."""

    help = "Write database and vault into the new folder DIR; --verify only looks whether it holds."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--verify", action="store_true", help="compare DIR with its digests")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, then read it again and compare every part with its digest."""
        folder = options["folder"].absolute()
        try:
            if not options["verify"]:
                self._make(folder)
            damaged = list(backups.verify(folder))
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        for line in damaged:
            self.stderr.write(line)
        if damaged:
            raise CommandError(f"{len(damaged)} parts of the backup are damaged")
        self.stdout.write("Every part is as it was written.")

    def _make(self, folder: Path) -> None:
        if databases.role() != "owner":
            raise CommandError("backup needs ONEVISIT_DB_ROLE=owner (the default)")
        made = backups.make(folder)
        megabytes = made.bytes / 1_000_000
        self.stdout.write(f"{made.rows} rows and {made.files} files, {megabytes:.1f} MB: {folder}")
