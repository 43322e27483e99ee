"""Standards for entries of the basic catalogue, how items depart from them, and who took one up."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q, Value

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
    `submitted_at` on it is not changed. It goes when it is published or given up. One that `ends`
    the standard is nothing but that wish, and waits for another person from the first.
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
    ends = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["entry", "variant", "region"], name="standard_draft_one"
            ),
            models.CheckConstraint(
                condition=Q(ends=False) | Q(submitted_at__isnull=False, based_on__gt=0),
                name="standard_draft_ends_what_holds",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(reason__regex=r"\S"),
                name="standard_draft_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.region_id}"


class StandardChange(models.Model):
    """One change of one section of a standard's draft, or of what regions may do differently
    (`latitudes`): `before` is what stood there, `after` the digest of what stands there since.
    `undoes` is the change that this one took back.
    """

    id = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey(StandardDraft, on_delete=models.CASCADE, related_name="changes")
    section = models.CharField(max_length=40)
    before: models.JSONField[Any, Any] = models.JSONField()
    after = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=100)
    undoes = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="undone_by"
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["draft", "-id"], name="standard_change_newest")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.section}"


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


class DeviationDay(models.Model):
    """How regions stood to the standards on one day; the last count of a day is kept."""

    on = models.DateField(unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.on}"


class DeviationCount(models.Model):
    """The items of a region that others carry too, on one day: how many have a standard, how many
    depart from it where they may not, in how many places, and in how many they may.
    """

    id = models.BigAutoField(primary_key=True)
    day = models.ForeignKey(DeviationDay, on_delete=models.CASCADE, related_name="counts")
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    items = models.PositiveIntegerField()
    with_standard = models.PositiveIntegerField()
    deviating = models.PositiveIntegerField()
    forbidden = models.PositiveIntegerField()
    allowed = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "region"], name="deviation_count_once"),
            models.CheckConstraint(
                condition=Q(deviating__lte=F("with_standard"), with_standard__lte=F("items")),
                name="deviation_count_of_items",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.deviating}"


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
