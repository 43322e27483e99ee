"""Enablers: which there are and whether they work, and each change with its reason."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.catalogue.rules.enablers import EnablerKind, EnablerState
from onevisit.kernel.ids import new_id

_KNOWN = Q(state__in=[each.value for each in EnablerState])
_PLANNED = Q(state=EnablerState.PLANNED.value)


class Enabler(models.Model):
    """支撑能力: `code` is what items name. Costs in 分, None where nobody knows; no region means
    all of them. `since` is the day of its state; `revision` counts changes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=20)
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    regions: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        "directory.Region", related_name="+"
    )
    once = models.BigIntegerField(null=True)
    yearly = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10)
    planned_by = models.DateField(null=True)
    since = models.DateField()
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in EnablerKind]),
                name="enabler_kind_known",
            ),
            models.CheckConstraint(condition=_KNOWN, name="enabler_state_known"),
            models.CheckConstraint(
                condition=(_PLANNED & Q(planned_by__isnull=False))
                | (~_PLANNED & Q(planned_by=None)),
                name="enabler_planned_by_a_day",
            ),
            models.CheckConstraint(
                condition=(Q(once=None) | Q(once__gte=0)) & (Q(yearly=None) | Q(yearly__gte=0)),
                name="enabler_costs_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class EnablerChange(models.Model):
    """What was put down about an enabler, when, by whom and why."""

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    enabler = models.ForeignKey(Enabler, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=100)
    state = models.CharField(max_length=10)
    planned_by = models.DateField(null=True)
    once = models.BigIntegerField(null=True)
    yearly = models.BigIntegerField(null=True)
    why = models.TextField(max_length=500)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=_KNOWN, name="enabler_change_state_known"),
            models.CheckConstraint(condition=~Q(why=""), name="enabler_change_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.enabler_id} {self.state}"
