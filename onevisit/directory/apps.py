"""The directory room as a Django application."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Owns regions, departments and service points."""

    name = "onevisit.directory"
    label = "directory"

    def ready(self) -> None:
        """Offer the list of places at the foot of every public page."""
        from django.utils.translation import gettext_lazy as _

        from onevisit.ui.navigation import NavItem, Place, register

        register(NavItem(_("办事网点"), "directory:places", place=Place.FOOTER, order=20))
