"""Waivers of publish rules, and what the rules found day by day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onevisit.catalogue.models.things import Bundle, Item
from onevisit.kernel.ids import new_id


class Waiver(models.Model):
    """A publish rule let go for one item or bundle by a named officer, until it is withdrawn.

    It outlives the version it was given for, whose number stands with it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="waivers")
    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, null=True, related_name="waivers")
    rule = models.CharField(max_length=60)
    reason = models.TextField(max_length=500)
    number = models.PositiveIntegerField()  # of the version it was given for
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    given_by_name = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["item", "rule"],
                condition=Q(withdrawn_at=None, item__isnull=False),
                name="waiver_one_live_of_item",
            ),
            models.UniqueConstraint(
                fields=["bundle", "rule"],
                condition=Q(withdrawn_at=None, bundle__isnull=False),
                name="waiver_one_live_of_bundle",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False, bundle__isnull=True)
                | Q(item__isnull=True, bundle__isnull=False),
                name="waiver_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="waiver_reason_given"),
            models.CheckConstraint(
                condition=Q(given_by_name__regex=r"\S"), name="waiver_officer_named"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="waiver_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.rule


class LintRun(models.Model):
    """The publish rules over everything, on one day; the last run of a day is kept."""

    on = models.DateField(unique=True)
    at = models.DateTimeField()
    checked = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.on}"


class LintCount(models.Model):
    """How many items and bundles of a department did not hold by a rule that day.

    `waived` of them were let go by an officer.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(LintRun, on_delete=models.CASCADE, related_name="counts")
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    rule = models.CharField(max_length=60)
    found = models.PositiveIntegerField()
    waived = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "department", "rule"], name="lint_count_once"),
            models.CheckConstraint(
                condition=Q(waived__lte=models.F("found")), name="lint_waived_of_found"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.found}"
