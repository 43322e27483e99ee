"""Orders of the supervisor, the cases they are about, and what happened to them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_json
from onevisit.oversight.rules.orders import OrderAct, OrderState, Source

_ENDED = ["closed", "withdrawn"]


class SupervisionOrder(models.Model):
    """督办单: a question to one department about one case or several, to be answered by `due_on`.

    `red`: the day is over and nobody has answered. `last_seq` counts its events.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=30, unique=True)
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=[(s.value, s.name) for s in Source])
    state = models.CharField(
        max_length=14,
        choices=[(s.value, s.name) for s in OrderState],
        default=OrderState.OPEN.value,
    )
    due_on = models.DateField()
    red = models.BooleanField(default=False)
    last_seq = models.PositiveIntegerField(default=1)
    issued_by = models.UUIDField()
    issued_by_name = models.CharField(max_length=100)
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=_ENDED, ended_at__isnull=False)
                | (~Q(state__in=_ENDED) & Q(ended_at__isnull=True)),
                name="supervision_ended_at",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_on"],
                name="supervision_due",
                condition=Q(state__in=["open", "returned"]),
            ),
            models.Index(fields=["department", "-issued_at"], name="supervision_of_department"),
        ]

    def __str__(self) -> str:
        return self.number


class SupervisedCase(models.Model):
    """A case an order is about."""

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(SupervisionOrder, on_delete=models.PROTECT, related_name="cases")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["order", "case"], name="supervised_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.case_id}"


class OrderEvent(models.Model):
    """What happened to an order, for ever; the words are sealed, they may name people."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(SupervisionOrder, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    act = models.CharField(max_length=10, choices=[(a.value, a.name) for a in OrderAct])
    after = models.CharField(max_length=14)
    due_on = models.DateField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=100)
    words_sealed = models.BinaryField()
    told = sealed_json("words_sealed")
    """`words` and what is done about it, the `measure`."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["order", "seq"], name="supervision_event_seq"),
            models.UniqueConstraint(
                fields=["order", "act", "due_on"],
                condition=Q(act__in=["remind", "red"]),
                name="supervision_nudged_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.seq} {self.act}"
