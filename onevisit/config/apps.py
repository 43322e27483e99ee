"""The room as Django sees it."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Carries the management commands of the house; owns no tables."""

    name = "onevisit.config"
    label = "config"
