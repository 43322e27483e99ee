"""What happened to cases, the rows of the national tables, and the batches they go up in."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_json
from onevisit.reporting.rules.changes import BatchState, Outcome


class Happened(models.Model):
    """The outbox: something happened to a case, written with it and gone once others' share of it
    was noted. `seq`: the event of its history; None for what is not one (a rating, a revocation).

    `news`: a `department` that only takes part in the case is told `facts` (联合审图).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    seq = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    department = models.ForeignKey(
        "directory.Department",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        null=True,
    )
    news = models.CharField(max_length=80, blank=True, default="")
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "seq"], name="happened_once"),
            models.UniqueConstraint(
                fields=["department", "news"], condition=~Q(news=""), name="happened_news_once"
            ),
            models.CheckConstraint(
                condition=Q(news="", facts={}, department=None)
                | (~Q(news="") & ~Q(facts={}) & Q(seq=None, department__isnull=False)),
                name="happened_news_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq}"


class Due(models.Model):
    """A case of which something may have to be reported; the row goes with the batch it goes in.

    It stays with `lacks`: what the province has no number for (``set=value``), so that something of
    the case was not sent.
    """

    case = models.OneToOneField(
        "cases.Case", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    since = models.DateTimeField(db_index=True)
    lacks: models.JSONField[Any, Any] = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.case_id} {self.since}"


class Row(models.Model):
    """One row of a national table. `held`: the keyed digest of what the other side accepted last,
    `refused`: of what it refused last; "" for nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    table = models.CharField(max_length=40)
    row_guid = models.CharField(max_length=32)
    held = models.CharField(max_length=90, blank=True, default="")
    refused = models.CharField(max_length=90, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["row_guid"], name="row_guid_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case"], name="row_refused", condition=~Q(refused="")),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_guid}"


class Batch(models.Model):
    """A numbered batch of changed rows; numbers have no gap. `sha256` is that of its file, which
    is written anew from its entries whenever it goes. `held_until`: somebody is sending it.
    `forgotten_at`: what its entries say of people was cleared away.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.name) for s in BatchState])
    form = models.CharField(max_length=5)
    source = models.CharField(max_length=60)
    rows = models.PositiveIntegerField()
    refused = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True, default="")
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="made", answered_at=None)
                | Q(state="sent", sent_at__isnull=False, answered_at=None)
                | Q(state="answered", sent_at__isnull=False, answered_at__isnull=False),
                name="batch_state_told",
            ),
            models.CheckConstraint(
                condition=Q(state="answered", due_at=None)
                | (~Q(state="answered") & Q(due_at__isnull=False)),
                name="batch_waits_for_a_time",
            ),
            models.CheckConstraint(condition=Q(rows__gt=0), name="batch_not_empty"),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(state="answered"),
                name="batch_forgotten_answered",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["state", "due_at"], name="batch_due", condition=Q(due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Entry(models.Model):
    """One row of a batch as it is sent, sealed until it is forgotten, and what was answered to it.

    `digest` is that of `Row.held`, "" for a row that is gone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    place = models.PositiveIntegerField()
    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="entries")
    operation = models.CharField(max_length=1)
    digest = models.CharField(max_length=90, blank=True)
    cells_sealed = models.BinaryField(null=True)
    outcome = models.CharField(
        max_length=10, blank=True, default="", choices=[(o.value, o.name) for o in Outcome]
    )
    reason = models.CharField(max_length=200, blank=True, default="")
    cells = sealed_json("cells_sealed")
    """Column → cell; nothing once it is forgotten."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "place"], name="entry_place"),
            models.UniqueConstraint(fields=["batch", "row"], name="entry_once"),
            models.UniqueConstraint(
                fields=["row"], condition=Q(outcome=""), name="entry_one_on_its_way"
            ),
            models.CheckConstraint(condition=Q(operation__in=["I", "U", "D"]), name="entry_says"),
            models.CheckConstraint(
                condition=Q(operation="D", digest="") | (~Q(operation="D") & ~Q(digest="")),
                name="entry_content",
            ),
            models.CheckConstraint(
                condition=Q(outcome="refused") & ~Q(reason="") | ~Q(outcome="refused"),
                name="entry_refused_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.place}"
