"""Parcels, what happened to them, and the addresses they go to."""

from dataclasses import asdict
from typing import ClassVar

from django.db import models
from django.db.models import Q

from onevisit.delivery.rules import Address, Mark, ParcelState, Payer
from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_json


class Destination(models.Model):
    """An address, sealed; emptied when nobody needs it any more. Never changed: another address is
    another row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    address_sealed = models.BinaryField(null=True)
    kept_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)
    _held = sealed_json("address_sealed")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(address_sealed__isnull=False, forgotten_at__isnull=True)
                | Q(address_sealed__isnull=True, forgotten_at__isnull=False),
                name="destination_kept_or_forgotten",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def address(self) -> Address | None:
        """Where it is, None when forgotten."""
        if self.address_sealed is None:
            return None
        return Address(**self._held)

    def keep(self, address: Address) -> None:
        """Seal the address; before the row is inserted."""
        self._held = asdict(address)


class Parcel(models.Model):
    """Something sent by courier from a service point. The newest of its events says its state."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=12, choices=[(s.value, s.name) for s in ParcelState])
    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey("directory.ServicePoint", on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    pieces = models.PositiveSmallIntegerField()
    payer = models.CharField(max_length=10, choices=[(p.value, p.name) for p in Payer])
    carrier = models.CharField(max_length=10, blank=True)
    tracking_number = models.CharField(max_length=30, blank=True)
    last_seq = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["carrier", "tracking_number"],
                condition=~Q(tracking_number=""),
                name="parcel_tracking_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["packed", "collected", "unpacked"])
                | (~Q(carrier="") & ~Q(tracking_number="")),
                name="parcel_travels_under_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["packed", "handed_over", "in_transit"], ended_at=None)
                | Q(
                    state__in=["delivered", "returned", "collected", "unpacked"],
                    ended_at__isnull=False,
                ),
                name="parcel_ended_at",
            ),
            models.CheckConstraint(condition=Q(pieces__gte=1), name="parcel_not_empty"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=Q(ended_at=None), name="parcel_open"),
        ]

    def __str__(self) -> str:
        return self.number


class ParcelEvent(models.Model):
    """One thing that happened to a parcel: written once. `at` as the courier says, `recorded_at`
    when somebody entered it.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=12, choices=[(m.value, m.name) for m in Mark])
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    note = models.CharField(max_length=20, blank=True)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["parcel", "seq"], name="parcel_event_seq"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id} {self.seq} {self.mark}"
