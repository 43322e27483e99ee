"""The house signs what it archives, with a key of its own whose seed lies sealed."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.archive.models import SigningKey
from onevisit.archive.rules.verify import DOMAIN
from onevisit.audit import services as audit
from onevisit.kernel import clock, rows


def present_key() -> SigningKey:
    """The key that signs now; the first is made when it is first needed."""
    held = SigningKey.objects.filter(retired_at=None).first()
    if held is None:
        rows.insert_unless_there(_new())  # another worker may have been first
        held = SigningKey.objects.get(retired_at=None)
    return held


def sign_root(root: str, key: SigningKey) -> bytes:
    """Ed25519 over the root digest."""
    return Ed25519PrivateKey.from_private_bytes(key.secret).sign(DOMAIN + root.encode())


def change_key(*, actor: Actor) -> str:
    """From now on another key signs; what was signed stays as it is. Returns the new public key.

    Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.ARCHIVE_DESTROY)
    with transaction.atomic():
        SigningKey.objects.select_for_update().filter(retired_at=None).update(
            retired_at=clock.now()
        )
        key = _new()
        rows.insert([key])
        audit.record(
            action="archive.change_key",
            target_type="archive.key",
            target_id=key.id,
            actor=actor,
            facts={"public": key.public},
        )
    return key.public


def _new() -> SigningKey:
    secret = Ed25519PrivateKey.generate()
    key = SigningKey(public=secret.public_key().public_bytes_raw().hex(), made_at=clock.now())
    key.secret = secret.private_bytes_raw()
    return key
