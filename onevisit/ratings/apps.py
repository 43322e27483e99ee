"""Ratings as a Django app."""

from django.apps import AppConfig

from onevisit.cases.rules.events import ApplicationEnded, ContactHappened
from onevisit.kernel.events import subscribe


class RatingsConfig(AppConfig):
    """Owns ratings; wakes when somebody stood at a window and when an application ends."""

    name = "onevisit.ratings"
    label = "ratings"
    verbose_name = "好差评"

    def ready(self) -> None:
        """Listen to the rooms below, and offer the list of rectifications."""
        from django.utils.translation import gettext_lazy as _

        from onevisit.accounts.guards import holding
        from onevisit.accounts.rules import Permission
        from onevisit.ui.navigation import Audience, NavItem, Place, register

        subscribe(ContactHappened, _open_contact)
        subscribe(ApplicationEnded, _open_ending)
        register(
            NavItem(
                _("差评整改"),
                "ratings:rectifications",
                Audience.STAFF,
                "message-square-warning",
                45,
                Place.STAFF,
                visible=holding(Permission.RATINGS_HANDLE),
            )
        )


def _open_contact(event: ContactHappened) -> None:
    from onevisit.ratings.services import open_contact

    open_contact(event)


def _open_ending(event: ApplicationEnded) -> None:
    from onevisit.ratings.services import open_ending

    open_ending(event)
