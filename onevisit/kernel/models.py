"""The table of working days: one row per published year, one per exceptional day."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import ExtractYear


class ExceptionKind(models.TextChoices):
    """How a day departs from its weekday."""

    HOLIDAY = "holiday"
    MAKEUP = "makeup"


class CalendarYear(models.Model):
    """A year whose notice is entered. ``published_on`` is unknown for seeded years."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    published_on = models.DateField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ("year",)

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day off (weekend days of a feast among them) or a make-up working day."""

    day = models.DateField(primary_key=True)
    year = models.ForeignKey(CalendarYear, on_delete=models.PROTECT, related_name="days")
    kind = models.CharField(max_length=8, choices=ExceptionKind.choices)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ("day",)
        constraints = (
            models.CheckConstraint(
                name="calendar_day_kind",
                condition=models.Q(kind__in=[each.value for each in ExceptionKind]),
            ),
            models.CheckConstraint(
                name="calendar_day_in_its_year",
                condition=models.Q(year=ExtractYear("day")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class Erasure(models.Model):
    """A sealed column of one row of history that was emptied on an order 销毁: the one change that
    history allows, and history itself. ``for_order`` is known to the room above.
    """

    append_only: ClassVar[bool] = True

    for_order = models.UUIDField()
    table_name = models.CharField(max_length=63)
    column_name = models.CharField(max_length=63)
    row_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["for_order"], name="erasure_of_order"),
        ]

    def __str__(self) -> str:
        return f"{self.table_name}.{self.column_name} {self.row_id}"


class CalendarRevision(models.Model):
    """Each change of the table. ``token`` tells apart two revisions of one number, of which
    the first was rolled back.
    """

    append_only: ClassVar[bool] = True

    number = models.PositiveIntegerField(primary_key=True)
    token = models.UUIDField(unique=True)
    made_at = models.DateTimeField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return str(self.number)


class CalendarEdition(models.Model):
    """The notice of a year as one revision entered it, for ever: what was counted by an older
    revision can be counted again by the same days. Days by their ISO form, with their feast.
    """

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    revision = models.ForeignKey(
        CalendarRevision, on_delete=models.PROTECT, related_name="editions"
    )
    year = models.PositiveSmallIntegerField()
    holidays: models.JSONField[Any, Any] = models.JSONField()
    makeup_days: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("revision", "year"), name="calendar_edition_once"),
        )

    def __str__(self) -> str:
        return f"{self.year} in {self.revision_id}"
