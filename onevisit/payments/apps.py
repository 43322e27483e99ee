"""Payments as a Django app."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """Owns orders, payments, refunds and comparisons with the provider's file."""

    name = "onevisit.payments"
    label = "payments"
    verbose_name = "统一公共支付"

    def ready(self) -> None:
        """Offer the payer's list, and that of staff."""
        from onevisit.ui.navigation import Audience, NavItem, Place, register

        register(NavItem(_("缴费"), "payments:orders", Audience.PERSON, "wallet", 60, Place.MAIN))
        register(
            NavItem(
                _("缴费单"),
                "payments:desk",
                Audience.STAFF,
                "wallet",
                36,
                Place.STAFF,
                visible=_may_look,
            )
        )


def _may_look(request: HttpRequest) -> bool:
    from onevisit.accounts.queries import actor_of
    from onevisit.payments.access import READING

    actor = actor_of(request)
    return any(actor.may(each) for each in READING)
