"""What is kept, without its content."""

from collections.abc import Iterable
from uuid import UUID

from onevisit.kernel import crypto
from onevisit.vault.errors import no_such_object
from onevisit.vault.models import StoredObject
from onevisit.vault.rules import MediaType, Owner, StoredRef


def refs(ids: Iterable[UUID]) -> dict[UUID, StoredRef]:
    """Kept files by id; one query."""
    return {row.id: ref_of(row) for row in StoredObject.objects.filter(id__in=set(ids))}


def ref(object_id: UUID) -> StoredRef:
    """One kept file. Raises NotFound `vault.no_such_object`."""
    row = StoredObject.objects.filter(id=object_id).first()
    if row is None:
        raise no_such_object()
    return ref_of(row)


def refs_of_owner(owner: Owner) -> tuple[StoredRef, ...]:
    """Everything kept for an owner, newest first: what may be used again."""
    rows = StoredObject.objects.filter(owner_kind=owner.kind.value, owner_id=owner.id)
    return tuple(ref_of(row) for row in rows.order_by("-id"))


def belongs_to(object_id: UUID, owner: Owner) -> bool:
    """Whether the file is kept for this owner."""
    return StoredObject.objects.filter(
        id=object_id, owner_kind=owner.kind.value, owner_id=owner.id
    ).exists()


def ref_of(row: StoredObject, *, created: bool = False) -> StoredRef:
    """A row as other rooms know it."""
    name = crypto.unseal(row.name_sealed, bound_to=name_bound_to(row.id)).decode()
    media_type = MediaType(row.media_type)
    return StoredRef(row.id, media_type, row.size, row.pages, name, created)


def name_bound_to(object_id: UUID) -> str:
    """The place a file's name is sealed for."""
    return f"vault_storedobject.name:{object_id}"
