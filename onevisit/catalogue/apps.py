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

        from onevisit.catalogue.rules.events import CatalogueChanged
        from onevisit.catalogue.services import compare_changed
        from onevisit.kernel.events import subscribe
        from onevisit.ui.navigation import Audience, NavItem, Place, register

        subscribe(CatalogueChanged, compare_changed)
        register(
            NavItem(
                _("事项草稿"),
                "catalogue:items",
                Audience.STAFF,
                "pencil",
                44,
                Place.STAFF,
                visible=_may_edit,
            ),
            NavItem(
                _("目录审核"),
                "catalogue:reviews",
                Audience.STAFF,
                "stamp",
                45,
                Place.STAFF,
                visible=_may_publish,
            ),
        )
        register(
            NavItem(
                _("目录检查"),
                "catalogue:findings",
                Audience.STAFF,
                "list-checks",
                46,
                Place.STAFF,
                visible=_may_publish,
            ),
            NavItem(
                _("政务清单"),
                "catalogue:registers",
                Audience.STAFF,
                "scroll-text",
                48,
                Place.STAFF,
                visible=_may_edit,
            ),
            NavItem(
                _("八统一"),
                "catalogue:unification",
                Audience.STAFF,
                "columns-3",
                47,
                Place.STAFF,
                visible=_may_edit,
            ),
        )


def _may_publish(request: HttpRequest) -> bool:
    from onevisit.accounts.queries import actor_of
    from onevisit.accounts.rules import Permission

    return actor_of(request).may(Permission.CATALOGUE_PUBLISH)


def _may_edit(request: HttpRequest) -> bool:
    from onevisit.accounts.queries import actor_of
    from onevisit.accounts.rules import Permission

    return actor_of(request).may(Permission.CATALOGUE_EDIT)
