"""Signed questions over HTTP: JSON to a process that shares a secret with this house."""

import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from onevisit.kernel import clock
from onevisit.kernel.signing import sign

TIMEOUT_SECONDS = 5


class Unanswered(Exception):
    """Nobody answered in time, or what came was no JSON."""


def ask(address: str, said: dict[str, Any], key: str, *, prefix: str) -> dict[str, Any]:
    """Send `said`, signed now with `key` under headers of `prefix`; what was answered.

    Raises Unanswered, and HTTPError as it came where the other side refuses: whoever takes it
    closes it.
    """
    body = json.dumps(said).encode()
    headers = sign(body, key, at=clock.now(), prefix=prefix)
    request = Request(address, data=body, headers={**headers, "Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            found: dict[str, Any] = json.loads(answer.read())
    except HTTPError:
        raise
    except (OSError, HTTPException, ValueError) as error:
        raise Unanswered from error
    return found
