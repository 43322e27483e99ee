"""`manage.py vault_sweep`: remove blobs that no row refers to."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from onevisit.vault.services import SWEEP_AFTER_SECONDS, sweep


class Command(BaseCommand):
    """Run daily; safe at any time."""

    help = "Remove encrypted files that nothing refers to and that are older than a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How old, in hours."""
        parser.add_argument("--hours", type=float, default=SWEEP_AFTER_SECONDS / 3600)

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep and say how many went."""
        removed = sweep(older_than_seconds=options["hours"] * 3600)
        self.stdout.write(f"{removed} removed")
