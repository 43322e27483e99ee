"""A form as a browser without scripts sends it: read from the page, changed, posted."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class _Reader(HTMLParser):
    """The controls of one form, by name, as they stand."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.buttons: dict[str, str] = {}
        self._form, self._inside = form, False
        self._select = self._area = self._button = ""
        self._picked: str | None = None
        self._first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            self._inside = told.get("id") == self._form
        if not self._inside:
            return
        name = told.get("name") or ""
        if tag == "input" and name:
            self._input(told, name)
        elif tag == "textarea":
            self._area = name
            self.values.setdefault(name, []).append("")
        elif tag == "select":
            self._select, self._picked, self._first = name, None, None
        elif tag == "option":
            value = told.get("value") or ""
            self._first = value if self._first is None else self._first
            self._picked = value if "selected" in told else self._picked
        elif tag == "button" and name == "do":
            self._button = told.get("value") or ""
            self.buttons[self._button] = told.get("aria-label") or ""

    def _input(self, told: dict[str, str | None], name: str) -> None:
        if told.get("type") not in ("checkbox", "radio") or "checked" in told:
            self.values.setdefault(name, []).append(told.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "select" and self._inside:
            value = self._first if self._picked is None else self._picked
            self.values.setdefault(self._select, []).append(value or "")
        if tag == "textarea":
            self._area = ""
        if tag == "button":
            self._button = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._inside:
            self.values[self._area][-1] += data
        if self._button:
            self.buttons[self._button] += data.strip()


def controls(html: str, form: str = "section") -> tuple[dict[str, list[str]], dict[str, str]]:
    """Name → values as they would be sent, and value → words of the buttons called `do`."""
    reader = _Reader(form)
    reader.feed(html)
    return reader.values, reader.buttons


def send(client: Client, url: str, do: str = "", **typed: Any) -> Any:
    """The page's form, with what is typed over it, sent by that button (which must be there).
    A double underscore in a name stands for its dots.
    """
    values, buttons = controls(client.get(url).content.decode())
    if do:
        assert do in buttons, f"no button {do}: {sorted(buttons)}"
    for name, value in typed.items():
        place = name.replace("__", ".").removeprefix("_")
        assert place in values or isinstance(value, list), f"no box {place}: {sorted(values)}"
        values[place] = value if isinstance(value, list) else [value]
    return client.post(url, {**values, **({"do": do} if do else {})})
