"""Opinions asked of departments that only advise."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.cases.rules.consulting import Asked, Stance
from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_text


class Consultation(models.Model):
    """征求意见: a question of the department that decides to one that advises, and its answer.
    Both are sealed, they may name people. `materials`: what it is given to read.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="consultations")
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=[(s.value, s.name) for s in Asked])
    materials: models.JSONField[Any, Any] = models.JSONField(default=list)
    question_sealed = models.BinaryField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=100)
    due_on = models.DateField()
    stance = models.CharField(
        max_length=10, blank=True, default="", choices=[(s.value, s.name) for s in Stance]
    )
    answer_sealed = models.BinaryField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=100, blank=True, default="")
    question = sealed_text("question_sealed")
    """What was asked."""
    answer = sealed_text("answer_sealed")
    """What was answered beside the stance."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "department"],
                condition=Q(state="open"),
                name="consultation_open_once",
            ),
            models.CheckConstraint(
                condition=(Q(state="answered", answered_at__isnull=False) & ~Q(stance=""))
                | (~Q(state="answered") & Q(answered_at=None, stance="")),
                name="consultation_answered_whole",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["department", "state", "due_on"], name="consultation_to_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.department_id} {self.state}"
