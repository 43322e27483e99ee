"""Yearly notices that wait for a second officer, and what counting by them moved."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.kernel.two_people import Written, states, two_people


class CalendarNotice(Written):
    """国务院办公厅关于节假日安排的通知 of one year, as an officer entered it; it counts only when
    another has confirmed it, and is then `revision` of the calendar. `feasts`: name, first and
    last day off, make-up working days.
    """

    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40)
    dated = models.DateField()
    feasts: models.JSONField[Any, Any] = models.JSONField()
    state = states("confirmed", "withdrawn")
    written_by = models.UUIDField(db_column="entered_by")
    written_by_name = models.CharField(max_length=100, db_column="entered_by_name")
    written_at = models.DateTimeField(db_column="entered_at")
    reason = models.CharField(max_length=500, blank=True)
    revision = models.PositiveIntegerField(null=True, unique=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *two_people("calendar_notice", "year", held="confirmed", sent_back="withdrawn"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(revision__isnull=False),
                name="calendar_notice_revision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.number}"


class Recount(models.Model):
    """重算: the work a revision of the calendar left to do. `cursor`: every application up to it
    was counted; `left`: those that failed and are tried again.
    """

    revision = models.PositiveIntegerField(primary_key=True)
    years: models.JSONField[Any, Any] = models.JSONField()
    ordered_at = models.DateTimeField()
    cursor = models.UUIDField(null=True)
    left: models.JSONField[Any, Any] = models.JSONField(default=list)
    cases = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["revision"],
                name="recount_unfinished",
                condition=Q(finished_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}"


class RecountedLimit(models.Model):
    """One limit that a recount moved or made firm, for ever: from when to when, and whether that
    made the case late or late no more. `clock`: a letter of ClockKind, or G for a commitment to be
    checked (`material`).
    """

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    recount = models.ForeignKey(Recount, on_delete=models.PROTECT, related_name="limits")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    clock = models.CharField(max_length=2)
    material = models.CharField(max_length=80, blank=True)
    was = models.DateField()
    became = models.DateField()
    lateness = models.CharField(
        max_length=10, blank=True, choices=[(s, s) for s in ("", "becomes", "no_longer")]
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["recount", "case", "clock", "material"], name="recounted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recount_id} {self.case_id} {self.clock}"
