"""``manage.py restore DIR``: a backup brought back into an empty place."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from onevisit.config import databases, restoring
from onevisit.config.backups import BackupError


class Command(BaseCommand):
    """Only into an empty database and vault: nothing is ever overwritten."""

    help = "Bring the backup in DIR back into an empty database and vault, and look at all of it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from."""
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, migrate to the newest, give the server's role its rights, verify."""
        if databases.role() != "owner":
            raise CommandError("restore needs ONEVISIT_DB_ROLE=owner (the default)")
        try:
            rows = restoring.restore(options["folder"].absolute())
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{rows} rows are back; preparing …")
        call_command("prepare_database", verbosity=0, stderr=self.stderr)
        call_command("verify", stdout=self.stdout, stderr=self.stderr)
