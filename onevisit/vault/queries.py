"""What is kept, without its content."""

from collections.abc import Iterable
from uuid import UUID

from onevisit.kernel import crypto, rows
from onevisit.vault.errors import no_such_object
from onevisit.vault.models import StoredObject
from onevisit.vault.rules import MediaType, StoredRef

_FILES = rows.Joined(StoredObject)


def refs(ids: Iterable[UUID]) -> dict[UUID, StoredRef]:
    """Kept files by id; one query, none for nothing."""
    wanted = list(set(ids))
    found = _FILES.fetch("t0.id = ANY(%s)", [wanted]) if wanted else []
    return {row.id: ref_of(row) for row in found}


def ref(object_id: UUID) -> StoredRef:
    """One kept file. Raises NotFound `vault.no_such_object`."""
    row = StoredObject.objects.filter(id=object_id).first()
    if row is None:
        raise no_such_object()
    return ref_of(row)


def ref_of(row: StoredObject, *, created: bool = False) -> StoredRef:
    """A row as other rooms know it."""
    name = crypto.unseal(row.name_sealed, bound_to=name_bound_to(row.id)).decode()
    media_type = MediaType(row.media_type)
    return StoredRef(row.id, media_type, row.size, row.pages, name, created)


def name_bound_to(object_id: UUID) -> str:
    """The place a file's name is sealed for."""
    return f"vault_storedobject.name:{object_id}"
