"""The server as a process: run programs as its account, tell ours from a stranger's."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from onevisit.config.embedded.place import Account, Place


def as_account(account: Account | None) -> dict[str, Any]:
    """Arguments for ``subprocess`` that run a program as the account, away from our folder."""
    wanted: dict[str, Any] = {"cwd": "/", "stdin": subprocess.DEVNULL, "umask": 0o077}
    wanted["env"] = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    if account is not None:
        wanted |= {"user": account.uid, "group": account.gid, "extra_groups": []}
    return wanted


def running_pid(place: Place) -> int | None:
    """The process of our server, or None; a number that another process got since is not ours."""
    try:
        pid = int((place.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if _is_ours(pid, place.data) else None


def wait_gone(place: Place, pid: int, seconds: float) -> bool:
    """Whether the process has ended within the time."""
    deadline = time.monotonic() + seconds
    while _is_ours(pid, place.data):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def ask(pid: int, wish: signal.Signals) -> None:
    """Send a signal; a process that ended meanwhile is fine."""
    try:
        os.kill(pid, wish)
    except ProcessLookupError:
        return


def _is_ours(pid: int, data: Path) -> bool:
    """Alive, not a zombie, and started for this data folder."""
    proc = Path("/proc") / str(pid)
    if not Path("/proc/self").exists():
        return _is_ours_by_ps(pid, data)
    try:
        arguments = (proc / "cmdline").read_bytes()
        state = (proc / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state not in ("Z", "X") and os.fsencode(data) in arguments


def _is_ours_by_ps(pid: int, data: Path) -> bool:
    shown = subprocess.run(
        ["ps", "-ww", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, check=False
    )
    return os.fsencode(data) in shown.stdout and not shown.stdout.strip().startswith(b"Z")
