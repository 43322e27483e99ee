"""What was taken in for another county, and each step of it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from onevisit.hall.rules.errands import ENDS, ErrandAct, ErrandState
from onevisit.kernel.ids import new_id

_POINT = "directory.ServicePoint"
_ENDS = sorted(state.value for state in ENDS)


class Errand(models.Model):
    """代收件: papers of somebody for a thing another county decides, taken in at `taker` for the
    window `target` of that county. `papers` are the names that were looked at.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    taker = models.ForeignKey(_POINT, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(_POINT, on_delete=models.PROTECT, related_name="+")
    thing = models.CharField(max_length=200)
    papers: models.JSONField[Any, Any] = models.JSONField(default=list)
    applicant = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(s.value, s.name) for s in ErrandState])
    outside_number = models.CharField(max_length=60, blank=True)
    taken_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(taker=F("target")), name="errand_between_two_windows"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ErrandState]), name="errand_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_ENDS, ended_at__isnull=False)
                | (~Q(state__in=_ENDS) & Q(ended_at=None)),
                name="errand_ended_at",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["taker", "-taken_at"], name="errand_of_taker"),
            models.Index(fields=["target", "-taken_at"], name="errand_of_target"),
        ]

    def __str__(self) -> str:
        return self.number


class ErrandStep(models.Model):
    """One step, for ever: what happened, who did it, what the applicant is told."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    errand = models.ForeignKey(Errand, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=10, choices=[(a.value, a.name) for a in ErrandAct])
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=100)
    note = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.errand_id} {self.act}"
