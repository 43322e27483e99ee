"""Pictures of pages for people to look at, in ``var/look``.

``python -m tests.browser.look NAME…`` takes URL names (``guidance:guide``), a room (``guidance``)
or nothing (everything); each page on a desktop, a phone and in the elderly view, as the first
who reaches it. ``--readme`` takes the one picture of the README instead; ``--serve`` only builds
the county and serves it until Ctrl-C.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onevisit.config.settings.test")

import django
from playwright.sync_api import Browser

from tests.browser.crawl import Found, crawl
from tests.browser.launch import launched, program
from tests.browser.stage import ROOT, Stage, staged
from tests.browser.visitor import DESKTOP, PHONE, Visitor, visiting

FOLDER = ROOT / "var" / "look"
README_PICTURE = ROOT / "docs" / "img" / "home.png"
SOMEBODY = "chenxiaolan"  # a restaurant under way, one part of it suspended


def main() -> None:
    """Build the county, find the pages, take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--base", help="a server that runs already, such as http://127.0.0.1:8000")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--serve", action="store_true")
    options = parser.parse_args()
    django.setup()
    path = program()
    if path is None:
        parser.error("no Chromium here")
    with _stage(options.base) as stage, launched(path) as browser:
        print(stage.base, stage.log, flush=True)  # noqa: T201
        if options.serve:
            input()
        elif options.readme:
            front_page(browser, stage)
        else:
            look(browser, stage, options.names)


@contextmanager
def _stage(base: str | None) -> Iterator[Stage]:
    if base:
        yield Stage(base, Path(os.devnull))
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        staged(f"look_{os.getpid()}", Path(folder)) as stage,
    ):
        yield stage


def look(browser: Browser, stage: Stage, names: list[str]) -> None:
    """Pictures of every page whose name or room is among ``names``."""
    from tests.browser.test_pages import PEOPLE, doors_of

    FOLDER.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for who in PEOPLE:
        with visiting(browser, stage.base) as visitor:
            if who:
                visitor.sign_in(who)
            for page in crawl(visitor.context.request, stage.base, doors_of(who), each=1):
                if page.is_page and page.name not in taken and _wanted(page, names):
                    taken.add(page.name)
                    picture(visitor, page)


def front_page(browser: Browser, stage: Stage) -> None:
    """The front page as somebody sees it who has something under way."""
    README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with visiting(browser, stage.base) as visitor:
        visitor.sign_in(SOMEBODY).go("/").page.wait_for_load_state("networkidle")
        visitor.page.screenshot(path=README_PICTURE)


def _wanted(page: Found, names: list[str]) -> bool:
    return not names or page.name in names or page.name.partition(":")[0] in names


def picture(visitor: Visitor, page: Found) -> None:
    """One page three times."""
    stem = page.name.replace(":", "-")
    for view, size, elder in (
        ("desktop", DESKTOP, False),
        ("phone", PHONE, False),
        ("elder", PHONE, True),
    ):
        set_view(visitor, elder=elder)
        visitor.page.set_viewport_size(size)
        visitor.go(page.path).page.wait_for_load_state("networkidle")
        visitor.page.screenshot(path=FOLDER / f"{stem}-{view}.png", full_page=True)
    set_view(visitor, elder=False)


def set_view(visitor: Visitor, *, elder: bool) -> None:
    """Choose the elderly or the ordinary view with the button that is there for it."""
    visitor.page.set_viewport_size(DESKTOP)
    button = visitor.go("/about/help/").page.get_by_role(
        "button", name="长辈版" if elder else "标准版"
    )
    if button.count():
        button.first.click()
        visitor.page.wait_for_selector("html.elder" if elder else "html:not(.elder)")


if __name__ == "__main__":
    main()
