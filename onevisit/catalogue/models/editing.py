"""Who changed which section of a draft, and what stood there before."""

from typing import Any, ClassVar

from django.db import models

from onevisit.catalogue.models.versions import ItemVersion


class DraftChange(models.Model):
    """One change of one section of a draft: `before` is what the section held, `after` the digest
    of what it holds since. What one page saved again and again, `page`, is one change.

    `undoes` is the change that this one took back.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="changes")
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

    def __str__(self) -> str:
        return f"{self.version_id} {self.section}"


class DraftTyping(models.Model):
    """What somebody has typed into a section and not saved yet: the form as it stands (`typed`,
    urlencoded), drawn from the digest `seen`. It touches the draft in nothing.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="typings")
    section = models.CharField(max_length=40)
    by = models.UUIDField()
    typed = models.TextField()
    seen = models.CharField(max_length=64)
    page = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "section", "by"], name="typing_of_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.section}"
