"""Cases as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers the room."""

    name = "onevisit.cases"
    label = "cases"
    verbose_name = "办件"
