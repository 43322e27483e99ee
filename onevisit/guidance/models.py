"""Rows of guidance: what search has prepared of each published thing."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q


class SearchDocument(models.Model):
    """One published item or bundle as search needs it; made when it is published.

    `card` is what a hit shows, `boost` multiplies its scores, `revision` the change that wrote it.
    """

    id = models.BigAutoField(primary_key=True)
    item = models.OneToOneField(
        "catalogue.Item", on_delete=models.CASCADE, null=True, related_name="+"
    )
    bundle = models.OneToOneField(
        "catalogue.Bundle", on_delete=models.CASCADE, null=True, related_name="+"
    )
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    card: models.JSONField[Any, Any] = models.JSONField()
    boost = models.FloatField(default=1.0)
    phrases = models.TextField()
    related = models.TextField(blank=True)
    office = models.TextField(blank=True)
    pinyin = models.TextField(blank=True)
    revision = models.BigIntegerField(db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, bundle__isnull=True)
                | Q(item__isnull=True, bundle__isnull=False),
                name="search_document_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.card.get("name", self.pk))


class SearchState(models.Model):
    """The one row that says which revision the documents stand at, and which came before.

    Revisions come from a sequence, so one that was rolled back never comes again.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    revision = models.BigIntegerField(default=0)
    base = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(id=1), name="search_state_is_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.revision)
