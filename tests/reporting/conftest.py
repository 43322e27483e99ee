"""The county of the cases, and the other side on this machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from onevisit.kernel import clock
from onevisit.kernel.sandboxes import Server
from onevisit.reporting.sandbox.books import Books
from onevisit.reporting.sandbox.serving import Handler, Sandbox
from tests.cases.conftest import here, monday
from tests.factories import cases

__all__ = ["here", "monday"]


@pytest.fixture
def sandbox(tmp_path: Path, settings) -> Iterator[Sandbox]:
    """The other side, listening; its clock is ours, whatever day it is."""
    made = Sandbox(Books(tmp_path / "books"), settings.REPORT_SECRET, lambda: NOW[0])
    server = Server(made, Handler, 0)
    settings.REPORT_ORIGIN = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


NOW = [cases.MONDAY]
"""What the other side takes for the time; see `later`."""


@contextmanager
def later(after: timedelta) -> Iterator[None]:
    """So long after the Monday, on both sides."""
    before, NOW[0] = NOW[0], cases.MONDAY + after
    with clock.travel(NOW[0]):
        yield
    NOW[0] = before
