"""Immutable versions of items and bundles, and what their documents name."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, Value

from onevisit.catalogue.models.things import Bundle, CatalogueEntry, Item
from onevisit.catalogue.rules.versions import OPEN, STANDING, VersionState
from onevisit.kernel.ids import new_id

_STATES = [each.value for each in VersionState]
_OPEN = [each.value for each in OPEN]
_STANDING = [each.value for each in STANDING]


class Version(models.Model):
    """What item and bundle versions share: a document, frozen when it leaves the draft.

    `hands` are the ids of all who had a hand in the draft; none of them may approve it (check
    constraint). `made_at` is the last change, by `made_by_name`. `based_on` is the version that
    was in force when the draft was begun (trigger), or that it was brought onto since.
    `effective_on` is the day from which an approved version holds.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10,
        choices=[(each.value, each.name) for each in VersionState],
        default="draft",
    )
    schema = models.PositiveSmallIntegerField()
    document: models.JSONField[Any, Any] = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=100, blank=True, default="", db_default="")
    hands: models.JSONField[Any, Any] = models.JSONField(
        default=list, db_default=Value([], models.JSONField())
    )
    based_on = models.UUIDField(null=True)
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    effective_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether it is still being worked at."""
        return self.state in OPEN


def _rules(kind: str) -> list[models.BaseConstraint]:
    """What must hold of item and bundle versions alike."""
    return [
        models.UniqueConstraint(fields=[kind, "number"], name=f"{kind}_version_number"),
        models.UniqueConstraint(
            fields=[kind], condition=Q(state="published"), name=f"{kind}_one_published"
        ),
        models.UniqueConstraint(
            fields=[kind], condition=Q(state__in=_OPEN), name=f"{kind}_one_open"
        ),
        models.CheckConstraint(condition=Q(state__in=_STATES), name=f"{kind}_version_state_known"),
        models.CheckConstraint(
            condition=~Q(state__in=_STANDING) | Q(published_at__isnull=False),
            name=f"{kind}_version_published_at",
        ),
        models.CheckConstraint(
            condition=~Q(state="in_review") | Q(submitted_at__isnull=False),
            name=f"{kind}_version_submitted",
        ),
        models.CheckConstraint(
            condition=~Q(state="approved")
            | Q(approved_by__isnull=False, effective_on__isnull=False),
            name=f"{kind}_version_approved",
        ),
    ]


class ItemVersion(Version):
    """One version of an item. A trigger refuses any change of a published document."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = _rules("item")

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"


class BundleVersion(Version):
    """One version of a bundle, immutable once published."""

    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = _rules("bundle")

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
