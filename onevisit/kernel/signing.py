"""Signed messages between this house and a provider: HMAC-SHA256 over time, nonce and body."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=5)
"""How far the time of a message may lie from ours, before or after."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature was found to say: when it was made and under which nonce."""

    at: datetime
    nonce: str


def sign(body: bytes, key: str, *, at: datetime, prefix: str, nonce: str = "") -> dict[str, str]:
    """The headers that go with `body`: ``<prefix>-Timestamp``, ``-Nonce`` and ``-Signature``."""
    stamp, nonce = str(int(at.timestamp())), nonce or secrets.token_hex(16)
    values = (stamp, nonce, _mac(body, key, stamp, nonce))
    return dict(zip(_names(prefix), values, strict=True))


def verified(
    body: bytes, headers: Mapping[str, str], key: str, *, now: datetime, prefix: str
) -> Signed | None:
    """What the signature says, None where it is missing, wrong, or too old or early."""
    held = {name.lower(): value for name, value in headers.items()}
    stamp, nonce, mac = (held.get(each.lower(), "") for each in _names(prefix))
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12 and 8 <= len(nonce) <= 64):
        return None
    if not hmac.compare_digest(_mac(body, key, stamp, nonce).encode(), mac.encode()):
        return None
    at = datetime.fromtimestamp(int(stamp), now.tzinfo)
    return Signed(at, nonce) if abs(now - at) <= WINDOW else None


def _names(prefix: str) -> tuple[str, str, str]:
    return f"{prefix}-Timestamp", f"{prefix}-Nonce", f"{prefix}-Signature"


def _mac(body: bytes, key: str, stamp: str, nonce: str) -> str:
    message = b"\n".join((stamp.encode(), nonce.encode(), body))
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
