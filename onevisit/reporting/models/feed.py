"""The feed that departments' systems poll."""

from typing import ClassVar

from django.db import models

from onevisit.kernel.ids import new_id


class FeedEntry(models.Model):
    """One event of a case in the feed of its department. `number` is given by the one worker that
    passes things on, in its own transaction: whoever has read up to a number has read all below it,
    however late the act was committed. What happened stands in the history of the case.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.BigIntegerField(unique=True)
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "seq"], name="feed_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["department", "number"], name="feed_of_department"),
            models.Index(fields=["department", "at"], name="feed_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.number)
