"""Who changed which section of a draft of an item or a bundle, and what stood there before."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.catalogue.models.versions import BundleVersion, ItemVersion

_OF_ONE = Q(version__isnull=False, bundle_version=None) | Q(
    version=None, bundle_version__isnull=False
)


class DraftChange(models.Model):
    """One change of one section of a draft: `before` is what the section held, `after` the digest
    of what it holds since. What one page saved again and again, `page`, is one change.

    `undoes` is the change that this one took back.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(
        ItemVersion, on_delete=models.CASCADE, null=True, related_name="changes"
    )
    bundle_version = models.ForeignKey(
        BundleVersion, on_delete=models.CASCADE, null=True, related_name="changes"
    )
    section = models.CharField(max_length=40)
    before: models.JSONField[Any, Any] = models.JSONField()
    after = models.CharField(max_length=64)
    page = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=100)
    undoes = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="undone_by"
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["version", "-id"], name="draft_change_newest")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=_OF_ONE, name="draft_change_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id or self.bundle_version_id} {self.section}"


class DraftTyping(models.Model):
    """What somebody has typed into a section and not saved yet: the form as it stands (`typed`,
    urlencoded), drawn from the digest `seen`. It touches the draft in nothing.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(
        ItemVersion, on_delete=models.CASCADE, null=True, related_name="typings"
    )
    bundle_version = models.ForeignKey(
        BundleVersion, on_delete=models.CASCADE, null=True, related_name="typings"
    )
    section = models.CharField(max_length=40)
    by = models.UUIDField()
    typed = models.TextField()
    seen = models.CharField(max_length=64)
    page = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "section", "by"], name="typing_of_whom"),
            models.UniqueConstraint(
                fields=["bundle_version", "section", "by"], name="bundle_typing_of_whom"
            ),
            models.CheckConstraint(condition=_OF_ONE, name="typing_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id or self.bundle_version_id} {self.section}"
