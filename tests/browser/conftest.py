"""Where the browser packages are missing, this folder is left out, and the header says so."""

from importlib.util import find_spec

import pytest

INSTALLED = find_spec("playwright") is not None
collect_ignore_glob = [] if INSTALLED else ["test_*.py"]

if INSTALLED:
    from tests.browser.fixtures import browser, stage, visit  # noqa: F401


def pytest_report_header() -> str:
    """What to do about it."""
    return "" if INSTALLED else "tests/browser left out: no playwright here; `make browser` has it"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a browser; the county is looked at before journeys change it."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.path.name != "test_pages.py")
