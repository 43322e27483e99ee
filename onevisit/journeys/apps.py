"""Journeys as a Django app."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """Owns how visits are computed."""

    name = "onevisit.journeys"
    label = "journeys"
    verbose_name = "跑动测算"
