"""`manage.py sweep_deadlines`: do what limits that ran out bring with them."""

from typing import Any

from django.core.management.base import BaseCommand

from onevisit.cases.services import sweep


class Command(BaseCommand):
    """Run as often as you like; the server does it every minute by itself."""

    help = "Do what limits bring: notices, deemed acceptance, returned cases, reminders."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep and say what was done."""
        done = sweep()
        self.stdout.write(
            f"{done.sent} notices sent, {done.deemed} deemed accepted,"
            f" {done.returned} returned, {done.reminded} reminded, {done.failed} failed"
        )
