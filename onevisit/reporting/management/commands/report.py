"""`manage.py report`: make and send batches, ask for answers."""

from typing import Any

from django.core.management.base import BaseCommand

from onevisit.reporting.services import plan, report


class Command(BaseCommand):
    """Run as often as you like; the server does it every minute by itself."""

    help = "Report to the platform above: make batches, send them, ask for answers."

    def handle(self, *args: Any, **options: Any) -> None:
        """Report and say what was done."""
        plan()
        done = report()
        self.stdout.write(
            f"{done.made} batches made, {done.sent} sent, {done.answered} answered in full"
        )
