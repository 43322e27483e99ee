"""The guidance room as a Django application."""

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    """Registers the room and offers its pages to the header and the phone's tabs."""

    name = "onevisit.guidance"
    label = "guidance"

    def ready(self) -> None:
        """一件事, 个人办事 and 企业办事 stand on every public page."""
        from django.utils.translation import gettext_lazy as _

        from onevisit.ui.navigation import NavItem, Place, register

        register(
            NavItem(_("一件事"), "guidance:bundles", order=10),
            NavItem(_("个人办事"), "guidance:search", order=20, query="served=1"),
            NavItem(_("企业办事"), "guidance:search", order=30, query="served=2"),
            NavItem(_("办事"), "guidance:bundles", icon="list-checks", order=2, place=Place.TABS),
        )
