"""Rows of the lists that are kept for themselves; the lists that follow from items are queries."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.catalogue.rules.registers import Measure
from onevisit.kernel.ids import new_id


class Registered(models.Model):
    """What a row of every kept list has. `codes` are catalogue codes it belongs to.

    `revision` counts changes, so that nobody writes over somebody else's; `ended_on` is the day
    from which it holds no more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    basis = models.TextField()
    codes: models.JSONField[Any, Any] = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=100)
    ended_on = models.DateField(null=True)

    class Meta:
        abstract = True


def _once(name: str) -> list[models.BaseConstraint]:
    return [models.UniqueConstraint(fields=["department", "code"], name=f"{name}_code_once")]


def _listed(name: str) -> list[models.Index]:
    live = Q(ended_on=None)
    return [models.Index(fields=["code", "id"], condition=live, name=f"{name}_listed")]


class Power(Registered):
    """权力: what a department may do, by which law. `kind` is a code of `TaskType`;
    `reaches_down`: offices of the towns may exercise it too.
    """

    kind = models.CharField(max_length=2)
    reaches_down = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = _once("power")
        indexes: ClassVar[list[models.Index]] = _listed("power")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PowerEntry(models.Model):
    """A catalogue code that a power justifies; the items that carry it are found, not kept."""

    id = models.BigAutoField(primary_key=True)
    power = models.ForeignKey(Power, on_delete=models.CASCADE, related_name="entries")
    entry_code = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["power", "entry_code"], name="power_entry_once")
        ]

    def __str__(self) -> str:
        return self.entry_code


class PowerDuty(models.Model):
    """责任: a duty that comes with a power, its basis, and what one answers for."""

    id = models.BigAutoField(primary_key=True)
    power = models.ForeignKey(Power, on_delete=models.CASCADE, related_name="duties")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    content = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    accountability = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["power", "position"], name="power_duty_position")
        ]

    def __str__(self) -> str:
        return self.name


class NegativeEntry(Registered):
    """企业投资负面清单: an investment that is forbidden, or must be approved first."""

    sector = models.CharField(max_length=100)
    measure = models.CharField(max_length=10)
    content = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *_once("negative"),
            models.CheckConstraint(
                condition=Q(measure__in=[each.value for each in Measure]),
                name="negative_measure_known",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = _listed("negative")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Fund(Registered):
    """财政专项资金: money for a purpose; `amount` in 10,000 yuan for the `year`."""

    purpose = models.TextField()
    recipients = models.TextField(blank=True)
    standard = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    amount = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = _once("fund")
        indexes: ClassVar[list[models.Index]] = _listed("fund")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
