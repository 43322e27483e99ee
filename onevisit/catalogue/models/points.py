"""What each service point can do: lists written by one officer and confirmed by another."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.kernel.two_people import Written, states, two_people


class PointList(Written):
    """网点清单: what a point takes in, identifies for and hands out, from the day `since` on.

    `abilities` maps each act to codes of offers or to everything (`rules.points`). It counts only
    when another officer has confirmed it; the newest confirmed one holds.
    """

    point = models.ForeignKey("directory.ServicePoint", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    abilities: models.JSONField[Any, Any] = models.JSONField()
    why = models.CharField(max_length=300)
    state = states("confirmed", "returned")
    written_by = models.UUIDField(null=True, db_column="proposed_by")
    written_by_name = models.CharField(max_length=100, db_column="proposed_by_name")
    written_at = models.DateTimeField(db_column="proposed_at")
    reason = models.CharField(max_length=300, blank=True, db_column="answer")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = two_people(
            "point_list", "point", held="confirmed", sent_back="returned"
        )
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["point", "-since", "-answered_at"],
                condition=Q(state="confirmed"),
                name="point_list_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.since} {self.state}"
