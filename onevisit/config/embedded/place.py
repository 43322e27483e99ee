"""Where the embedded server keeps its things, and as whom it runs.

PostgreSQL refuses to run as root, so root hands it to an unprivileged account. That account must
reach the data: when the checkout lies behind a closed folder, the data goes to /var/lib instead,
because folders we did not make keep their permissions.
"""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from onevisit.config.demo_secrets import make_open
from onevisit.config.embedded.errors import EmbeddedError

DATABASE = "onevisit"
OWNER = "onevisit"
PORT = 5432
_ACCOUNTS = ("postgres", "nobody")
_SYSTEM_STATE = Path("/var/lib")
_SOCKETS = Path("/tmp")  # noqa: S108 a socket's path may have 107 bytes at most


@dataclass(frozen=True, slots=True)
class Account:
    """The unprivileged account root hands the server to."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Place:
    """Folders of one embedded server. ``account`` is None when it runs as ourselves."""

    var: Path
    state: Path
    socket: Path
    account: Account | None

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.state / "postgres"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.state / "postgres.log"

    @property
    def record(self) -> Path:
        """Which binaries made the data folder."""
        return self.state / "postgres.json"

    @property
    def lock(self) -> Path:
        """Held while somebody starts or stops the server."""
        return self.var / ".postgres.lock"


def find(var: Path) -> Place:
    """The place for the run-time folder ``var``; makes nothing."""
    token = hashlib.sha256(os.fsencode(os.path.realpath(var))).hexdigest()[:10]
    if os.geteuid() != 0:
        return Place(var, var, _SOCKETS / f"ov-{os.geteuid()}-{token}", None)
    account = _account(var)
    elsewhere = _SYSTEM_STATE / f"onevisit-{token}"
    state = var if reachable(var, account) else elsewhere
    if (elsewhere / "postgres" / "PG_VERSION").exists():
        state = elsewhere
    return Place(var, state, _SOCKETS / f"ov-{account.uid}-{token}", account)


def reachable(path: Path, account: Account) -> bool:
    """Whether the account may pass through every existing folder down to ``path``."""
    real = Path(os.path.realpath(path))
    return all(_may_pass(folder, account) for folder in (real, *real.parents) if folder.exists())


def prepare(place: Place) -> None:
    """Make the folders of the server; only those it makes itself get permissions."""
    make_open(place.var)
    make_open(place.state)
    for folder in (place.data, place.socket):
        if not folder.exists():
            folder.mkdir(mode=0o700)
            own(folder, place.account)
        _check_owner(folder, place)
    if not place.log.exists():
        place.log.touch(mode=0o600)
        own(place.log, place.account)


def own(path: Path, account: Account | None) -> None:
    """Hand a file or folder we made to the server's account."""
    if account is not None:
        os.chown(path, account.uid, account.gid)


def _account(var: Path) -> Account:
    """Root: the owner of existing data, else the first known unprivileged account."""
    data = var / "postgres"
    if data.exists():
        found = data.stat()
        if found.st_uid != 0:
            return Account(found.st_uid, found.st_gid)
    for name in _ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise EmbeddedError(
        "PostgreSQL does not run as root and there is neither a postgres nor a nobody account"
    )


def _may_pass(folder: Path, account: Account) -> bool:
    found = folder.stat()
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _check_owner(folder: Path, place: Place) -> None:
    """Nobody else's folder, and no link: in /tmp a stranger may have been there first."""
    wanted = place.account.uid if place.account else os.geteuid()
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != wanted:
        raise EmbeddedError(
            f"{folder} belongs to another user; run as that user, or remove it if you are sure"
        )
