"""The kernel as a Django application."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Owns the table of working days."""

    name = "onevisit.kernel"
    label = "kernel"
