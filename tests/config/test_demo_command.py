"""The demonstration's server: its port, its static files, its end."""

import os
import signal
import socket
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from pytest_django import Settings

from onevisit.config import static
from onevisit.config.management.commands.demo import Command


def test_a_taken_port_is_said_and_the_next_free_one_used() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = StringIO()
        assert Command(stdout=said)._free_port(port) > port
    assert f"Port {port} is taken" in said.getvalue()


def test_static_files_are_collected_once_with_hashed_names(
    tmp_path: Path, settings: Settings
) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "onevisit.config.static.HashedOnceCollected"},
    }
    settings.STATIC_ROOT = root = tmp_path / "static"
    assert static.HashedOnceCollected().url("ui/app.css") == "/static/ui/app.css"
    assert static.collect_if_changed(root)
    assert not static.collect_if_changed(root)
    name = static.HashedOnceCollected().url("ui/app.css").removeprefix("/static/")
    assert name != "ui/app.css"
    assert (root / name).exists()


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_a_worker_ends_soon_after_its_parent_was_killed() -> None:
    worker = (
        "import os, sys, time; from onevisit.config.server import end_with_parent;"
        "end_with_parent(); print(os.getpid(), flush=True); time.sleep(60)"
    )
    parent = (
        f"import subprocess, sys;subprocess.run([sys.executable, '-c', {worker!r}], check=False)"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE) as started:
        assert started.stdout is not None
        pid = int(started.stdout.readline())
        assert alive(pid)
        os.kill(started.pid, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while alive(pid) and time.monotonic() < deadline:
            time.sleep(0.1)
    assert not alive(pid)
