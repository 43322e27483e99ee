"""``manage.py verify``: every case tells its history, everything sealed opens."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onevisit.config import wholeness


class Command(BaseCommand):
    """After a restore, an upgrade, or a doubt; reads everything, changes nothing."""

    help = "Look whether every case folds from its events and every sealed value and file opens."

    def handle(self, *args: Any, **options: Any) -> None:
        """Fails with a line for each finding."""
        number = 0
        for line in wholeness.findings():
            number += 1
            self.stderr.write(line)
        if number:
            raise CommandError(f"{number} things are not whole")
        self.stdout.write("Everything is whole.")
