"""What counties and departments wrote for their letters, version after version."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.kernel.ids import new_id


class LetterVersion(models.Model):
    """文书文本 of one form, for the county or for one department, as an officer wrote it; another
    puts it in force from a day to come, and from then on the row never changes (a trigger holds
    it). `text`: the sections by name; None goes back to what holds without it. `why`: what for.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form = models.CharField(max_length=20, choices=[(f.value, f.name) for f in LetterForm])
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, null=True, related_name="+"
    )
    n = models.PositiveIntegerField()
    text: models.JSONField[Any, Any] = models.JSONField(null=True)
    why = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10,
        choices=[(s, s) for s in ("waiting", "in_force", "sent_back")],
        default="waiting",
    )
    written_by = models.UUIDField()
    written_by_name = models.CharField(max_length=100)
    written_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_on = models.DateField(null=True)
    since = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["form", "department", "n"],
                nulls_distinct=False,
                name="letter_version_numbered",
            ),
            models.UniqueConstraint(
                fields=["form", "department"],
                condition=Q(state="waiting"),
                nulls_distinct=False,
                name="letter_version_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at__isnull=True, answered_on__isnull=True)
                | (~Q(state="waiting") & Q(answered_at__isnull=False, answered_on__isnull=False)),
                name="letter_version_answered",
            ),
            models.CheckConstraint(
                condition=Q(state="in_force", since__isnull=False)
                & Q(since__gt=F("answered_on"))
                & ~Q(answered_by=F("written_by"))
                | (~Q(state="in_force") & Q(since__isnull=True)),
                name="letter_version_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.n}"
