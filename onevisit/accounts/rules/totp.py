"""Time-based one-time passwords (RFC 6238 over HOTP, RFC 4226): HMAC-SHA-1, 30 seconds, 6 digits.

SHA-1 because every authenticator app knows it; HMAC keeps it sound (RFC 6151's reasoning).
"""

import base64
import hashlib
import hmac
import unicodedata
from datetime import datetime

STEP_SECONDS = 30
DIGITS = 6
DRIFT_STEPS = 1
"""A clock may be one step early or late."""
SECRET_BYTES = 20
"""160 bits, as RFC 4226 recommends."""


def hotp(secret: bytes, counter: int, *, digits: int = DIGITS, algorithm: str = "sha1") -> str:
    """The password of one counter (RFC 4226, 5.3)."""
    message = counter.to_bytes(8, "big")
    mac = hmac.new(secret, message, getattr(hashlib, algorithm)).digest()
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(instant: datetime) -> int:
    """The time step that an aware instant lies in (RFC 6238, 4.2, T0 = 0)."""
    return int(instant.timestamp()) // STEP_SECONDS


def accepted_step(secret: bytes, code: str, *, now: datetime, after: int = -1) -> int | None:
    """The step whose password `code` is, None if there is none within the drift.

    Steps up to `after` are spent: a code works once (RFC 6238, 5.2). Every candidate is compared
    in full and in constant time.
    """
    current = step_of(now)
    found = None
    for step in range(current - DRIFT_STEPS, current + DRIFT_STEPS + 1):
        fits = hmac.compare_digest(hotp(secret, max(step, 0)).encode(), code.encode())
        if fits and step > after:
            found = step
    return found


def typed_form(code: str) -> str:
    """A code in its one form, however it was typed: half-width letters and digits, capitals."""
    text = unicodedata.normalize("NFKC", code[:64]).upper()
    return "".join(each for each in text if each.isascii() and each.isalnum())


def secret_text(secret: bytes) -> str:
    """The secret as people type it: base32 in groups of four."""
    text = base64.b32encode(secret).decode("ascii").rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
