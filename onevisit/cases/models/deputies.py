"""Who stands in for whom while somebody is away."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onevisit.cases.rules.deputies import Away
from onevisit.kernel.ids import new_id


class Deputy(models.Model):
    """请假交接: from one day to another, both counted, `deputy` does what `absent` has claimed in a
    department. It ends by itself; `ended_at` when somebody ended it, or when the next one began.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    absent = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    first_on = models.DateField()
    last_on = models.DateField()
    reason = models.CharField(max_length=10, choices=[(v.value, v.value) for v in Away])
    named_at = models.DateTimeField()
    named_by = models.UUIDField(null=True)
    named_by_name = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["absent", "department"],
                condition=Q(ended_at__isnull=True),
                name="deputy_one_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(deputy=F("absent")), name="deputy_is_another"),
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="deputy_order"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["deputy", "last_on"], name="deputy_now", condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.absent_id}"
