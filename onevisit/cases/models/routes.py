"""Where items go beyond their office, and what was handed over to whoever regulates."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onevisit.cases.rules.routes import Finding, RouteKind
from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_text


class Route(models.Model):
    """From one department to another, for one item by its 基本编码, from a day on and until it is
    ended; `basis`: the document that says so.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=[(k.value, k.name) for k in RouteKind])
    code = models.CharField(max_length=12)
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    to_department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    days = models.PositiveIntegerField()
    basis = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "code", "department"],
                condition=Q(until__isnull=True),
                name="route_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(department=F("to_department")), name="route_leads_elsewhere"
            ),
            models.CheckConstraint(condition=Q(days__gte=1), name="route_has_days"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="route_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class HandOver(models.Model):
    """审管衔接: a granted case as the regulating department got it, to be acknowledged by a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="hand_over")
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField()
    pushed_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by="")
                | (Q(acknowledged_at__isnull=False) & ~Q(acknowledged_by="")),
                name="hand_over_acknowledged_whole",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["department", "-pushed_at"], name="hand_over_to"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"


class SupervisionNote(models.Model):
    """What the regulating department found and told the office that granted, for ever."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="notes")
    finding = models.CharField(max_length=12, choices=[(f.value, f.name) for f in Finding])
    author_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    words_sealed = models.BinaryField()
    words = sealed_text("words_sealed")
    """What was written."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(finding__in=[f.value for f in Finding]), name="supervision_note_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding} {self.at:%Y-%m-%d}"
