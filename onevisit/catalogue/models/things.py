"""What the catalogue holds: three levels, and bundles."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5

from onevisit.kernel.ids import new_id


class CatalogueEntry(models.Model):
    """基本目录: what may be done, nationally (code 12) or by a province's own code (up to 14).

    What stands below its type is what the national directory says of it; `guid` is empty where it
    is derived from the code.
    """

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=500)
    task_type = models.CharField(max_length=2)
    source_task_type = models.CharField(max_length=8, blank=True)
    guid = models.CharField(max_length=64, blank=True, default="", db_default="")
    local_code = models.CharField(max_length=80, blank=True, default="", db_default="")
    by_law = models.TextField(max_length=20_000, blank=True, default="", db_default="")
    use_level = models.CharField(max_length=20, blank=True, default="", db_default="")
    state = models.CharField(max_length=1, default="1", db_default="1")
    version = models.PositiveIntegerField(default=1, db_default=1)
    effective_on = models.DateField(null=True)
    cancelled_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Listed(models.Model):
    """What lists and filters need of the published definition, copied from it when it is published.

    `served` are codes of `Served`; `promise` is in days of `promise_unit`; `findings` are the
    publish rules that do not hold of it, None until somebody looked.
    """

    short_name = models.CharField(max_length=200, blank=True)
    served: models.JSONField[Any, Any] = models.JSONField(default=list)
    life_events: models.JSONField[Any, Any] = models.JSONField(default=list)
    applicable = models.BooleanField(default=False)
    online_depth = models.CharField(max_length=1, blank=True)
    declared_visits = models.PositiveSmallIntegerField(null=True)
    promise = models.PositiveIntegerField(null=True)
    promise_unit = models.CharField(max_length=8, blank=True)
    findings: models.JSONField[Any, Any] = models.JSONField(null=True)

    class Meta:
        abstract = True


class Item(Listed):
    """实施清单 (code 31) or, with `variant`, one 业务办理项 of it (code 33): what one department
    does.

    An item without kinds is its own only kind (`variant` empty). `region` is where the power is
    exercised. `source_code` is the code as the source wrote it; `source` the import that keeps the
    item, empty for one that is kept here. `case_kind` (a code of `CaseKind`) and `charged` are
    copied from the published definition like what is `Listed`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=80, unique=True)
    item_code = models.CharField(max_length=80, db_index=True)
    variant = models.CharField(max_length=10, blank=True)
    source_code = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=20, blank=True)
    guid = models.CharField(max_length=64, blank=True, default="", db_default="")
    entry = models.ForeignKey(
        CatalogueEntry, on_delete=models.PROTECT, null=True, related_name="items"
    )
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=500)
    case_kind = models.CharField(max_length=1, blank=True, db_default="")
    charged = models.BooleanField(default=False, db_default=False)
    current = models.ForeignKey(
        "ItemVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["entry", "variant"], name="item_entry_variant"),
            models.Index(fields=["code"], condition=Q(applicable=True), name="item_applicable"),
            models.Index(fields=["guid"], condition=~Q(guid=""), name="item_guid"),
            models.Index(MD5("code"), name="item_derived_guid"),
            models.Index(fields=["code"], condition=Q(charged=True), name="item_charged"),
            models.Index(fields=["code"], condition=Q(case_kind="1"), name="item_immediate"),
            models.Index(
                fields=["code"], condition=Q(declared_visits=0), name="item_without_visit"
            ),
            models.Index(fields=["department", "code"], name="item_of_department"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Bundle(Listed):
    """一件事 as a lasting thing; its content lives in versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey("directory.Department", on_delete=models.PROTECT, related_name="+")
    current = models.ForeignKey(
        "BundleVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
