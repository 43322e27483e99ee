"""`manage.py close_queues`: what the end of a day brings for the queue."""

from typing import Any

from django.core.management.base import BaseCommand

from onevisit.hall.services import close_days


class Command(BaseCommand):
    """Run it whenever you like; the worker does the same every hour."""

    help = "Take names and persons from the tickets of days that are over."

    def handle(self, *args: Any, **options: Any) -> None:
        """Close and say how many."""
        self.stdout.write(f"{close_days()} tickets closed")
