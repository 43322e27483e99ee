"""What counties and departments wrote for their letters, version after version."""

from typing import Any, ClassVar

from django.db import models

from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.kernel.two_people import Version, versioned


class LetterVersion(Version):
    """文书文本 of one form, for the county or for one department, as an officer wrote it; another
    puts it in force from a day to come, and from then on the row never changes (a trigger holds
    it). `text`: the sections by name; None goes back to what holds without it.
    """

    form = models.CharField(max_length=20, choices=[(f.value, f.name) for f in LetterForm])
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, null=True, related_name="+"
    )
    text: models.JSONField[Any, Any] = models.JSONField(null=True)
    written_by = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = versioned(
            "letter_version", "form", "department", nulls_distinct=False
        )

    def __str__(self) -> str:
        return f"{self.form} {self.n}"
