"""Doing a thing once however often it is asked for: the header `Idempotency-Key`.

The key's row is written first and in the very transaction of what is done: a second request with
the same key waits at it until the first has ended, then finds the answer; when the first was
refused, or died, nothing of it is left, and the second is done as if it were the first.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import OperationalError, connection, transaction

from onevisit.accounts.errors import key_needed, key_reused, still_working
from onevisit.accounts.models import ApiAnswer
from onevisit.kernel import clock, crypto
from onevisit.kernel.ids import new_id

KEPT = timedelta(hours=24)
"""So long an answer is kept for a second request."""

_PATIENCE = "10s"
_KEY = re.compile(r"[\x21-\x7e]{1,128}")
_CLAIM = """
INSERT INTO accounts_apianswer (id, token_id, key, request_digest, made_at)
VALUES (%s, %s, %s, %s, %s) ON CONFLICT (token_id, key) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was sent: status, headers worth keeping, body."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def checked_key(text: str) -> str:
    """The key as sent. Raises Invalid `accounts.key_needed` for none or one out of form."""
    if not _KEY.fullmatch(text):
        raise key_needed()
    return text


def once(
    *, token_id: UUID, key: str, request_digest: str, make: Callable[[], Answer]
) -> tuple[Answer, bool]:
    """The answer of `make`, or the one kept under this key; says whether it was kept.

    What `make` raises undoes everything, the key too. Raises Invalid `accounts.key_reused` when the
    key stands for another request, Conflict `accounts.still_working` when the first takes too long.
    """
    with transaction.atomic():
        row_id = _claim(token_id, key, request_digest)
        if row_id is None:
            return _kept(token_id, key, request_digest), True
        answer = make()
        sealed = crypto.seal(_packed(answer), bound_to=ApiAnswer(id=row_id).place)
        ApiAnswer.objects.filter(id=row_id).update(answer_sealed=sealed)
        return answer, False


def forget_answers() -> int:
    """Delete the answers nobody may ask for any more; returns how many there were."""
    deleted, _ = ApiAnswer.objects.filter(made_at__lt=clock.now() - KEPT).delete()
    return deleted


def _claim(token_id: UUID, key: str, request_digest: str) -> UUID | None:
    """Put one's mark on the key, waiting for whoever holds it; None when it has an answer."""
    row_id, now = new_id(), clock.now()
    old = ApiAnswer.objects.filter(token_id=token_id, key=key, made_at__lt=now - KEPT)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
            old.delete()
            cursor.execute(_CLAIM, [row_id, token_id, key, request_digest, now])
            mine = cursor.rowcount == 1
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    except OperationalError:
        raise still_working() from None
    return row_id if mine else None


def _kept(token_id: UUID, key: str, request_digest: str) -> Answer:
    row = ApiAnswer.objects.filter(token_id=token_id, key=key).first()
    if row is None or row.answer_sealed is None:  # revoked, or cleaned away in this very moment
        raise still_working()
    if row.request_digest != request_digest:
        raise key_reused()
    return _unpacked(crypto.unseal(row.answer_sealed, bound_to=row.place))


def _packed(answer: Answer) -> bytes:
    body = base64.b64encode(answer.body).decode()
    return json.dumps([answer.status, dict(answer.headers), body]).encode()


def _unpacked(text: bytes) -> Answer:
    status, headers, body = json.loads(text)
    return Answer(status, headers, base64.b64decode(body))
