"""Systems of departments that hear of cases, and what each was told."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_text
from onevisit.reporting.rules.calls import CallState


class Subscription(models.Model):
    """A department's system that is told what happens to its cases. `resting_until`: it did not
    answer; `failures`: how often in a row. `paused_at`: nothing goes until it is resumed, and
    nothing is lost; `ended_at`: for good.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    address = models.CharField(max_length=300)
    secret_sealed = models.BinaryField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=100)
    failures = models.PositiveIntegerField(default=0)
    resting_until = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    secret = sealed_text("secret_sealed")
    """What calls are signed with."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["department", "address"],
                condition=Q(ended_at=None),
                name="subscription_once",
            ),
        ]

    def __str__(self) -> str:
        return self.address


class Call(models.Model):
    """One event of a case that one system is told; its id is the key it is told once under.
    `held_until`: somebody is telling it. `status`: what was answered last, None for no answer.

    A department that only reviews along (联合审图) is told what stands in no history of the case:
    `news` names it and `facts` says it, as in the feed (`FeedEntry`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="calls", db_index=False
    )
    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    seq = models.PositiveIntegerField()
    news = models.CharField(max_length=80, blank=True, default="")
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    state = models.CharField(
        max_length=8, choices=[(s.value, s.name) for s in CallState], default=CallState.WAITING
    )
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=64, blank=True, default="")
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subscription", "case", "seq"], name="call_once"),
            models.UniqueConstraint(
                fields=["subscription", "news"], condition=~Q(news=""), name="call_news_once"
            ),
            models.CheckConstraint(
                condition=Q(news="", facts={}) | (~Q(news="") & ~Q(facts={})),
                name="call_news_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="told") | Q(told_at__isnull=False), name="call_told_at"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["subscription", "case", "seq"],
                name="call_to_tell",
                condition=Q(state__in=["waiting", "dead"]),
            ),
            models.Index(fields=["subscription", "-id"], name="call_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq} {self.state}"
