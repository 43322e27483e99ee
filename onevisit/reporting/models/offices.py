"""Offices without an interface: what they were given in files, and what they gave back."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.kernel.ids import new_id
from onevisit.reporting.rules.offices import LineState


class Office(models.Model):
    """A department that works by files in a folder of its own. `user`: in whose name what comes
    back is done; `last_number`: of the last file written for it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    department = models.OneToOneField(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    folder = models.CharField(max_length=40, unique=True)
    last_number = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(folder__regex=r"^[a-z][a-z0-9_-]*$"), name="office_folder_form"
            ),
        ]

    def __str__(self) -> str:
        return self.folder


class OfficeCase(models.Model):
    """A case that an office is given; `due`: something happened that its files do not say yet."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(
        Office, on_delete=models.CASCADE, related_name="cases", db_index=False
    )
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    due = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["office", "case"], name="office_case_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office"], name="office_case_due", condition=Q(due=True)),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.case_id}"


class OfficeFile(models.Model):
    """A file written for an office (`outward`), or one it gave back: known by its content, so the
    same file again is nothing new. `done_at`: every row of it was answered.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="files")
    outward = models.BooleanField()
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["office", "sha256"], condition=Q(outward=False), name="office_file_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OfficeLine(models.Model):
    """One row that came back, and what became of it. `key`: the office's own number of the event,
    done once whatever file it stands in. `code`, `facts`: why it was refused, as an error says.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(OfficeFile, on_delete=models.CASCADE, related_name="lines")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.PositiveIntegerField()
    key = models.CharField(max_length=80, blank=True)
    case_number = models.CharField(max_length=100, blank=True)
    event = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=8, choices=[(s.value, s.name) for s in LineState])
    code = models.CharField(max_length=64, blank=True, default="")
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["file", "place"], name="office_line_once"),
            models.UniqueConstraint(
                fields=["office", "key"],
                condition=Q(state="done"),
                name="office_event_once",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(code="") | ~Q(state="refused") & Q(code=""),
                name="office_line_refused_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.place}"
