"""Somebody who tries again until it works, as people do: lost answers, errors, a server that is
gone for a moment.
"""

import http.client
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bench import lifecycle
from bench.browser import Answer, Browser, Line, form_of
from bench.http_cycle import sign_in

T = TypeVar("T")
_PATIENCE_SECONDS = 60
_PAUSE_SECONDS = 0.2
_THING = f"/things/{lifecycle.OFFER}/"


@dataclass
class Stubborn:
    """One person on one device; `numbers` are the receipts they hold, `tries` all that failed."""

    port: int
    username: str
    numbers: list[str] = field(default_factory=list)
    tries: int = 0
    _browser: Browser | None = None

    def __post_init__(self) -> None:
        self._line = Line(self.port, seconds=10)

    def apply(self) -> None:
        """From the questions to the receipt."""
        for key, answer in lifecycle.ANSWERS.items():
            self._post(f"{_THING}questions/{key}/", {"answer": answer})
        draft = self._post("/apply/start/", {"offer_code": lifecycle.OFFER}).location
        form = form_of(self._get(f"{draft}form/").text, "sheet")
        self._post(f"{draft}form/", {**form, **lifecycle.FORM, "do": "next"})
        signature = form_of(self._get(f"{draft}sign/").text, "sign")
        signed = self._post(f"{draft}sign/", {**signature, "promise": "1"})
        found = re.search(r"/affairs/(\w[^/\"]+)/", self._get(signed.location).text)
        assert found, "the receipt names no application"
        self.numbers.append(found[1])

    def _get(self, path: str) -> Answer:
        return self._until_done(lambda browser: browser.get(path, ""))

    def _post(self, path: str, values: dict[str, str]) -> Answer:
        return self._until_done(lambda browser: browser.post(path, values, ""))

    def _until_done(self, act: Callable[[Browser], T]) -> T:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                if self._browser is None:
                    self._browser = sign_in(self._line, self.username)
                return act(self._browser)
            except (OSError, http.client.HTTPException, RuntimeError):
                if time.monotonic() > deadline:
                    raise
                self.tries += 1
                self.hang_up()
                time.sleep(_PAUSE_SECONDS)

    def hang_up(self) -> None:
        """Let go of the connection; the next request makes a new one."""
        self._line.hang_up()
