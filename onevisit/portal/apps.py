"""The portal room as a Django application."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Owns pages of several rooms."""

    name = "onevisit.portal"
    label = "portal"

    def ready(self) -> None:
        """Offer the pages of citizens and of staff."""
        from onevisit.portal.web.citizen.navigation import register_citizen
        from onevisit.portal.web.staff.navigation import register_staff

        register_citizen()
        register_staff()
