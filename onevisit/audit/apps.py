"""The audit room as a Django application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Owns the trail and the access log."""

    name = "onevisit.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
