"""Answers on their way from one device to another, folded small.

What a QR code carries must be short: keys and values as compact JSON, deflated. Nothing here keeps
a secret; `web/carrying` seals it.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from onevisit.guidance.rules.situation import Answer

GOOD_FOR = timedelta(days=7)
"""How long a printed code leads on; the list itself stays good on paper."""

_LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Carried:
    """Answers to the questions of one offer, and until when they may be taken over."""

    code: str
    answers: Mapping[str, Answer]
    until: datetime


class Unreadable(ValueError):
    """What came back is not what was folded."""


def fold(carried: Carried) -> bytes:
    """The smallest form of it."""
    body = [carried.code, int(carried.until.timestamp()), dict(carried.answers)]
    return zlib.compress(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), 9)


def unfold(folded: bytes) -> Carried:
    """What was folded. Raises Unreadable."""
    try:
        unpacker = zlib.decompressobj()
        body = json.loads(unpacker.decompress(folded, _LARGEST))
        code, until, answers = body
        return Carried(str(code), dict(answers), datetime.fromtimestamp(int(until), UTC))
    except (zlib.error, ValueError, TypeError, OverflowError) as error:
        raise Unreadable from error
