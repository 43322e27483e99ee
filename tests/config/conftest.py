"""A private run-time folder for tests that start servers of their own."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onevisit.config import embedded
from tests.config import private

ODD_NAME = "a b 数据 'x' $HOME"


@pytest.fixture
def var() -> Iterator[Path]:
    """A run-time folder whose path holds blanks, Chinese characters, a quote and a dollar."""
    with _folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def place_of_our_own() -> Iterator[Path]:
    """The same, for all tests of one module."""
    with _folder() as folder:
        yield folder


@contextmanager
def _folder() -> Iterator[Path]:
    """Open to other accounts, as root, too: the data lies in this very path."""
    base = Path(tempfile.mkdtemp(prefix="onevisit-test-"))
    base.chmod(0o755)
    folder = base / ODD_NAME
    folder.mkdir()
    yield folder
    embedded.stop(folder)
    private.remove_state(folder)
    shutil.rmtree(base)
