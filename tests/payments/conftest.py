"""The same county as for cases, with two things that cost money and a provider on this machine."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from onevisit.kernel.sandboxes import Server
from onevisit.payments.sandbox.ledger import Ledger
from onevisit.payments.sandbox.serving import Handler, Sandbox
from tests.cases.conftest import here, monday
from tests.factories import cases
from tests.payments import world

__all__ = ["here", "monday"]


@pytest.fixture
def costly(here: cases.County) -> cases.County:
    """The county, where a book and a permit are charged for."""
    world.publish(here)
    return here


@pytest.fixture
def sandbox(tmp_path: Path, settings) -> Iterator[Sandbox]:
    """The provider, listening; its clock stands on the Monday too."""
    made = Sandbox(Ledger(tmp_path / "books"), settings.PAYMENT_SECRET, "", lambda: cases.MONDAY)
    server = Server(made, Handler, 0)
    settings.PAYMENT_ORIGIN = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()
