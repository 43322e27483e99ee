"""Papers that lie at offices, the bags they travel in, and each place they were at."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onevisit.delivery.rules.consignments import (
    BagState,
    CarriedBy,
    Found,
    PaperKind,
    Settled,
    Where,
)
from onevisit.kernel.ids import new_id

_POINT = "directory.ServicePoint"


class Paper(models.Model):
    """An original left with an office, or the paper of a result. `damaged` once it was found so;
    the room above knows whose it is. `ended_at`: when it went back to its owner.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=[(k.value, k.name) for k in PaperKind])
    name = models.CharField(max_length=200)
    damaged = models.BooleanField(default=False)
    kept_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.number


class Bag(models.Model):
    """流转袋: papers that go from one office to another under a seal, with their list 交接单.
    `late_at`: when it was told that it had not arrived by `due_on`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    seal = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=[(s.value, s.name) for s in BagState])
    sender = models.ForeignKey(_POINT, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(_POINT, on_delete=models.PROTECT, related_name="+")
    carried_by = models.CharField(
        max_length=10, blank=True, choices=[(c.value, c.name) for c in CarriedBy]
    )
    carrier = models.CharField(max_length=40, blank=True)
    packed_at = models.DateTimeField()
    packed_by = models.UUIDField(null=True)
    packed_by_name = models.CharField(max_length=100)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.UUIDField(null=True)
    sent_by_name = models.CharField(max_length=100, blank=True)
    due_on = models.DateField(null=True)
    late_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.UUIDField(null=True)
    received_by_name = models.CharField(max_length=100, blank=True)
    seal_whole = models.BooleanField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["seal"],
                condition=Q(state__in=["packed", "sent"]),
                name="bag_seal_once_under_way",
            ),
            models.CheckConstraint(
                condition=~Q(sender=F("receiver")), name="bag_between_two_offices"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in BagState]), name="bag_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["packed", "unpacked"], sent_at=None, due_on=None)
                | Q(
                    state__in=["sent", "received"],
                    sent_at__isnull=False,
                    due_on__isnull=False,
                    carried_by__in=[c.value for c in CarriedBy],
                )
                & ~Q(carrier=""),
                name="bag_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="received", received_at__isnull=False, seal_whole__isnull=False)
                | (~Q(state="received") & Q(received_at=None, seal_whole=None)),
                name="bag_received_whole",
            ),
            models.CheckConstraint(
                condition=Q(received_by=None) | ~Q(received_by=F("sent_by")),
                name="bag_two_people",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_on"], condition=Q(state="sent"), name="bag_under_way_by_day"),
        ]

    def __str__(self) -> str:
        return self.number


class BagItem(models.Model):
    """One paper on the list of a bag; how it was found when the bag was opened, and what became of
    a difference.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bag = models.ForeignKey(Bag, on_delete=models.PROTECT, related_name="items")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    found = models.CharField(max_length=10, blank=True, choices=[(f.value, f.name) for f in Found])
    settled = models.CharField(
        max_length=10, blank=True, choices=[(s.value, s.name) for s in Settled]
    )
    settlement = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bag", "paper"], name="bag_item_once"),
            models.CheckConstraint(
                condition=Q(settled="", settled_at=None)
                | Q(
                    settled__in=[s.value for s in Settled],
                    found__in=[Found.DAMAGED.value, Found.MISSING.value],
                    settled_at__isnull=False,
                ),
                name="bag_item_settles_a_difference",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["bag"],
                condition=Q(found__in=[Found.DAMAGED.value, Found.MISSING.value], settled=""),
                name="bag_item_unsettled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bag_id} {self.paper_id}"


class PaperPlace(models.Model):
    """Where a paper was from `since` on; the one without an end is where it is. A paper has one
    open place, never two.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="places")
    where = models.CharField(max_length=10, choices=[(w.value, w.name) for w in Where])
    office = models.ForeignKey(_POINT, on_delete=models.PROTECT, null=True, related_name="+")
    bag = models.ForeignKey(Bag, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["paper"], condition=Q(until=None), name="paper_at_one_place"
            ),
            models.CheckConstraint(
                condition=Q(where="office", office__isnull=False, bag=None)
                | Q(where__in=["bag", "missing"], bag__isnull=False, office=None)
                | Q(where="owner", office__isnull=False, bag=None),
                name="paper_place_whole",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="paper_place_in_order"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office"], condition=Q(until=None), name="paper_lying_at"),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.where}"
