"""Payments as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """Owns orders, payments, refunds and comparisons with the provider's file."""

    name = "onevisit.payments"
    label = "payments"
    verbose_name = "统一公共支付"

    def ready(self) -> None:
        """Offer the payer's list, and that of staff."""
        from onevisit.accounts.guards import holding
        from onevisit.payments.access import READING
        from onevisit.ui.navigation import Audience, NavItem, Place, register

        register(NavItem(_("缴费"), "payments:orders", Audience.PERSON, "wallet", 902, Place.USER))
        register(
            NavItem(
                _("缴费单"),
                "payments:desk",
                Audience.STAFF,
                "wallet",
                36,
                Place.STAFF,
                visible=holding(*READING),
            )
        )
