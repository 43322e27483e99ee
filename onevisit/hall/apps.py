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
        """Listen to the room below."""
        from onevisit.hall.services import record_contact

        subscribe(ContactHappened, record_contact)
