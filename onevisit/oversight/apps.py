"""Oversight as a Django app."""

from django.apps import AppConfig
from django.http import HttpRequest

from onevisit.archive.rules.events import CasesDestroyed
from onevisit.kernel.events import subscribe


class OversightConfig(AppConfig):
    """Owns the director's page and the orders of the supervisor."""

    name = "onevisit.oversight"
    label = "oversight"
    verbose_name = "监察"

    def ready(self) -> None:
        """Offer the page to those who may read it; tell who keeps an item what was counted."""
        from django.utils.translation import gettext_lazy as _

        from onevisit.accounts.guards import holding
        from onevisit.accounts.rules import Permission
        from onevisit.catalogue.rules.publishing import register_check
        from onevisit.oversight.queries.exceeding import RULE, begin_check
        from onevisit.ui.navigation import Audience, NavItem, Place, register

        subscribe(CasesDestroyed, _destroyed)
        register_check("oversight", [RULE], begin_check)
        register(
            NavItem(
                _("督办"),
                "oversight:orders",
                Audience.STAFF,
                "gavel",
                51,
                Place.STAFF,
                visible=_has_orders,
            )
        )

        register(
            NavItem(
                _("红黄牌"),
                "oversight:cards",
                Audience.STAFF,
                "flag",
                50,
                Place.STAFF,
                visible=holding(Permission.OVERSIGHT_READ, Permission.CASES_REVIEW),
            )
        )

        register(
            NavItem(
                _("运行监测"),
                "oversight:home",
                Audience.STAFF,
                "activity",
                35,
                Place.STAFF,
                visible=holding(Permission.OVERSIGHT_READ),
            )
        )


def _destroyed(event: CasesDestroyed) -> None:
    from onevisit.oversight.services.forgetting import empty_cards

    empty_cards(event)


def _has_orders(request: HttpRequest) -> bool:
    from onevisit.accounts.queries import actor_of
    from onevisit.accounts.rules import Permission

    actor = actor_of(request)
    rights = (Permission.ORDERS_ISSUE, Permission.ORDERS_ANSWER, Permission.ORDERS_DECIDE)
    return any(actor.may(right) for right in rights)
