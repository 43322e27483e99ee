"""Which pages there are for somebody: follow every link, and keep a few pages of each name."""

from collections import Counter, deque
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext


@dataclass(frozen=True)
class Found:
    """What a link led to: URL name, address, the answer's status, whether it is a whole page.

    ``asked`` is the URL name of the link itself, which may have sent us on.
    """

    asked: str
    name: str
    path: str
    status: int
    is_page: bool


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Links to follow; also what the page would fetch by itself (pictures, embedded files)."""
        given = dict(attrs)
        wanted = {"a": "href", "img": "src", "object": "data", "iframe": "src", "embed": "src"}
        target = given.get(wanted.get(tag, "")) or given.get("hx-get")
        if target:
            self.found.append(target)


def url_name(path: str) -> str:
    """``room:name`` of an address; empty for static files and unknown ones."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def crawl(ask: APIRequestContext, base: str, doors: tuple[str, ...], *, each: int) -> list[Found]:
    """Everything reachable by links from the doors; at most ``each`` addresses of one shape.

    A shape is the URL name and which query parameters are given.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    queue, known, found = deque(doors), set(doors), []
    while queue:
        path = queue.popleft()
        shape = (url_name(path), *sorted(parse_qs(urlsplit(path).query)))
        if not shape[0] or seen[shape] >= each:
            continue
        seen[shape] += 1
        response = ask.get(base + path)
        address = urlsplit(response.url)
        arrived = address.path + (f"?{address.query}" if address.query else "")
        body = response.text() if "html" in response.headers.get("content-type", "") else ""
        found.append(Found(shape[0], url_name(arrived), arrived, response.status, "<html" in body))
        for target in _targets(body, response.url, base):
            if target not in known:
                known.add(target)
                queue.append(target)
    return found


def _targets(body: str, address: str, base: str) -> list[str]:
    links = _Links()
    links.feed(body)
    whole = [urljoin(address, link).partition("#")[0] for link in links.found]
    return [link.removeprefix(base) for link in whole if link.startswith(base)]
