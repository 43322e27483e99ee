"""A small browser: one kept connection, cookies, forms as they stand on a page; no scripts."""

import http.client
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from time import perf_counter
from urllib.parse import urlencode

Values = Mapping[str, str]
_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
_TYPED = ("radio", "checkbox")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    location: str
    text: str


Send = Callable[[str, str, bytes, dict[str, str]], tuple[int, list[tuple[str, str]], bytes]]
"""Method, address, body and headers to status, headers and body."""


class Line:
    """One connection that is kept open to the server on this machine: a `Send`. Once hung up, the
    next request makes a new one.
    """

    def __init__(self, port: int, seconds: float = 60) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
        self.hang_up = self._connection.close

    def __call__(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Ask and wait for all of the answer."""
        self._connection.request(method, path, body or None, headers)
        response = self._connection.getresponse()
        return response.status, response.getheaders(), response.read()


@dataclass(slots=True)
class Browser:
    """One person at one device. `took` holds the milliseconds of each request by its page."""

    send: Send
    cookies: dict[str, str] = field(default_factory=dict)
    took: dict[str, list[float]] = field(default_factory=dict)

    def get(self, path: str, page: str) -> Answer:
        """Open an address; anything but a page is an error."""
        return self._expect(self.ask("GET", path, page), 200, path)

    def post(self, path: str, values: Values, page: str) -> Answer:
        """Send a form that must be taken; the answer says where it leads."""
        return self._expect(self.ask("POST", path, page, values), 302, path)

    @staticmethod
    def _expect(answer: Answer, status: int, path: str) -> Answer:
        if answer.status != status:
            raise RuntimeError(f"{path}: {answer.status} instead of {status}")
        return answer

    def ask(self, method: str, path: str, page: str, values: Values | None = None) -> Answer:
        """Send a request and take whatever comes."""
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        body = b""
        if values is not None:
            token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
            body = urlencode({**token, **values}).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = perf_counter()
        status, found, content = self.send(method, path, body, headers)
        self.took.setdefault(page, []).append(1000 * (perf_counter() - started))
        location = ""
        for name, value in found:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key.strip()] = rest.partition(";")[0]
            elif name.lower() == "location":
                location = value
        return Answer(status, location, content.decode())


def form_of(page: str, form: str) -> dict[str, str]:
    """What a browser would send with the form of that id: its inputs as they stand."""
    found = re.search(rf'<form\b[^>]*\bid="{form}"[^>]*>(.*?)</form>', page, re.DOTALL)
    if found is None:
        raise RuntimeError(f"no form {form} on the page")
    values: dict[str, str] = {}
    for tag in _INPUT.findall(found[1]):
        at = dict(_ATTRIBUTE.findall(tag))
        if at.get("name") and (at.get("type") not in _TYPED or "checked" in at):
            values[at["name"]] = unescape(at.get("value", ""))
    values.pop("csrfmiddlewaretoken", None)
    return values
