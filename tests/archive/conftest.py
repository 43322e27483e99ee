"""The county of the cases, and what of it was archived."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from onevisit.archive import services
from onevisit.kernel import clock
from tests.cases.conftest import here, monday
from tests.factories import cases as make

__all__ = ["here", "later", "monday", "vault_root"]


@pytest.fixture(autouse=True)
def vault_root(settings, tmp_path: Path) -> Path:
    """Blobs of these tests alone, so that they can be counted."""
    settings.VAULT_ROOT = tmp_path / "vault"
    return tmp_path / "vault"


@pytest.fixture
def later(here: make.County) -> Iterator[None]:
    """Twenty days on, when what ended on the Monday is due."""
    with clock.travel(make.MONDAY + timedelta(days=20)):
        yield


def swept() -> int:
    """What is due today is archived."""
    return services.sweep(at_once=50)
