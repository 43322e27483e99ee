"""The hall as a Django app."""

from django.apps import AppConfig

from onevisit.cases.rules.events import ContactHappened
from onevisit.kernel.events import subscribe


class HallConfig(AppConfig):
    """Owns the ledger of visits; wakes when somebody stands at a window."""

    name = "onevisit.hall"
    label = "hall"
    verbose_name = "大厅"

    def ready(self) -> None:
        """Listen to the rooms below, and count trips for the projects."""
        from onevisit.hall.queries import trips_of
        from onevisit.hall.services import record_contact
        from onevisit.projects.rules.trips import register_trips

        subscribe(ContactHappened, record_contact)
        register_trips(trips_of)
