"""The system's Chromium, offline but for this machine."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def program() -> str | None:
    """Where Chromium is: ONEVISIT_BROWSER, else the first known name on the path; or None."""
    named = os.environ.get("ONEVISIT_BROWSER")
    return named or next((path for path in map(shutil.which, _NAMES) if path), None)


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    """A browser without a window; root cannot have Chromium's own sandbox."""
    arguments = [*_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            browser.close()
