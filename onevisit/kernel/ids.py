"""Keys that sort by time of birth: UUID version 7 (RFC 9562)."""

import secrets
import threading
import time
import uuid

_lock = threading.Lock()
_last = [0]


def new_id() -> uuid.UUID:
    """A fresh UUIDv7; each is greater than every earlier one of this process.

    The 12 bits after the version hold the fraction of the millisecond (RFC 9562, 6.2, method 3),
    the last 62 bits are random. The true time is used even while ``clock.travel`` holds it
    still: keys are keys, not records of when something happened.
    """
    with _lock:
        ticks = _last[0] = max(_last[0] + 1, _ticks(time.time_ns()))
    value = (ticks >> 12) << 80 | 0x7 << 76 | (ticks & 0xFFF) << 64
    return uuid.UUID(int=value | 0b10 << 62 | secrets.randbits(62))


def parse_id(text: str) -> uuid.UUID | None:
    """The key that stands in a form or an address, None if none does.

    Only the form in which keys are shown counts (RFC 9562, 4: 8-4-4-4-12 digits in lower case):
    one key has one address, and no braces, ``urn:uuid:`` or digits without hyphens.
    """
    try:
        found = uuid.UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None


def _ticks(nanoseconds: int) -> int:
    """Time since 1970 in units of 1/4096 ms."""
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    return milliseconds << 12 | rest * 4096 // 1_000_000
