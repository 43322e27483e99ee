"""The vault as a Django application."""

from django.apps import AppConfig

from onevisit.accounts.rules.events import PersonLinked
from onevisit.kernel.events import subscribe


class VaultConfig(AppConfig):
    """Owns the files of applicants; wakes when a person turns out to be one known before."""

    name = "onevisit.vault"
    label = "vault"

    def ready(self) -> None:
        """Listen to people."""
        subscribe(PersonLinked, _hand_over)


def _hand_over(event: PersonLinked) -> None:
    """The services are read when first needed: most commands need none of them."""
    from onevisit.vault.services import hand_over

    hand_over(event.provisional_id, event.registered_id)
