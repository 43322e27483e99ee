"""``manage.py doctor``: each thing that must hold, whether it does, and what to do."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from onevisit.config import checkup


class Command(BaseCommand):
    """For the person who sets the house up, and for a deployment's last step."""

    help = "Say point by point what holds and what to do; fails when a point of safety is broken."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether only settings are looked at."""
        parser.add_argument("--settings-only", action="store_true", help="do not ask the database")

    def handle(self, *args: Any, **options: Any) -> None:
        """In the demonstration points of safety are broken on purpose: told, but no failure."""
        broken = 0
        for line in self._lines(settings_only=options["settings_only"]):
            mark = "ok  " if line.ok else ("FAIL" if line.must else "note")
            broken += not line.ok and line.must
            self.stdout.write(f"{mark}  {line.name:<18} {line.found}")
            if not line.ok:
                self.stdout.write(f"      {'':<18} → {line.remedy}")
        if broken:
            raise CommandError(f"{broken} points are broken")

    def _lines(self, *, settings_only: bool) -> Iterator[checkup.Line]:
        yield from checkup.of_settings(must=not settings.DEMO)
        if not settings_only:
            yield from checkup.of_the_house()
