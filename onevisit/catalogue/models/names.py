"""Everyday names of items and bundles."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onevisit.catalogue.models.things import Bundle, Item


class Alias(models.Model):
    """An everyday name people use for an item or a bundle; data, so that it grows without a
    release.
    """

    id = models.BigAutoField(primary_key=True)
    phrase = models.CharField(max_length=100)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, null=True, related_name="aliases")
    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, null=True, related_name="aliases")
    source = models.CharField(max_length=20, default="curated")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["phrase", "item", "bundle"],
                name="alias_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False, bundle__isnull=True)
                | Q(item__isnull=True, bundle__isnull=False),
                name="alias_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.phrase
