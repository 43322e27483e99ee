"""Rows of the catalogue: three levels, bundles, and their immutable versions."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.kernel.ids import new_id


class VersionState(models.TextChoices):
    """Life of a version; a published or retired document never changes again."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class CatalogueEntry(models.Model):
    """基本目录: what may be done, nationally (code 12) or by a province's own code (up to 14)."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=500)
    task_type = models.CharField(max_length=2)
    source_task_type = models.CharField(max_length=8, blank=True)

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
    item, empty for one that is kept here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=80, unique=True)
    item_code = models.CharField(max_length=80, db_index=True)
    variant = models.CharField(max_length=10, blank=True)
    source_code = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=20, blank=True)
    entry = models.ForeignKey(
        CatalogueEntry, on_delete=models.PROTECT, null=True, related_name="items"
    )
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=500)
    current = models.ForeignKey(
        "ItemVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["entry", "variant"], name="item_entry_variant"),
            models.Index(fields=["code"], condition=Q(applicable=True), name="item_applicable"),
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


class Version(models.Model):
    """What item and bundle versions share: a frozen document and its identity."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10, choices=VersionState.choices, default=VersionState.DRAFT
    )
    schema = models.PositiveSmallIntegerField()
    document: models.JSONField[Any, Any] = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)

    class Meta:
        abstract = True


class ItemVersion(Version):
    """One version of an item. A trigger refuses any change of a published document."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_number"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state="published"), name="item_one_published"
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state="draft"), name="item_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state__in=VersionState.values), name="item_version_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False),
                name="item_version_published_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"


class BundleVersion(Version):
    """One version of a bundle, immutable once published."""

    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bundle", "number"], name="bundle_version_number"),
            models.UniqueConstraint(
                fields=["bundle"], condition=Q(state="published"), name="bundle_one_published"
            ),
            models.UniqueConstraint(
                fields=["bundle"], condition=Q(state="draft"), name="bundle_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state__in=VersionState.values), name="bundle_version_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False),
                name="bundle_version_published_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bundle_id} v{self.number}"


class DefinitionRef(models.Model):
    """What a document names, with a real foreign key, so that nothing named can disappear.

    `place` is the path inside the document, e.g. `parts.food` or
    `materials.id_card.source.provider`.
    """

    id = models.BigAutoField(primary_key=True)
    item_version = models.ForeignKey(
        ItemVersion, on_delete=models.CASCADE, null=True, related_name="refs"
    )
    bundle_version = models.ForeignKey(
        BundleVersion, on_delete=models.CASCADE, null=True, related_name="refs"
    )
    place = models.CharField(max_length=200)
    entry = models.ForeignKey(CatalogueEntry, on_delete=models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(item_version__isnull=False, bundle_version__isnull=True)
                | Q(item_version__isnull=True, bundle_version__isnull=False),
                name="ref_of_one_version",
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False) | Q(department__isnull=False),
                name="ref_names_something",
            ),
        ]

    def __str__(self) -> str:
        return self.place


class Alias(models.Model):
    """An everyday name people use for an item or a bundle; data, so that it grows without a
    release.
    """

    id = models.BigAutoField(primary_key=True)
    phrase = models.CharField(max_length=100)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, null=True, related_name="aliases")
    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, null=True, related_name="aliases")
    source = models.CharField(max_length=20, default="curated")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["phrase", "item", "bundle"],
                name="alias_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False, bundle__isnull=True)
                | Q(item__isnull=True, bundle__isnull=False),
                name="alias_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.phrase


class Waiver(models.Model):
    """A publish rule let go for one item or bundle by a named officer, until it is withdrawn.

    It outlives the version it was given for, whose number stands with it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="waivers")
    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, null=True, related_name="waivers")
    rule = models.CharField(max_length=60)
    reason = models.TextField(max_length=500)
    number = models.PositiveIntegerField()  # of the version it was given for
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    given_by_name = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["item", "rule"],
                condition=Q(withdrawn_at=None, item__isnull=False),
                name="waiver_one_live_of_item",
            ),
            models.UniqueConstraint(
                fields=["bundle", "rule"],
                condition=Q(withdrawn_at=None, bundle__isnull=False),
                name="waiver_one_live_of_bundle",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False, bundle__isnull=True)
                | Q(item__isnull=True, bundle__isnull=False),
                name="waiver_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="waiver_reason_given"),
            models.CheckConstraint(
                condition=Q(given_by_name__regex=r"\S"), name="waiver_officer_named"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="waiver_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.rule


class LintRun(models.Model):
    """The publish rules over everything, on one day; the last run of a day is kept."""

    on = models.DateField(unique=True)
    at = models.DateTimeField()
    checked = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.on}"


class LintCount(models.Model):
    """How many items and bundles of a department did not hold by a rule that day.

    `waived` of them were let go by an officer.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(LintRun, on_delete=models.CASCADE, related_name="counts")
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    rule = models.CharField(max_length=60)
    found = models.PositiveIntegerField()
    waived = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "department", "rule"], name="lint_count_once"),
            models.CheckConstraint(
                condition=Q(waived__lte=models.F("found")), name="lint_waived_of_found"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.found}"
