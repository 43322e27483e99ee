"""A visitor: one browser window of one person, who notices everything that goes wrong in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
)

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
_ORDINARY_SCHEMES = ("data", "blob", "about")
# Said of the page's own 404 and 422 too (see _response), and of requests we gave up ourselves.
_EXPECTED = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")


class Visitor:
    """A context of its own (cookies, size); ``problems`` is what a person would not see but is."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context = context
        self.base = base
        self.problems: list[str] = []
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)
        self.page: Page = context.new_page()

    def go(self, path: str) -> "Visitor":
        """Open an address of the site."""
        self.page.goto(self.base + path if path.startswith("/") else path)
        return self

    def sign_in(self, username: str) -> "Visitor":
        """Through the page of demo logins, as anybody does."""
        self.go("/demo/logins/")
        row = self.page.locator("li", has=self.page.get_by_text(username, exact=True))
        row.get_by_role("button").click()
        self.page.wait_for_url(lambda url: "/demo/logins/" not in url)
        return self

    @property
    def path(self) -> str:
        """Where the visitor is, without host and query."""
        return urlsplit(self.page.url).path

    def fetch(self, link_name: str) -> bytes:
        """The file behind a link, with this visitor's rights."""
        link = self.page.get_by_role("link", name=link_name).first
        response = self.context.request.get(f"{self.base}{link.get_attribute('href')}")
        assert response.ok, f"{response.url} answers {response.status}"
        return response.body()

    def text(self) -> str:
        """What the main part of the page says."""
        return self.page.locator("main").inner_text()

    def _console(self, message: ConsoleMessage) -> None:
        expected = message.text.startswith(_EXPECTED)
        if message.type in ("error", "warning") and not expected:
            self.problems.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in _ORDINARY_SCHEMES and address.hostname != "127.0.0.1":
            self.problems.append(f"request outside: {request.url}")

    def _response(self, response: Response) -> None:
        status, kind = response.status, response.request.resource_type
        if status >= 500 or (status >= 400 and kind not in ("document", "xhr", "fetch")):
            self.problems.append(f"{status} for {kind} {urlsplit(response.url).path}")


@contextmanager
def visiting(browser: Browser, base: str, **options: Any) -> Iterator[Visitor]:
    """A visitor with options of ``new_context``; at the end nothing may have gone wrong unseen."""
    options.setdefault("viewport", DESKTOP)
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **options)
    context.set_default_timeout(10_000)
    visitor = Visitor(context, base)
    try:
        yield visitor
    finally:
        context.close()
    if visitor.problems:
        raise AssertionError("\n".join(visitor.problems))
