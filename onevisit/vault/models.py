"""What is kept."""

from django.db import models
from django.db.models import Q

from onevisit.kernel import clock
from onevisit.kernel.ids import new_id
from onevisit.vault.rules import MAX_BYTES, MAX_PACKAGE, MAX_PAGES, MediaType, OwnerKind


class StoredObject(models.Model):
    """One file of one owner. Its content lies encrypted in the storage, under a key wrapped here.

    `content_key` is a keyed hash of owner and content: the same content of the same owner is kept
    once, and equal files of different owners cannot be told to be equal. One that was destroyed
    keeps its row, since others refer to it, and has neither key nor content.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_kind = models.CharField(max_length=16, choices=[(v.value, v.value) for v in OwnerKind])
    owner_id = models.UUIDField()
    content_key = models.CharField(max_length=128)
    media_type = models.CharField(max_length=40, choices=[(v.value, v.value) for v in MediaType])
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    name_sealed = models.BinaryField()
    key_sealed = models.BinaryField(null=True)
    storage_path = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["owner_kind", "owner_id", "content_key"], name="stored_once_per_owner"
            ),
            models.CheckConstraint(
                condition=Q(owner_kind__in=[v.value for v in OwnerKind]),
                name="stored_owner_known",
            ),
            models.CheckConstraint(
                condition=Q(media_type__in=[v.value for v in MediaType]),
                name="stored_type_known",
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, pages__gt=0, pages__lte=MAX_PAGES)
                & (
                    Q(size__lte=MAX_BYTES)
                    | Q(media_type=MediaType.ZIP.value, size__lte=MAX_PACKAGE)
                ),
                name="stored_size_sane",
            ),
            models.CheckConstraint(
                condition=Q(key_sealed__isnull=False, destroyed_at=None)
                | Q(key_sealed=None, destroyed_at__isnull=False),
                name="stored_has_key_or_is_destroyed",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
