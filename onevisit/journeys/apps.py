"""Journeys as a Django app."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """Owns how visits are computed, and which reform spares most of them."""

    name = "onevisit.journeys"
    label = "journeys"
    verbose_name = "跑动测算"

    def ready(self) -> None:
        """Answer the publish rules of the catalogue that need visits; hear what is edited;
        offer the planner to who may ask it.
        """
        from django.utils.translation import gettext_lazy as _

        from onevisit.accounts.guards import holding
        from onevisit.catalogue.rules.events import CatalogueChanged, EnablerChanged
        from onevisit.catalogue.rules.publishing import (
            register_check,
            register_compute,
            register_expect,
        )
        from onevisit.guidance.rules.visiting import register_visits_at
        from onevisit.journeys.access import PLANNERS
        from onevisit.journeys.queries import RULES, begin_check, begin_compute, begin_expect
        from onevisit.journeys.queries.at_points import visits_at
        from onevisit.journeys.services import ask_after_edit, ask_after_enabler
        from onevisit.kernel.events import subscribe
        from onevisit.ui.navigation import Audience, NavItem, Place, register

        url, staff, may = "journeys:planner", Audience.STAFF, holding(*PLANNERS)
        register(NavItem(_("先开通哪些"), url, staff, "route", 51, Place.STAFF, visible=may))

        register_check("journeys", RULES, begin_check)
        register_compute(begin_compute)
        register_expect(begin_expect)
        register_visits_at(visits_at)
        subscribe(CatalogueChanged, ask_after_edit)
        subscribe(EnablerChanged, ask_after_enabler)
