"""What the tests of the applicant's pages share: browsers, forms as they stand on a page, texts."""

import re
from html.parser import HTMLParser
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from onevisit.accounts.rules import Actor
from tests.factories import files


def browser(actor: Actor) -> Client:
    """A browser in which the actor is signed in."""
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    return client


def address(name: str, application_id: UUID, *more: object) -> str:
    """A page of the draft."""
    return reverse(f"cases:{name}", args=[application_id, *more])


def text(response: HttpResponse) -> str:
    """What the page says, without its tags."""
    body = response.content.decode()
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", "", body, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))


class _Fields(HTMLParser):
    """The values a browser would send with the form of that id, no button pressed."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.wanted, self.inside = form, False
        self.values: dict[str, list[str]] = {}
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = at.get("id") == self.wanted
        if not self.inside:
            return
        if tag == "select":
            self.select = at["name"]
        if tag == "textarea":
            self.area = at["name"]
            self.values.setdefault(self.area, [""])
        if tag == "option" and "selected" in at:
            self.values[self.select] = [at["value"]]
        if tag == "input" and "name" in at:
            ticked = at.get("type") not in ("radio", "checkbox") or "checked" in at
            if ticked:
                self.values.setdefault(at["name"], []).append(at.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] = [data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            self.area = ""


def form_of(response: HttpResponse, form: str) -> dict[str, list[str]]:
    """What stands in a form of the page, ready to be changed and sent."""
    parser = _Fields(form)
    parser.feed(response.content.decode())
    assert parser.values, f"no form {form}"
    return parser.values


def picture(seed: int = 1, name: str = "图.png") -> SimpleUploadedFile:
    """A photograph that can be taken in."""
    return SimpleUploadedFile(name, files.png(seed=seed), content_type="image/png")


def document(content: bytes, name: str = "材料.pdf") -> SimpleUploadedFile:
    """A file that says it is a PDF."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")
