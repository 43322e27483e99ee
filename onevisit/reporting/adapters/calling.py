"""One signed POST to a department's system, never to where it must not go.

The name is resolved once, every address it stands for is looked at, and the call goes to one of
them: a name that is answered otherwise a moment later (DNS rebinding) changes nothing. Redirects
are not followed, nothing of the answer is kept but its status.
"""

import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from onevisit.reporting.rules.calls import all_in, may_be_called, networks

TIMEOUT_SECONDS = 5
_MOST_READ = 1024


class NoAnswer(Exception):
    """Nobody knows whether it was heard; ``code`` says what happened, worded like an error."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadAddress(Exception):
    """No address that may be called; ``code`` says why, worded like an error."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call goes: the checked network address `ip` of `host`."""

    secure: bool
    host: str
    port: int
    path: str
    ip: str


def target_of(address: str) -> Target:
    """Look at an address and what its name stands for now.

    Raises BadAddress `reporting.bad_address`, `reporting.address_private`,
    `reporting.address_plain`; NoAnswer `reporting.name_unknown`.
    """
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise BadAddress("reporting.bad_address") from None
    odd = parts.username or parts.password or parts.fragment or not address.isascii()
    if parts.scheme not in ("http", "https") or not parts.hostname or odd:
        raise BadAddress("reporting.bad_address")
    found, allowed = _resolved(parts.hostname, port), networks(settings.WEBHOOK_NETWORKS)
    if not may_be_called(found, allowed):
        raise BadAddress("reporting.address_private")
    secure = parts.scheme == "https"
    if not secure and not all_in(found, allowed):
        raise BadAddress("reporting.address_plain")
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return Target(secure, parts.hostname, port, path, found[0])


def _resolved(host: str, port: int) -> Sequence[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoAnswer("reporting.name_unknown") from None
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def post(target: Target, body: bytes, headers: Mapping[str, str]) -> int:
    """The status that was answered. Raises NoAnswer `reporting.no_answer`."""
    link = _Secure(target) if target.secure else _Plain(target)
    try:
        link.request("POST", target.path, body=body, headers=dict(headers))
        answer = link.getresponse()
        answer.read(_MOST_READ)
        return answer.status
    except (OSError, HTTPException):
        raise NoAnswer("reporting.no_answer") from None
    finally:
        link.close()


class _Plain(HTTPConnection):
    """To the address that was checked, whatever the name stands for meanwhile."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=TIMEOUT_SECONDS)
        self._ip = target.ip

    def connect(self) -> None:
        """Without asking for the name again."""
        self.sock = socket.create_connection((self._ip, self.port), self.timeout)


class _Secure(HTTPSConnection):
    """The same over TLS; the certificate must be that of the name."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=TIMEOUT_SECONDS)
        self._ip = target.ip

    def connect(self) -> None:
        """Without asking for the name again."""
        plain = socket.create_connection((self._ip, self.port), self.timeout)
        try:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        except OSError:
            plain.close()
            raise
