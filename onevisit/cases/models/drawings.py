"""Drawings that several departments review together."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.cases.rules.drawings import OPEN, MoreDays, ReviewState
from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_json, sealed_text

_OPEN = sorted(each.value for each in OPEN)


class DrawingReview(models.Model):
    """联合审图: one review of the drawings of a case by its department, which leads, and others.

    `versions`: the evidence of each version handed in, oldest first. `days` working days each
    department has, `mend_days` the applicant; `due_on` is the day of whomever it waits for.
    `special`: its time is a special procedure of the case. What the letters said is frozen in
    `told`, since comments go on. `more_state`: the applicant asked once for `more_days` working
    days to mend beside those given; `more` has why, and the answer.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="drawing_reviews")
    state = models.CharField(max_length=10, choices=[(s.value, s.name) for s in ReviewState])
    special = models.BooleanField()
    materials: models.JSONField[Any, Any] = models.JSONField()
    versions: models.JSONField[Any, Any] = models.JSONField()
    days = models.PositiveSmallIntegerField()
    mend_days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    opened_by_name = models.CharField(max_length=100)
    told_sealed = models.BinaryField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_name = models.CharField(max_length=100, blank=True, default="")
    reason_sealed = models.BinaryField(null=True)
    more_state = models.CharField(
        max_length=10, blank=True, default="", choices=[(s.value, s.name) for s in MoreDays]
    )
    more_days = models.PositiveSmallIntegerField(null=True)
    more_sealed = models.BinaryField(null=True)
    told = sealed_json("told_sealed")
    """`letters`: what each said, and when."""
    reason = sealed_text("reason_sealed")
    """Why it was closed without agreement."""
    more = sealed_json("more_sealed")
    """`asked_at`, `why`, `was` (the day then); with the answer `at`, `by`, `answer`, `until`."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=_OPEN),
                name="drawing_review_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_OPEN, closed_at=None)
                | Q(state__in=["agreed", "failed"], closed_at__isnull=False),
                name="drawing_review_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(more_state="", more_days=None, more_sealed=None)
                | Q(
                    more_state__in=["asked", "allowed", "refused"],
                    more_days__gte=1,
                    more_sealed__isnull=False,
                ),
                name="drawing_review_more_whole",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_on", "id"], condition=Q(state__in=_OPEN), name="drawing_review_by_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class DrawingSeat(models.Model):
    """A department in a review, with its comments; `ready_at`: when it had said all it has to say
    now, None while it is waited for.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(DrawingReview, on_delete=models.PROTECT, related_name="seats")
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    ready_at = models.DateTimeField(null=True)
    ready_by_name = models.CharField(max_length=100, blank=True, default="")
    comments_sealed = models.BinaryField(null=True)
    comments = sealed_json("comments_sealed")
    """What `rules.drawings.kept` gives."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["review", "department"], name="drawing_seat_once"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.department_id}"
