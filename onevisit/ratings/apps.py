"""Ratings as a Django app."""

from django.apps import AppConfig
from django.http import HttpRequest

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
                visible=_may_handle,
            )
        )


def _open_contact(event: ContactHappened) -> None:
    from onevisit.ratings.services import open_contact

    open_contact(event)


def _open_ending(event: ApplicationEnded) -> None:
    from onevisit.ratings.services import open_ending

    open_ending(event)


def _may_handle(request: HttpRequest) -> bool:
    from onevisit.accounts.queries import actor_of
    from onevisit.accounts.rules import Permission

    return actor_of(request).may(Permission.RATINGS_HANDLE)
