"""One browser and one county for the whole run; a visitor for each test."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.launch import launched, program
from tests.browser.stage import Stage, staged
from tests.browser.visitor import Visitor, visiting

Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, or a skip that says how to get it."""
    path = program()
    if path is None:
        pytest.skip("no Chromium here; on Debian or Ubuntu: apt install chromium fonts-noto-cjk")
    with launched(path) as running:
        yield running


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The demonstration county, built once and served.

    While writing tests, ONEVISIT_BROWSER_STAGE may name a server of `look --serve` instead.
    """
    running = os.environ.get("ONEVISIT_BROWSER_STAGE")
    if running:
        yield Stage(running, Path(os.devnull))
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    name = os.environ.get("ONEVISIT_TEST_DB", "test_onevisit") + "_browser" + worker
    with staged(name, tmp_path_factory.mktemp("stage")) as built:
        yield built


@pytest.fixture
def visit(browser: Browser, stage: Stage) -> Iterator[Visit]:
    """``visit("zhaomin")``: a new window, signed in; ``visit()`` a stranger's. Options go to it."""
    with ExitStack() as stack:

        def come(username: str = "", **options: Any) -> Visitor:
            visitor = stack.enter_context(visiting(browser, stage.base, **options))
            return visitor.sign_in(username) if username else visitor

        yield come
