"""The product's own server on the stage; and the same pages in this process, for the profiler."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from bench.browser import Send

_FIRST_PORT = 8103
_START_SECONDS = 60.0


@contextmanager
def server() -> Iterator[int]:
    """Serve the stage as `make demo` would, on a free port of this machine; the port."""
    from django.conf import settings

    from onevisit.config import static, translations

    translations.compile_stale()
    static.collect_if_changed(settings.STATIC_ROOT)
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "onevisit.config.server", "--port", str(port), "--end-with-parent"],
        env={**os.environ, "ONEVISIT_DB_ROLE": "runtime"},
        start_new_session=True,
    )
    try:
        _wait_until_up(process, port)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    for port in range(_FIRST_PORT, _FIRST_PORT + 50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no free port")


def _wait_until_up(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server did not come up")


@contextmanager
def in_process() -> Iterator[Send]:
    """The pages without server and network; the connection to the database is kept, and garbage
    collected as a warmed-up worker does.
    """
    from django.core.wsgi import get_wsgi_application
    from django.db import connection
    from django.urls import reverse

    from onevisit.config import server

    application: Any = get_wsgi_application()
    reverse("accounts:login")  # reads every room's pages
    server.spare_collecting()
    kept = connection.settings_dict["CONN_MAX_AGE"]

    def send(
        method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        told: list[Any] = []
        answer = application(
            _environ(method, path, body, headers), lambda *args: told.extend(args[:2])
        )
        try:
            content = b"".join(answer)
        finally:
            answer.close()
        return int(told[0].split()[0]), told[1], content

    connection.settings_dict["CONN_MAX_AGE"] = None
    try:
        yield send
    finally:
        connection.settings_dict["CONN_MAX_AGE"] = kept
        connection.close()


def _environ(method: str, path: str, body: bytes, headers: dict[str, str]) -> dict[str, object]:
    address, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": headers.get("Content-Type", ""),
        "HTTP_COOKIE": headers.get("Cookie", ""),
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
