"""What each service point can do: lists written by one officer and confirmed by another."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from onevisit.kernel.ids import new_id


class PointList(models.Model):
    """网点清单: what a point takes in, identifies for and hands out, from the day `since` on.

    `abilities` maps each act to codes of offers or to everything (`rules.points`). It counts only
    when another officer has confirmed it; the newest confirmed one holds.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    point = models.ForeignKey("directory.ServicePoint", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    abilities: models.JSONField[Any, Any] = models.JSONField()
    why = models.CharField(max_length=300)
    state = models.CharField(
        max_length=10,
        choices=[(s, s) for s in ("waiting", "confirmed", "returned")],
        default="waiting",
    )
    proposed_by = models.UUIDField(null=True)
    proposed_by_name = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["point"], condition=Q(state="waiting"), name="point_list_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at__isnull=True)
                | (Q(state__in=["confirmed", "returned"]) & Q(answered_at__isnull=False)),
                name="point_list_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | Q(proposed_by__isnull=True)
                | (Q(answered_by__isnull=False) & ~Q(answered_by=F("proposed_by"))),
                name="point_list_two_people",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["point", "-since", "-answered_at"],
                condition=Q(state="confirmed"),
                name="point_list_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.since} {self.state}"
