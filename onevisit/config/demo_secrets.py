"""Secrets of a demonstration or a developer's machine: made once, kept in a private file.

Production never reads this file: there every secret comes from the environment.
"""

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onevisit.config.env import KEY_BYTES

FILE_NAME = "secrets.json"


def load(folder: Path) -> dict[str, Any]:
    """The secrets kept in ``folder``, made on the first call; safe with two processes at once.

    Keys: ``secret_key``, ``field_keys``, ``blind_index_keys`` (key id to base64),
    ``database_owner_password``, ``database_runtime_password``.
    """
    make_open(folder)
    path = folder / FILE_NAME
    if not path.exists():
        with _locked(folder / f".{FILE_NAME}.lock"):
            if not path.exists():
                _write(path, _fresh())
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def make_open(folder: Path) -> None:
    """Make a folder that, when root makes it, the database's own account may pass through.

    A private umask of root would otherwise close it; a folder that exists is left as it is.
    """
    if folder.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        folder.chmod(0o755)


def _fresh() -> dict[str, Any]:
    return {
        "secret_key": secrets.token_urlsafe(50),
        "field_keys": {"f1": _key()},
        "blind_index_keys": {"b1": _key()},
        "database_owner_password": secrets.token_urlsafe(24),
        "database_runtime_password": secrets.token_urlsafe(24),
    }


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def _write(path: Path, content: dict[str, Any]) -> None:
    """Whole or not at all: a private temporary file renamed into place."""
    temporary = path.with_suffix(f".{os.getpid()}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        json.dump(content, handle, indent=1)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
