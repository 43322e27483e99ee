"""The feed that departments' systems poll."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.kernel.ids import new_id


class FeedEntry(models.Model):
    """One event of a case in the feed of its department. `number` is given by the one worker that
    passes things on, in its own transaction: whoever has read up to a number has read all below it,
    however late the act was committed. What happened stands in the history of the case.

    A department that only reviews along (联合审图) is told what stands in no history: `news` names
    it, `facts` says it, and `seq` counts what that department was told of the case.
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
    news = models.CharField(max_length=80, blank=True, default="")
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "seq"], condition=Q(news=""), name="feed_once"),
            models.UniqueConstraint(
                fields=["department", "news"], condition=~Q(news=""), name="feed_news_once"
            ),
            models.UniqueConstraint(
                fields=["department", "case", "seq"],
                condition=~Q(news=""),
                name="feed_news_in_order",
            ),
            models.CheckConstraint(
                condition=Q(news="", facts={}) | (~Q(news="") & ~Q(facts={})),
                name="feed_news_whole",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["department", "number"], name="feed_of_department"),
            models.Index(fields=["department", "at"], name="feed_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.number)
