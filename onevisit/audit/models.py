"""The two append-only tables. The trigger `onevisit_refuse_change()` guards them (migration
0001).
"""

from typing import ClassVar

from django.db import models
from django.db.models.fields.json import KT

from onevisit.audit.rules import AccessKind
from onevisit.kernel import clock


class AuditEntry(models.Model):
    """Something that was done, written in the transaction that did it."""

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    action = models.CharField(max_length=64)
    target_type = models.CharField(max_length=64)
    target_id = models.CharField(max_length=64)
    actor_user_id = models.UUIDField(null=True)
    actor_person_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=64, blank=True)
    department_id = models.UUIDField(null=True)
    request_id = models.CharField(max_length=36, blank=True)
    address_hash = models.CharField(max_length=128, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=["target_id", "-id"], name="audit_by_target"),
            models.Index(fields=["actor_user_id", "-id"], name="audit_by_user"),
            models.Index(fields=["actor_person_id", "-id"], name="audit_by_person"),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
            models.Index(fields=["at"], name="audit_by_time"),
            models.Index(
                KT("facts__authority"),
                condition=models.Q(facts__has_key="authority"),
                name="audit_by_authority",
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.target_type} {self.target_id}"


class AccessEntry(models.Model):
    """Somebody looked at personal data, was refused, or logged in; kept whatever became of the
    request.
    """

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in AccessKind])
    what = models.CharField(max_length=96)
    reason = models.CharField(max_length=64, blank=True)
    subject_person_id = models.UUIDField(null=True)
    target_type = models.CharField(max_length=64, blank=True)
    target_id = models.CharField(max_length=200, blank=True)
    actor_user_id = models.UUIDField(null=True)
    actor_person_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=64, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    address_hash = models.CharField(max_length=128, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["subject_person_id", "-id"], name="access_by_subject"),
            models.Index(fields=["actor_user_id", "-id"], name="access_by_user"),
            models.Index(fields=["actor_person_id", "-id"], name="access_by_person"),
            models.Index(fields=["target_id", "-id"], name="access_by_target"),
            models.Index(fields=["kind", "-id"], name="access_by_kind"),
            models.Index(fields=["at"], name="access_by_time"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in AccessKind]),
                name="access_kind_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.what}"
