"""Items and bundles that are given up on a day, by two people."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onevisit.catalogue.models.things import Bundle, Item
from onevisit.kernel.ids import new_id


class Retirement(models.Model):
    """A plan to end an item or bundle 计划取消: proposed by one, confirmed by another, done on its
    day; `ended` when it was called off before, or the thing was revived after.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="retirements")
    bundle = models.ForeignKey(
        Bundle, on_delete=models.PROTECT, null=True, related_name="retirements"
    )
    on = models.DateField()
    reason = models.TextField(max_length=500)
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=100)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_by_name = models.CharField(max_length=100, blank=True)
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(ended_at=None, item__isnull=False),
                name="retirement_one_live_of_item",
            ),
            models.UniqueConstraint(
                fields=["bundle"],
                condition=Q(ended_at=None, bundle__isnull=False),
                name="retirement_one_live_of_bundle",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False, bundle__isnull=True)
                | Q(item__isnull=True, bundle__isnull=False),
                name="retirement_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S"), name="retirement_reason_given"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="retirement_two_people",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(confirmed_at__isnull=False),
                name="retirement_confirmed_before_done",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["on"],
                name="retirement_due",
                condition=Q(done_at=None, ended_at=None, confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id or self.bundle_id} {self.on}"
