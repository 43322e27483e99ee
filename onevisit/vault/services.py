"""Keeping, opening and forgetting files of applicants.

A file is encrypted under its own key (AES-256-GCM, bound to the row), which is sealed under the
house's field key. The blob is on the disk before the row is in the database: a crash in between
leaves a blob that nothing refers to, which `sweep` removes.
"""

import errno
import hashlib
import logging
import os
from collections.abc import Collection, Iterator
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from onevisit.accounts.rules import Actor
from onevisit.audit.rules import AccessKind
from onevisit.audit.services import record, record_access
from onevisit.kernel import clock, crypto, rows
from onevisit.kernel.ids import new_id
from onevisit.vault.adapters import Storage
from onevisit.vault.adapters.folder import FolderStorage
from onevisit.vault.adapters.inspection import inspect
from onevisit.vault.errors import damaged, destroyed, no_room, no_such_object, too_large
from onevisit.vault.models import StoredObject
from onevisit.vault.queries import name_bound_to, ref_of
from onevisit.vault.rules import (
    MAX_BYTES,
    MAX_PACKAGE,
    MEGABYTE,
    Inspected,
    MediaType,
    ObjectContent,
    Owner,
    OwnerKind,
    StoredRef,
    safe_name,
)

_NONCE = 12
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_log = logging.getLogger(__name__)
SWEEP_AFTER_SECONDS = 24 * 60 * 60
_FILES = rows.Joined(StoredObject)
_SAME = "t0.owner_kind = %s AND t0.owner_id = %s AND t0.content_key = %s"


def storage() -> Storage:
    """Where blobs lie: the folder `settings.VAULT_ROOT`."""
    return FolderStorage(settings.VAULT_ROOT)


def put(*, owner: Owner, upload: BinaryIO, name: str, actor: Actor) -> StoredRef:
    """Check and keep a file for `owner`; the same content again gives the object kept before.

    Reads at most one byte more than may be kept. Raises Invalid `vault.empty`,
    `vault.too_large`, `vault.unknown_type`, `vault.heic_not_read`, `vault.office_not_read`,
    `vault.broken_pdf`, `vault.encrypted_pdf`, `vault.active_pdf`, `vault.no_pages`,
    `vault.too_many_pages`, `vault.broken_image` or `vault.image_too_large`, and Conflict
    `vault.no_room` when the disk is full.
    """
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise too_large(MAX_BYTES // MEGABYTE)
    content_key = _content_key(owner, content)
    held = _held(owner, content_key)
    if held is not None:
        if not storage().exists(held.storage_path):  # lost, say after a restore: the owner heals it
            _write(held.storage_path, _locked(_key_of(held), held.id, content))
        return ref_of(held)
    return _keep(owner, content, content_key, name, inspect(content), actor)


def looked_into(content: bytes) -> MediaType:
    """What a file is that will be kept inside a package. Raises Invalid as `put`."""
    return inspect(content).media_type


def put_package(*, owner: Owner, content: bytes, name: str, actor: Actor) -> StoredRef:
    """Keep a ZIP that the house has made itself; nobody's upload comes here. The same again gives
    the object kept before. Raises Invalid `vault.too_large`.
    """
    if len(content) > MAX_PACKAGE:
        raise too_large(MAX_PACKAGE // MEGABYTE)
    content_key = _content_key(owner, content)
    held = _held(owner, content_key)
    if held is not None:
        return ref_of(held)
    made = Inspected(MediaType.ZIP, 1)
    return _keep(owner, content, content_key, name, made, actor)


def open_object(object_id: UUID, *, actor: Actor, purpose: str) -> ObjectContent:
    """The file in clear, on record. The caller has checked that `actor` may see it.

    `purpose` is a code such as "cases.review". Raises NotFound `vault.no_such_object`, Conflict
    `vault.destroyed`, `vault.damaged` when the blob is gone or was changed.
    """
    row = StoredObject.objects.filter(id=object_id).first()
    if row is None:
        raise no_such_object()
    if row.destroyed_at is not None:
        raise destroyed(clock.local_date(row.destroyed_at))
    try:
        content = _unlocked(_key_of(row), row.id, storage().read(row.storage_path))
    except (FileNotFoundError, InvalidTag, crypto.SealBroken):
        raise damaged() from None
    record_access(
        kind=AccessKind.FILE,
        what="vault.object",
        actor=actor,
        subjects=[row.owner_id] if row.owner_kind == OwnerKind.PERSON.value else [],
        target_type="vault.object",
        target_id=row.id,
        reason=purpose,
    )
    ref = ref_of(row)
    return ObjectContent(content, ref.media_type, ref.name)


def hand_over(from_person: UUID, to_person: UUID) -> None:
    """The files of one person are from now on another's: they turned out to be the same.

    Their content is not read, so the same content sent again is kept a second time.
    """
    files = list(
        StoredObject.objects.select_for_update().filter(
            owner_kind=OwnerKind.PERSON.value, owner_id=from_person
        )
    )
    for row in files:
        row.owner_id = to_person
        row.content_key = crypto.blind_index(str(row.id), purpose="vault.handed_over")
    StoredObject.objects.bulk_update(files, ["owner_id", "content_key"])


def forget(object_id: UUID, *, actor: Actor) -> None:
    """Remove a file for good; the caller knows that nothing refers to it any more.

    The row goes with the transaction, the blob after it. Foreign keys of higher rooms protect
    what is still used. Forgetting what is gone changes nothing.
    """
    with transaction.atomic():
        row = StoredObject.objects.select_for_update().filter(id=object_id).first()
        if row is None:
            return
        path = row.storage_path
        row.delete()
        record(
            action="vault.forget",
            target_type="vault.object",
            target_id=object_id,
            actor=actor,
        )
        transaction.on_commit(lambda: storage().remove(path))


def destroy(object_ids: Collection[UUID], *, actor: Actor) -> int:
    """Destroy files that rows still refer to: key, name and content go, their own row stays, and
    opening one says when it went. The caller knows that nobody may need them. How many.
    """
    with transaction.atomic():
        found = list(
            StoredObject.objects.select_for_update()
            .filter(id__in=list(object_ids), destroyed_at=None)
            .order_by("id")
        )
        for row in found:
            row.key_sealed, row.destroyed_at = None, clock.now()
            row.name_sealed = crypto.seal(b"", bound_to=name_bound_to(row.id))
            row.content_key = crypto.blind_index(str(row.id), purpose="vault.destroyed")
        fields = ["key_sealed", "destroyed_at", "name_sealed", "content_key"]
        StoredObject.objects.bulk_update(found, fields)
        for row in found:
            record(
                action="vault.destroy", target_type="vault.object", target_id=row.id, actor=actor
            )
        transaction.on_commit(lambda: _remove([row.storage_path for row in found]))
    return len(found)


def _remove(paths: Collection[str]) -> None:
    for path in paths:
        storage().remove(path)


def sweep(*, older_than_seconds: float = SWEEP_AFTER_SECONDS) -> int:
    """Remove blobs that no row refers to and unfinished writes; returns how many.

    Only what is older than a day by default: a younger one may be a write in progress.
    """
    store = storage()
    paths = store.older_than(older_than_seconds)
    removed = 0
    for start in range(0, len(paths), 1000):
        batch = paths[start : start + 1000]
        kept = set(
            StoredObject.objects.filter(storage_path__in=batch).values_list(
                "storage_path", flat=True
            )
        )
        for path in batch:
            if path not in kept:
                store.remove(path)
                removed += 1
    return removed


def damaged_objects() -> Iterator[UUID]:
    """The files that are lost or do not open, oldest first; reads every one of them."""
    for row in (
        StoredObject.objects.filter(destroyed_at=None).order_by("id").iterator(chunk_size=200)
    ):
        try:
            _unlocked(_key_of(row), row.id, storage().read(row.storage_path))
        except (FileNotFoundError, InvalidTag, crypto.SealBroken):
            yield row.id


def _keep(
    owner: Owner, content: bytes, content_key: str, name: str, found: Inspected, actor: Actor
) -> StoredRef:
    object_id, key = new_id(), AESGCM.generate_key(bit_length=256)
    path = f"{object_id.hex[-2:]}/{object_id.hex}"
    _write(path, _locked(key, object_id, content))
    row = StoredObject(
        id=object_id,
        owner_kind=owner.kind.value,
        owner_id=owner.id,
        content_key=content_key,
        media_type=found.media_type.value,
        size=len(content),
        pages=found.pages,
        name_sealed=crypto.seal(
            safe_name(name, found.media_type).encode(), bound_to=name_bound_to(object_id)
        ),
        key_sealed=crypto.seal(key, bound_to=_key_bound_to(object_id)),
        storage_path=path,
    )
    with transaction.atomic():
        if not rows.insert_unless_there(row):  # another upload of the same content was first
            held = _held(owner, content_key)
            if held is None:
                raise no_such_object()
            storage().remove(path)
            return ref_of(held)
        record(
            action="vault.put",
            target_type="vault.object",
            target_id=object_id,
            actor=actor,
            facts={"media_type": row.media_type, "size": row.size, "pages": row.pages},
        )
    return ref_of(row, created=True)


def _write(path: str, blob: bytes) -> None:
    try:
        storage().write(path, blob)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        _log.error("the vault has no room for %s bytes: %s", len(blob), error.strerror)
        raise no_room() from None


def _held(owner: Owner, content_key: str) -> StoredObject | None:
    return next(iter(_FILES.fetch(_SAME, [owner.kind.value, owner.id, content_key])), None)


def _content_key(owner: Owner, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    return crypto.blind_index(f"{owner.kind.value}:{owner.id}:{digest}", purpose="vault.content")


def _key_of(row: StoredObject) -> bytes:
    if row.key_sealed is None:
        raise ValueError("a destroyed file has no key")
    return crypto.unseal(row.key_sealed, bound_to=_key_bound_to(row.id))


def _key_bound_to(object_id: UUID) -> str:
    return f"vault_storedobject.key:{object_id}"


def _locked(key: bytes, object_id: UUID, content: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, object_id.bytes)


def _unlocked(key: bytes, object_id: UUID, blob: bytes) -> bytes:
    return AESGCM(key).decrypt(blob[:_NONCE], blob[_NONCE:], object_id.bytes)
