"""``manage.py learn_meanings``, after words of people were changed: four minutes."""

from typing import Any

from django.core.management.base import BaseCommand

from onevisit.guidance import queries
from onevisit.guidance.rules.directing import direct
from onevisit.guidance.rules.meaning import learn


class Command(BaseCommand):
    """Learn anew what words of people speak for, and keep it beside them."""

    help = "Learn what words mean from everyday words, heard ones and sentences; writes data files."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Learn and write."""
        words = queries.taught_words()
        found, pointing = learn(words), direct(words)
        queries.MEANINGS.write_bytes(found.to_bytes())
        queries.DIRECTIONS.write_bytes(pointing.to_bytes())
        self.stderr.write(f"{len(found.said):,} said, {len(found.places):,} meanings")
