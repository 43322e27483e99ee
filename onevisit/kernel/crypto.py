"""Sealing of personal data at rest, and keyed indexes to find it again.

Settings, read when used: ``FIELD_KEYS`` and ``BLIND_INDEX_KEYS`` map a key id to 32 bytes in
base64; ``FIELD_KEY_CURRENT`` and ``BLIND_INDEX_KEY_CURRENT`` name the one for new data. Old keys
stay listed until everything under them was sealed anew.

A sealed blob is ``algorithm(1) | length of key id(1) | key id | nonce(12) | ciphertext + tag(16)``.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from onevisit.kernel.canonical import canonical_json, digest

__all__ = [
    "SealBroken",
    "blind_index",
    "blind_indexes",
    "canonical_json",
    "digest",
    "key_id_of",
    "seal",
    "unseal",
]

AES_256_GCM = 1
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class SealBroken(Exception):
    """A blob that can't be opened: damaged, moved to another row, or under an unknown key."""


def seal(plaintext: bytes, *, bound_to: str) -> bytes:
    """Encrypt for one place, such as ``"accounts_person.id_number:0193…"`` (table, column, row).

    The blob opens only with the same ``bound_to``: copied to another row it is worthless.
    """
    key_id = settings.FIELD_KEY_CURRENT
    name = key_id.encode("utf-8")
    header = bytes((AES_256_GCM, len(name))) + name
    nonce = os.urandom(NONCE_BYTES)
    cipher = _cipher(settings.FIELD_KEYS[key_id])
    return header + nonce + cipher.encrypt(nonce, plaintext, _associated(header, bound_to))


def unseal(blob: bytes | memoryview, *, bound_to: str) -> bytes:
    """What was sealed. Raises SealBroken, which tells nothing of the content."""
    raw = bytes(blob)
    key_id, start = _read_header(raw)
    keys = settings.FIELD_KEYS
    if key_id not in keys:
        raise SealBroken("sealed under a key that is not listed")
    nonce, body = raw[start : start + NONCE_BYTES], raw[start + NONCE_BYTES :]
    if len(body) < TAG_BYTES:
        raise SealBroken("too short")
    try:
        return _cipher(keys[key_id]).decrypt(nonce, body, _associated(raw[:start], bound_to))
    except InvalidTag:
        raise SealBroken("damaged, or not sealed for this place") from None


def key_id_of(blob: bytes | memoryview) -> str:
    """The id of the key a blob was sealed under, for rotation. Raises SealBroken."""
    return _read_header(bytes(blob))[0]


def blind_index(value: str, *, purpose: str, key_id: str | None = None) -> str:
    """``"<key id>:<64 hex digits>"``: equal for equal values, silent about the value itself.

    ``purpose`` keeps columns apart (``"resident_id"``, ``"mobile"``). Bring the value to its one
    form first (``ResidentId.parse(...).number``). HMAC-SHA256.
    """
    chosen = settings.BLIND_INDEX_KEY_CURRENT if key_id is None else key_id
    key = _key(settings.BLIND_INDEX_KEYS[chosen])
    named = purpose.encode("utf-8")
    message = len(named).to_bytes(2, "big") + named + value.encode("utf-8")
    return f"{chosen}:{hmac.new(key, message, hashlib.sha256).hexdigest()}"


def blind_indexes(value: str, purpose: str) -> tuple[str, ...]:
    """The index under every listed key, the current one first: to look up while rotating."""
    current = settings.BLIND_INDEX_KEY_CURRENT
    others = sorted(key_id for key_id in settings.BLIND_INDEX_KEYS if key_id != current)
    return tuple(blind_index(value, purpose=purpose, key_id=each) for each in (current, *others))


def _read_header(raw: bytes) -> tuple[str, int]:
    if len(raw) < 2 or raw[0] != AES_256_GCM:
        raise SealBroken("sealed by an unknown algorithm")
    end = 2 + raw[1]
    try:
        return raw[2:end].decode("utf-8"), end
    except UnicodeDecodeError:
        raise SealBroken("damaged") from None


def _associated(header: bytes, bound_to: str) -> bytes:
    return header + bound_to.encode("utf-8")


@lru_cache(maxsize=32)
def _cipher(encoded: str) -> AESGCM:
    return AESGCM(_key(encoded))


@lru_cache(maxsize=32)
def _key(encoded: str) -> bytes:
    key = base64.b64decode(encoded, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("a key has 32 bytes, given in base64")
    return key
