"""Immutable versions of items and bundles, and what their documents name."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.catalogue.models.things import Bundle, CatalogueEntry, Item
from onevisit.kernel.ids import new_id


class VersionState(models.TextChoices):
    """Life of a version; a published or retired document never changes again."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


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
