"""Signed messages between this house and a provider: HMAC-SHA256 over time, nonce and body."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=5)
"""How far the time of a message may lie from ours, before or after."""

TIMESTAMP, NONCE, SIGNATURE = "X-Pay-Timestamp", "X-Pay-Nonce", "X-Pay-Signature"


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature was found to say: when it was made and under which nonce."""

    at: datetime
    nonce: str


def sign(body: bytes, key: str, *, at: datetime, nonce: str = "") -> dict[str, str]:
    """The headers that go with `body`."""
    stamp, nonce = str(int(at.timestamp())), nonce or secrets.token_hex(16)
    return {TIMESTAMP: stamp, NONCE: nonce, SIGNATURE: _mac(body, key, stamp, nonce)}


def verified(body: bytes, headers: Mapping[str, str], key: str, *, now: datetime) -> Signed | None:
    """What the signature says, None where it is missing, wrong, or too old or early."""
    held = {name.lower(): value for name, value in headers.items()}
    stamp, nonce, mac = (held.get(each.lower(), "") for each in (TIMESTAMP, NONCE, SIGNATURE))
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12 and 8 <= len(nonce) <= 64):
        return None
    if not hmac.compare_digest(_mac(body, key, stamp, nonce).encode(), mac.encode()):
        return None
    at = datetime.fromtimestamp(int(stamp), now.tzinfo)
    return Signed(at, nonce) if abs(now - at) <= WINDOW else None


def _mac(body: bytes, key: str, stamp: str, nonce: str) -> str:
    message = b"\n".join((stamp.encode(), nonce.encode(), body))
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
