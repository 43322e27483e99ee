"""The county, built once for all who look at it, inside a transaction that is undone.

Building takes long, so whichever worker comes first keeps a picture of what it made; the others
hang that up, and so do later runs until anything changes that it was made by.
"""

import fcntl
import json
import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from demo import builder
from onevisit.kernel import clock
from onevisit.kernel.clock import SHANGHAI
from tests.factories.kept import (
    put_rows_back,
    put_sequences_back,
    rows_taken,
    sequences_taken,
)
from tests.factories.made_by import digest

BUILT_ON = datetime(2026, 11, 21, 10, 30, tzinfo=SHANGHAI)
"""A Saturday, so that the last working day is over; limits begin to reach into 2027."""

DRAWN = 100
"""Applications of the living county; `make demo` draws many more in the same way."""


@dataclass
class Built:
    """What the build left beside the database."""

    vault: Path
    log: list[str] = field(default_factory=list)


class _Keeper(logging.Handler):
    def __init__(self, kept: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self._kept.append(self.format(record))


@pytest.fixture(scope="package")
def built_county(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
    pytestconfig: pytest.Config,
) -> Iterator[Built]:
    """The whole county in the test database; nothing of it is left afterwards."""
    var = tmp_path_factory.getbasetemp() / "var"
    built = Built(var / "vault")
    built.vault.mkdir(parents=True, exist_ok=True)
    keeper, root = _Keeper(built.log), logging.getLogger()
    level = root.level
    root.addHandler(keeper)
    root.setLevel(logging.DEBUG)
    with (
        django_db_blocker.unblock(),
        override_settings(
            VAULT_ROOT=var / "vault",
            REPORTS_ROOT=var / "reports",
            SANDBOX_FAMILIES=str(var / "families.json"),
        ),
        transaction.atomic(),
    ):
        _bring_about(built, _shared(pytestconfig))
        yield built
        transaction.set_rollback(True)
    root.removeHandler(keeper)
    root.setLevel(level)


def _shared(config: pytest.Config) -> Path:
    """A folder that all workers of this run know, and later runs of the same code."""
    folder = Path(config.rootpath) / ".pytest_cache" / "county"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _bring_about(built: Built, shared: Path) -> None:
    picture = shared / "picture"
    made_by = digest("onevisit", "demo", "requirements", beside=Path(__file__))
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # given back when the file is closed
        whole = picture / "whole"
        if whole.exists() and whole.read_text() == made_by:
            _hang_up(built, picture)
            return
        assert builder.build(now=BUILT_ON, more=DRAWN)
        _keep(built, picture, made_by)


def _keep(built: Built, picture: Path, made_by: str) -> None:
    shutil.rmtree(picture, ignore_errors=True)
    (picture / "rows").mkdir(parents=True)
    for table, rows in rows_taken().items():
        (picture / "rows" / table).write_bytes(rows)
    (picture / "beside.json").write_text(json.dumps([sequences_taken(), built.log]))
    shutil.copytree(built.vault, picture / "vault")
    (picture / "whole").write_text(made_by)


def _hang_up(built: Built, picture: Path) -> None:
    put_rows_back({each.name: each.read_bytes() for each in (picture / "rows").iterdir()})
    sequences, built.log[:] = json.loads((picture / "beside.json").read_text())
    put_sequences_back(sequences)
    shutil.copytree(picture / "vault", built.vault, dirs_exist_ok=True)


@pytest.fixture
def db(built_county: Built) -> None:
    """In this room the database is the county; the name makes pytest-django lay its tables."""


@pytest.fixture
def county(built_county: Built, db: None) -> Iterator[Built]:
    """The county as it stood on the day it was built; what a test changes is undone."""
    with clock.travel(BUILT_ON), transaction.atomic():
        yield built_county
        transaction.set_rollback(True)
