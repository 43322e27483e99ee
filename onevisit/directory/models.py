"""Regions, departments, service points."""

from django.db import models

from onevisit.directory.rules import PlaceKind, RegionLevel
from onevisit.kernel import clock
from onevisit.kernel.ids import new_id


class Region(models.Model):
    """行政区划: twelve digits, a level and a parent."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=64)
    level = models.CharField(max_length=16, choices=[(v.value, v.value) for v in RegionLevel])
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[0-9]{12}$"), name="region_code_form"
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=[v.value for v in RegionLevel]),
                name="region_level_known",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """实施主体: who answers for items."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40)
    uscc = models.CharField(  # noqa: DJ001 - several may have none
        max_length=18, null=True, unique=True
    )
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    aliases = models.JSONField(default=list)
    phone = models.CharField(max_length=40, blank=True)
    in_centre = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[a-z][a-z0-9_-]*$"), name="department_code_form"
            ),
        )

    def __str__(self) -> str:
        return self.name


class ServicePoint(models.Model):
    """办事网点: a place one may go to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=[(v.value, v.value) for v in PlaceKind])
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    hours = models.JSONField(default=list)
    phone = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=[v.value for v in PlaceKind]), name="place_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_position_sane",
            ),
        )

    def __str__(self) -> str:
        return self.name
