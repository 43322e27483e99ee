"""Cases as a Django app."""

from django.apps import AppConfig

from onevisit.accounts.rules.events import PersonLinked
from onevisit.kernel.calendar import CalendarPublished
from onevisit.kernel.events import subscribe


class CasesConfig(AppConfig):
    """Owns applications and cases; wakes when a year's working days are published
    and when a person turns out to be one known before.
    """

    name = "onevisit.cases"
    label = "cases"
    verbose_name = "办件"

    def ready(self) -> None:
        """Listen to the calendar, and to people."""
        subscribe(CalendarPublished, _recount)
        subscribe(PersonLinked, _hand_over)


def _recount(event: CalendarPublished) -> None:
    """The services are read when first needed: most commands need none of them."""
    from onevisit.cases.services.deadlines import recount

    recount(event)


def _hand_over(event: PersonLinked) -> None:
    from onevisit.cases.services.linking import hand_over

    hand_over(event.provisional_id, event.registered_id)
