"""One text for one JSON value, and its digest."""

import hashlib
import json

from onevisit.kernel.types import Json


def canonical_json(value: Json) -> bytes:
    """The value as UTF-8 JSON with sorted keys and no blanks.

    Raises ValueError for NaN and infinities, TypeError for what JSON doesn't know.
    """
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode("utf-8")


def digest(data: bytes | Json) -> str:
    """SHA-256 in hexadecimal: of bytes as they are, of any other value in canonical JSON."""
    raw = data if isinstance(data, bytes) else canonical_json(data)
    return hashlib.sha256(raw).hexdigest()
