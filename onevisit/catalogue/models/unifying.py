"""Standards for entries of the basic catalogue, how items depart from them, and who took one up."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, Value

from onevisit.catalogue.models.things import CatalogueEntry, Item
from onevisit.kernel.ids import new_id


class Standard(models.Model):
    """One version of the standard 八统一 of an entry (and variant) for all regions within one.

    Written once: a later version, or a row that withdraws, takes its place. `document` is an item
    definition with only the eight in it; `latitudes` name what regions may do differently. `hands`
    are the ids of all who wrote it; none of them publishes it (check constraint).
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(CatalogueEntry, on_delete=models.PROTECT, related_name="standards")
    variant = models.CharField(max_length=10, blank=True)
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    withdrawn = models.BooleanField(default=False)
    document: models.JSONField[Any, Any] = models.JSONField()
    digest = models.CharField(max_length=64)
    latitudes: models.JSONField[Any, Any] = models.JSONField()
    reason = models.TextField(max_length=500)
    hands: models.JSONField[Any, Any] = models.JSONField(
        default=list, db_default=Value([], models.JSONField())
    )
    published_at = models.DateTimeField()
    published_by = models.UUIDField()
    published_by_name = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["entry", "variant", "region", "number"], name="standard_number"
            ),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="standard_reason"),
            models.CheckConstraint(
                condition=Q(published_by_name__regex=r"\S"), name="standard_officer_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.region_id} {self.number}"


class StandardDraft(models.Model):
    """The next version of a standard while it is written, and while another person looks at it.

    `based_on` is the number of the version in force when it was begun, 0 for none. From
    `submitted_at` on it is not changed. It goes when it is published or given up.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(CatalogueEntry, on_delete=models.PROTECT, related_name="+")
    variant = models.CharField(max_length=10, blank=True)
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    based_on = models.PositiveIntegerField(default=0)
    document: models.JSONField[Any, Any] = models.JSONField()
    latitudes: models.JSONField[Any, Any] = models.JSONField()
    reason = models.TextField(max_length=500, blank=True)
    hands: models.JSONField[Any, Any] = models.JSONField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=100)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["entry", "variant", "region"], name="standard_draft_one"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(reason__regex=r"\S"),
                name="standard_draft_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.region_id}"


class Comparison(models.Model):
    """How the published version of an item stands to the standard that holds for it.

    `forbidden` and `allowed` count deviations, `aspects` the same by aspect; `marks` are equal
    between items that say the same. A row that is missing: not compared since the last change.
    """

    item = models.OneToOneField(
        Item, on_delete=models.CASCADE, primary_key=True, related_name="comparison"
    )
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, null=True, related_name="+")
    forbidden = models.PositiveIntegerField(default=0)
    allowed = models.PositiveIntegerField(default=0)
    aspects: models.JSONField[Any, Any] = models.JSONField(default=dict)
    marks: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(standard__isnull=False) | Q(forbidden=0, allowed=0),
                name="comparison_with_standard",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.forbidden}"


class Adoption(models.Model):
    """A standard taken up by several items at once: a draft of each. It can be undone whole."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="adoptions")
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=100)
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by_name="")
                | Q(undone_at__isnull=False, undone_by_name__regex=r"\S"),
                name="adoption_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard_id} {self.at}"


class AdoptedItem(models.Model):
    """One item of an adoption: the draft that was made (its row may be gone) and what changed."""

    id = models.BigAutoField(primary_key=True)
    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    version_id = models.UUIDField()
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    aspects: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["adoption", "item"], name="adopted_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"
