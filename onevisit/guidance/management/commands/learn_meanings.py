"""``manage.py learn_meanings``, after everyday words were changed: half a minute."""

from typing import Any

from django.core.management.base import BaseCommand

from onevisit.guidance import queries
from onevisit.guidance.rules.meaning import learn


class Command(BaseCommand):
    """Learn anew what words of people speak for, and keep it beside them."""

    help = "Learn the meanings of words from everyday and heard words; writes the data file."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Learn and write."""
        found = learn(queries.taught_words())
        queries.MEANINGS.write_bytes(found.to_bytes())
        self.stderr.write(f"{len(found.said):,} said, {len(found.places):,} meanings")
