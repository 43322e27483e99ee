"""Who did what with which version, when and why."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.catalogue.models.things import Bundle, Item


class VersionEvent(models.Model):
    """One move of a version of an item or bundle; kept when the draft itself is gone.

    `facts` hold what the move rests on: flagged changes with the reason for each, the day planned.
    """

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="events")
    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, null=True, related_name="events")
    number = models.PositiveIntegerField()  # of the version
    move = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=100)
    reason = models.TextField(max_length=500, blank=True)
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, bundle__isnull=True)
                | Q(item__isnull=True, bundle__isnull=False),
                name="version_event_of_one_thing",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["item", "-id"], name="version_event_item"),
            models.Index(fields=["bundle", "-id"], name="version_event_bundle"),
        ]

    def __str__(self) -> str:
        return f"v{self.number} {self.move}"
