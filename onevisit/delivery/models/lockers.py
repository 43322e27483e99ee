"""Lockers at service points, and what lay in them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.delivery.rules.lockers import HOLDING, StayState
from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_json

_HOLDING = sorted(each.value for each in HOLDING)


class Locker(models.Model):
    """智能柜 of a service point. `device`: the number its maker knows it by; `doors`: number and
    size of each; `keep_days`: how many days something lies there before it goes back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=40)
    device = models.CharField(max_length=40, unique=True)
    point = models.ForeignKey("directory.ServicePoint", on_delete=models.PROTECT, related_name="+")
    where = models.CharField(max_length=100)
    hours = models.CharField(max_length=100)
    keep_days = models.PositiveSmallIntegerField()
    doors: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(keep_days__gte=1, keep_days__lte=30), name="locker_keep_days"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Stay(models.Model):
    """Results behind one door of a locker, from the clerk who laid them in until they are out.

    The code is kept nowhere: it is a keyed hash of this row's id and of `issue`, how many codes
    there were. `tries`: wrong codes since the last. `sent`: for whom the newest is.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=12, choices=[(s.value, s.name) for s in StayState])
    locker = models.ForeignKey(Locker, on_delete=models.PROTECT, related_name="stays")
    door = models.CharField(max_length=8)
    pieces = models.PositiveSmallIntegerField()
    issue = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    laid_at = models.DateTimeField(null=True)
    laid_by = models.CharField(max_length=100)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)
    sent_sealed = models.BinaryField(null=True)

    sent = sealed_json("sent_sealed")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["locker", "door"],
                condition=Q(state__in=_HOLDING),
                name="stay_one_behind_a_door",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in StayState]), name="stay_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["reserved", "released"], laid_at=None, until=None, issue=0)
                | Q(
                    state__in=["laid", "overdue", "collected", "taken_back"],
                    laid_at__isnull=False,
                    until__isnull=False,
                    issue__gte=1,
                ),
                name="stay_laid_until",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_HOLDING, ended_at=None)
                | (~Q(state__in=_HOLDING) & Q(ended_at__isnull=False)),
                name="stay_ended_at",
            ),
            models.CheckConstraint(condition=Q(pieces__gte=1), name="stay_not_empty"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["until"], condition=Q(state="laid"), name="stay_by_end"),
        ]

    def __str__(self) -> str:
        return self.number
