"""Rows of guidance: what search has prepared of each published thing, and what people call it."""

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


class Choice(models.Model):
    """Somebody looked for `phrase` and opened what stands under `code`; empty: nothing was found.

    `visitor` is a keyed hash of the day and where the question came from: it tells two visitors of
    one day apart, and nobody by it. Rows are forgotten after some months.
    """

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    phrase = models.CharField(max_length=20)
    code = models.CharField(max_length=80, blank=True)
    visitor = models.CharField(max_length=16)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["day", "visitor", "phrase", "code"], name="choice_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.phrase


class Verdict(models.Model):
    """An officer's word on a phrase for a thing: taken as an everyday name of it, or not."""

    id = models.BigAutoField(primary_key=True)
    phrase = models.CharField(max_length=20)
    code = models.CharField(max_length=80)
    taken = models.BooleanField()
    given_at = models.DateTimeField()
    given_by = models.UUIDField(null=True)
    given_by_name = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["phrase", "code"], name="verdict_once"),
        ]

    def __str__(self) -> str:
        return self.phrase
