"""The guidance room as a Django application."""

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    """Registers the room, its ear for the catalogue, and its pages in the header and the tabs."""

    name = "onevisit.guidance"
    label = "guidance"

    def ready(self) -> None:
        """Pages every citizen sees in the header; search follows the catalogue."""
        from django.utils.translation import gettext_lazy as _

        from onevisit.accounts.guards import holding
        from onevisit.accounts.rules import Permission
        from onevisit.catalogue.rules.events import CatalogueChanged
        from onevisit.guidance.services import prepare_changed
        from onevisit.kernel.events import subscribe
        from onevisit.ui.navigation import Audience, NavItem, Place, register

        subscribe(CatalogueChanged, prepare_changed)
        register(
            NavItem(_("一件事"), "guidance:bundles", order=10),
            NavItem(_("人生大事"), "guidance:life", order=15),
            NavItem(_("个人办事"), "guidance:search", order=20, query="served=1"),
            NavItem(_("企业办事"), "guidance:search", order=30, query="served=2"),
            NavItem(_("开店要办哪些证"), "guidance:permits", order=18, place=Place.FOOTER),
            NavItem(_("政务清单"), "guidance:lists", order=19, place=Place.FOOTER),
            NavItem(_("办事"), "guidance:bundles", icon="list-checks", order=2, place=Place.TABS),
            NavItem(
                _("大家的说法"),
                "guidance:sayings",
                Audience.STAFF,
                "message-circle",
                47,
                Place.STAFF,
                visible=holding(Permission.CATALOGUE_EDIT),
            ),
        )
