"""``manage.py demo``: prepare everything, build the county once, serve it until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from onevisit.config import databases, embedded, static, translations

_PORTS_TRIED = 50
_START_SECONDS = 60
_STOP_SECONDS = 15


class Command(BaseCommand):
    """The walking product on this machine."""

    help = "Prepare the database, build the demonstration county (once) and serve it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen first."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="build, do not serve")

    def handle(self, *args: Any, **options: Any) -> None:
        """Everything before serving is safe to repeat and quick the second time."""
        if not settings.DEMO:
            raise CommandError("demo needs the demo settings")
        for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(wish, _as_interrupt)
        try:
            self._prepare()
            if not options["prepare_only"]:
                self._serve(self._free_port(options["port"]))
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            self._stop_database()

    def _prepare(self) -> None:
        self.stdout.write("Preparing the database …")
        call_command("prepare_database", verbosity=0)
        translations.compile_stale()
        if static.collect_if_changed(settings.STATIC_ROOT):
            self.stdout.write("Static files collected.")
        if "build_demo" not in get_commands():
            self.stdout.write("No build_demo command: serving an empty house.")
            return
        done = _run_as_runtime("build_demo")
        if done != 0:
            raise CommandError("build_demo failed; see above")

    def _serve(self, port: int) -> None:
        arguments = ["-m", "onevisit.config.server", "--port", str(port), "--end-with-parent"]
        # A session of its own: Ctrl-C reaches only us, and we stop the server in order.
        server = subprocess.Popen(
            [sys.executable, *arguments], env=_runtime_environment(), start_new_session=True
        )
        try:
            _wait_until_up(server, port)
            self._announce(port)
            if server.wait() != 0:
                raise CommandError(f"the server ended with status {server.returncode}")
        finally:
            self._stop_server(server)

    def _announce(self, port: int) -> None:
        base = f"http://127.0.0.1:{port}"
        self.stdout.write(
            "\n"
            "  一次办 OneVisit\n"
            f"    Open          {base}/\n"
            f"    Demo logins   {base}/demo/logins/\n"
            "    Stop          Ctrl-C (the data stays; `make demo` again takes seconds)\n"
        )
        self.stdout.flush()

    def _stop_server(self, server: subprocess.Popen[bytes]) -> None:
        if server.poll() is not None:
            return
        self.stdout.write("Stopping …")
        server.send_signal(signal.SIGINT)
        try:
            server.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

    def _stop_database(self) -> None:
        """Only the embedded one, and only when nobody else is using it."""
        from django.db import connections

        connections.close_all()
        if databases.is_external():
            return
        if embedded.stop(embedded.default_var(), only_if_idle=True):
            self.stdout.write("Database stopped.")

    def _free_port(self, wanted: int) -> int:
        for port in range(wanted, wanted + _PORTS_TRIED):
            if _is_free(port):
                if port != wanted:
                    self.stdout.write(f"Port {wanted} is taken; using {port}.")
                return port
        raise CommandError(f"ports {wanted} to {wanted + _PORTS_TRIED - 1} are all taken")


def _as_interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _runtime_environment() -> dict[str, str]:
    return {**os.environ, "ONEVISIT_DB_ROLE": "runtime"}


def _run_as_runtime(command: str) -> int:
    """Build the county under the server's own restricted role: what it may not do fails here."""
    program = str(settings.BASE_DIR / "manage.py")
    done = subprocess.run(
        [sys.executable, program, command], env=_runtime_environment(), check=False
    )
    return done.returncode


def _wait_until_up(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise CommandError(f"the server ended at once with status {server.returncode}")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise CommandError(f"the server did not answer within {_START_SECONDS} seconds")
