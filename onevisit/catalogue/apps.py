"""The catalogue as a Django app."""

from django.apps import AppConfig
from django.http import HttpRequest


class CatalogueConfig(AppConfig):
    """Registers the room and offers its officers the findings."""

    name = "onevisit.catalogue"
    label = "catalogue"
    verbose_name = "事项库"

    def ready(self) -> None:
        """Put 目录检查 on the staff's navigation."""
        from django.utils.translation import gettext_lazy as _

        from onevisit.ui.navigation import Audience, NavItem, Place, register

        register(
            NavItem(
                _("目录检查"),
                "catalogue:findings",
                Audience.STAFF,
                "list-checks",
                46,
                Place.STAFF,
                visible=_may_publish,
            )
        )


def _may_publish(request: HttpRequest) -> bool:
    from onevisit.accounts.queries import actor_of
    from onevisit.accounts.rules import Permission

    return actor_of(request).may(Permission.CATALOGUE_PUBLISH)
