"""Which results lie, or lay, in which parcel."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onevisit.kernel.ids import new_id


class Posted(models.Model):
    """The result of a case in a parcel. `live` until the parcel ended without being received; a
    case is in one live parcel at most, so that one paper never travels twice.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="posted")
    parcel = models.ForeignKey("delivery.Parcel", on_delete=models.PROTECT, related_name="+")
    live = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "parcel"], name="posted_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(live=True), name="posted_in_one_live_parcel"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.parcel_id}"


class Lodged(models.Model):
    """The result of a case behind a door of a locker. `live` until it was fetched or taken back; a
    case is behind one door at most.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="lodged")
    stay = models.ForeignKey("delivery.Stay", on_delete=models.PROTECT, related_name="+")
    live = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "stay"], name="lodged_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(live=True), name="lodged_behind_one_door"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.stay_id}"
