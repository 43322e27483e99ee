"""Plans: what was asked of the planner, what it was reckoned from, and what came of it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from onevisit.kernel.ids import new_id


class PlanState(models.TextChoices):
    """How far a plan is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


PLAN_ENDED = (PlanState.DONE, PlanState.FAILED, PlanState.CANCELLED)


class Plan(models.Model):
    """One question to the planner. `wish` is what was asked (`rules.planning.wishes`); `given` what
    it was reckoned from, with `digest` over both; `chosen` the enablers to open, `by_steps` what
    looking for the best one step by step would open. `otherwise` are things whose visits, solved
    anew with all of them open, are not what their curve says: code and visits. `done` of `total`
    things have been looked at. `problem` says why there is no plan.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=9, choices=PlanState.choices, default=PlanState.WAITING)
    wish: models.JSONField[Any, Any] = models.JSONField()
    given: models.JSONField[Any, Any] = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    chosen: models.JSONField[Any, Any] = models.JSONField(default=list)
    by_steps: models.JSONField[Any, Any] = models.JSONField(default=list)
    otherwise: models.JSONField[Any, Any] = models.JSONField(default=list)
    problem = models.CharField(max_length=40, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-made_at"], name="plan_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=PlanState.values), name="plan_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=PLAN_ENDED, ended_at__isnull=False)
                | Q(ended_at=None) & ~Q(state__in=PLAN_ENDED),
                name="plan_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.DONE)
                | Q(given__isnull=False, digest__regex=r"^[0-9a-f]{64}$", problem=""),
                name="plan_done_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.FAILED, problem__regex=r"\S")
                | ~Q(state=PlanState.FAILED) & Q(problem=""),
                name="plan_failed_says_why",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="plan_done_of_total"),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d} {self.state}"
