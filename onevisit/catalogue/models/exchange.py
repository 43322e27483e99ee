"""Runs of the exchange: what came or goes, how far it is, and what became of each row."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.kernel.ids import new_id


class RunKind(models.TextChoices):
    """Which way."""

    IMPORT = "import"
    EXPORT = "export"
    BULK = "bulk"  # a step over many items


class RunState(models.TextChoices):
    """How far a run is. A run that stands between waiting and its end goes on where it stopped;
    one that was checked or stopped waits for somebody to start it.
    """

    WAITING = "waiting"
    READING = "reading"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (RunState.DONE, RunState.FAILED, RunState.CANCELLED)
WORKABLE = (RunState.WAITING, RunState.READING, RunState.CHECKING, RunState.APPLYING)
"""A machine has something to do."""


class ExchangeRun(models.Model):
    """One import, export, or big step over many items (see `Rewriting`). `digest` is that of all
    that was given; `files` says for each table how far it was read; `position` is the last row that
    was applied; `wishes` are the options. One that `asks` is checked first: `foreseen` is what it
    would do, and somebody starts it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=6, choices=RunKind.choices)
    state = models.CharField(max_length=9, choices=RunState.choices, default=RunState.WAITING)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    profile = models.CharField(max_length=40)
    wishes: models.JSONField[Any, Any] = models.JSONField(default=dict)
    files: models.JSONField[Any, Any] = models.JSONField(default=dict)
    position = models.BigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    asks = models.BooleanField(default=False, db_default=False)
    foreseen: models.JSONField[Any, Any] = models.JSONField(default=dict, db_default={})
    problem: models.JSONField[Any, Any] = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=100)
    started_by = models.UUIDField(null=True)
    moved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-made_at"], name="exchange_run_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=RunKind.values), name="exchange_run_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=RunState.values), name="exchange_run_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | Q(ended_at=None) & ~Q(state__in=ENDED),
                name="exchange_run_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class ChunkKind(models.TextChoices):
    """What a piece belongs to."""

    INPUT = "input"
    OUTPUT = "output"
    REPORT = "report"
    PLAN = "plan"  # the report of what would be done


class ExchangeChunk(models.Model):
    """A piece of a file that belongs to a run; kept here so that any worker can go on with it.

    A piece of a report says which `outcomes` its lines have.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ExchangeRun, on_delete=models.CASCADE, related_name="chunks")
    kind = models.CharField(max_length=6, choices=ChunkKind.choices)
    data = models.BinaryField()
    outcomes: models.JSONField[Any, Any] = models.JSONField(default=list, db_default=[])

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["run", "kind", "id"], name="exchange_chunk_order"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=ChunkKind.values), name="exchange_chunk_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.kind}"


class RowRole(models.TextChoices):
    """What a staged row does: stands for an entry or a task, or belongs to one."""

    ENTRY = "d"
    TASK = "b"
    CHILD = "c"
    ALONE = "o"  # rows whose task is not in the file


class ExchangeRow(models.Model):
    """A row that was read and waits to be applied; gone when its run has ended.

    `task` is the identity of its task, `code` that task's code as the row has it; `values` are its
    cells as JSON text.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(
        ExchangeRun, on_delete=models.CASCADE, related_name="rows", db_constraint=False
    )
    role = models.CharField(max_length=1, choices=RowRole.choices)
    table = models.CharField(max_length=40)
    file = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    task = models.CharField(max_length=80)
    code = models.CharField(max_length=80)
    values = models.TextField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["run", "id"], condition=~Q(role="c"), name="exchange_row_tasks"),
            models.Index(
                fields=["run", "task"], condition=Q(role="c"), name="exchange_row_of_task"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(role__in=RowRole.values), name="exchange_row_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.number}"
