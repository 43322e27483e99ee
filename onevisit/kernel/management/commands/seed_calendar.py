"""``python manage.py seed_calendar``: enter the working days of every year known."""

from django.core.management.base import BaseCommand

from onevisit.kernel import services


class Command(BaseCommand):
    """Idempotent: years already entered stay as they are."""

    help = "Enters the working days from 2004 to the last year published; safe to run again."

    def handle(self, *args: object, **options: object) -> None:
        years = services.seed_calendar()
        if years:
            self.stdout.write(f"entered {len(years)} years, {years[0]} to {years[-1]}")
        else:
            self.stdout.write("nothing to enter")
