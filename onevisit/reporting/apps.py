"""Reporting as a Django app."""

from django.apps import AppConfig

from onevisit.cases.rules.events import CaseGrew, CasesMoved, DrawingsMoved
from onevisit.kernel.events import subscribe
from onevisit.ratings.rules import Rated


class ReportingConfig(AppConfig):
    """Owns what other systems are told; wakes when something happens to a case."""

    name = "onevisit.reporting"
    label = "reporting"
    verbose_name = "数据上报"

    def ready(self) -> None:
        """Listen to the rooms below, and offer the operator's page."""
        from django.utils.translation import gettext_lazy as _

        from onevisit.accounts.guards import holding
        from onevisit.accounts.rules import Permission
        from onevisit.reporting.services import noting, reviewing
        from onevisit.ui.navigation import Audience, NavItem, Place, register

        subscribe(CasesMoved, noting.on_moves)
        subscribe(CaseGrew, noting.on_growth)
        subscribe(DrawingsMoved, reviewing.on_drawings)
        subscribe(Rated, noting.on_rating)
        register(
            NavItem(
                _("数据上报"),
                "reporting:home",
                Audience.STAFF,
                "cloud-upload",
                49,
                Place.STAFF,
                visible=holding(Permission.REPORTING_KEEP),
            )
        )
