"""Cases as a Django app."""

from django.apps import AppConfig

from onevisit.kernel.calendar import CalendarPublished
from onevisit.kernel.events import subscribe


class CasesConfig(AppConfig):
    """Owns applications and cases; wakes when a year's working days are published."""

    name = "onevisit.cases"
    label = "cases"
    verbose_name = "办件"

    def ready(self) -> None:
        """Listen to the calendar."""
        subscribe(CalendarPublished, _recount)


def _recount(event: CalendarPublished) -> None:
    """The services are read when first needed: most commands need none of them."""
    from onevisit.cases.services.deadlines import recount

    recount(event)
