"""What counties and departments wrote for their letters, version after version."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.cases.rules.letter_forms import OF_ITEMS, LetterForm
from onevisit.kernel.two_people import Version, versioned


class LetterVersion(Version):
    """文书文本 of one form, for the county or for one department, as an officer wrote it; another
    puts it in force from a day to come, and from then on the row never changes (a trigger holds
    it). `text`: the sections by name; None goes back to what holds without it. `item`: the code of
    the one item whose papers it is for, "" for all.
    """

    form = models.CharField(max_length=20, choices=[(f.value, f.name) for f in LetterForm])
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, null=True, related_name="+"
    )
    item = models.CharField(max_length=80, blank=True, default="", db_default="")
    text: models.JSONField[Any, Any] = models.JSONField(null=True)
    written_by = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *versioned("letter_version", "form", "department", "item", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(item="") | Q(department__isnull=False, form__in=sorted(OF_ITEMS)),
                name="letter_version_of_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.n}"
