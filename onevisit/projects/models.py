"""Projects, what kinds of them there are, what is applied for in them, and who works for them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from onevisit.kernel.ids import new_id
from onevisit.kernel.two_people import Version, versioned
from onevisit.projects.rules.codes import PATTERN, Nature
from onevisit.projects.rules.engagements import EngagementKind


class ProjectKind(Version):
    """One version of what a kind of project goes through, as an officer wrote it; another puts it
    in force from a day to come, and from then on the row never changes (a trigger holds it). A
    project keeps the version it began with.

    `phases` is read by `rules.phases.read_phases`, [] where the kind is no longer registered;
    `basis`: the document that says so. `written_by` is None for what stood before two officers
    kept it.
    """

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=200)
    phases: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = versioned("project_kind", "code")

    def __str__(self) -> str:
        return f"{self.code} {self.n}"


class KindTyping(models.Model):
    """What an officer has typed of a version and not handed over yet: the form as it stands
    (`typed`). `code` is "" for a kind that is not there yet.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=40, blank=True)
    by = models.UUIDField()
    typed: models.JSONField[Any, Any] = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "by"], name="kind_typing_of_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.by}"


class Project(models.Model):
    """投资项目: one code, one owner, above all that is applied for to build it.

    Registered at a window: `person` stood there for the owner, the clerk wrote it down.
    `handed_in_at`: when the first application of it was.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    kind = models.ForeignKey(ProjectKind, on_delete=models.PROTECT, related_name="+")
    nature = models.CharField(max_length=2, choices=[(n.value, n.name) for n in Nature])
    site = models.CharField(max_length=120)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    clerk_id = models.UUIDField(null=True)
    clerk_name = models.CharField(max_length=100, blank=True, default="")
    service_point = models.ForeignKey(
        "directory.ServicePoint", on_delete=models.PROTECT, null=True, related_name="+"
    )
    window = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(person=None, clerk_id=None, service_point=None)
                | Q(person__isnull=False, clerk_id__isnull=False, service_point__isnull=False),
                name="project_at_window_whole",
            ),
            models.CheckConstraint(condition=Q(code__regex=PATTERN), name="project_code_form"),
            models.CheckConstraint(
                condition=Q(nature__in=[n.value for n in Nature]), name="project_nature_known"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["region", "-registered_at"], name="project_in_region"),
            models.Index(
                fields=["region", "registered_at"],
                condition=Q(handed_in_at=None),
                name="project_unhanded",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ProjectApplication(models.Model):
    """An application that is a part of a project."""

    application = models.OneToOneField(
        "cases.Application", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="applications")
    joined_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.project_id} {self.application_id}"


class Engagement(models.Model):
    """中介服务: the work of a third party for the owner, by whole days; `ended_on` is the last."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="engagements")
    kind = models.CharField(max_length=12, choices=[(k.value, k.name) for k in EngagementKind])
    agency = models.CharField(max_length=80)
    begun_on = models.DateField()
    ended_on = models.DateField(null=True)
    noted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in EngagementKind]),
                name="engagement_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("begun_on")),
                name="engagement_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.begun_on}"
