"""Kinds of business and what each needs before it opens."""

from typing import Any, ClassVar

from django.db import models

from onevisit.kernel.ids import new_id


class BusinessActivity(models.Model):
    """One kind of business as `rules.activities.Activity` says it.

    `position` orders the list; a withdrawn one stays, unseen.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    document: models.JSONField[Any, Any] = models.JSONField()
    digest = models.CharField(max_length=64)
    set_at = models.DateTimeField()
    set_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[a-z][a-z0-9-]*$"), name="activity_code_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
