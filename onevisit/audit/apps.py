"""The audit room as a Django application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Owns the trail and the access log."""

    name = "onevisit.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of every refusal."""
        from onevisit.audit.web.refusals import note_refusal
        from onevisit.ui.refusals import on_refusal

        on_refusal(note_refusal)
