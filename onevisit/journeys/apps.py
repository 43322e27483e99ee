"""Journeys as a Django app."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """Owns how visits are computed."""

    name = "onevisit.journeys"
    label = "journeys"
    verbose_name = "跑动测算"

    def ready(self) -> None:
        """Answer the publish rules of the catalogue that need visits."""
        from onevisit.catalogue.rules.publishing import register_check, register_compute
        from onevisit.journeys.queries import RULES, begin_check, begin_compute

        register_check("journeys", RULES, begin_check)
        register_compute(begin_compute)
