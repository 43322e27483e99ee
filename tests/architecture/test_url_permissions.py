"""Every URL, every visitor: who may comes in, who may not is refused the right way.

Whether somebody comes in is decided before a page is drawn, so each page is drawn for the first
guest, person and member of the staff who see it, and each refusal once for every visitor.
"""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.template.backends.django import Template
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from onevisit.accounts.middleware import ActorMiddleware
from onevisit.accounts.rules import Actor
from tests.architecture import world as worlds
from tests.architecture.api_table import API, BODIES
from tests.architecture.url_table import PAGES
from tests.architecture.visitors import PERSONS, Page, Who
from tests.factories import files

REFUSALS = {401, 403, 404, 405}
TABLE = PAGES | API


def url_names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from url_names(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}" if entry.name else f"unnamed: {entry.pattern}"


def test_every_url_is_listed_and_every_row_has_a_url() -> None:
    names = set(url_names(get_resolver()))
    assert sorted(names - TABLE.keys()) == []
    assert sorted(TABLE.keys() - names) == []


def ask(world: worlds.World, who: Who, name: str, page: Page) -> HttpResponse:
    """Ask for the page and undo whatever that did."""
    client = world.client(who)
    url = reverse(name, kwargs=world.args[page.args])
    with transaction.atomic():
        if name in API:
            response = call(world, who, name, url)
        elif page.method == "post":
            response = client.post(url, world.data.get(page.args, {}))
        else:
            response = client.get(url)
        if response.streaming:
            response.getvalue()  # to its end, so that what it reads from is closed
        transaction.set_rollback(True)
    return response  # type: ignore[return-value]


class Rubbish(QueryDict):
    """A query or form in which whatever one asks for is there: no id, no day, and no number though
    a part of each reader may take it for one.
    """

    def __getitem__(self, key: str) -> str:
        return "9" * 20

    def __contains__(self, key: object) -> bool:
        return True

    def get(self, key: str, default: object = None) -> str:  # type: ignore[override]
        """Never the default."""
        return self[key]

    def getlist(self, key: str, default: object = None) -> list[str]:  # type: ignore[override]
        """Two, as a form with two such fields would send them."""
        return [self[key], "²"]


def fault(world: worlds.World, who: Who, name: str, page: Page) -> str:
    """How a page fails when all it reads of query and form is rubbish, or nothing."""
    status = ask(world, who, name, page).status_code
    return f"{name}: fails with {status}" if status >= 500 else ""


def call(world: worlds.World, who: Who, name: str, url: str) -> HttpResponse:
    """Call the API with the visitor's token, and a body where one is needed."""
    headers = {"Idempotency-Key": who.name, **world.token(who)}
    client = world.client(Who.GUEST)
    if name == "api:find":
        return client.post(url, {"verdict": "passed"}, headers=headers)  # type: ignore[return-value]
    if name == "api:attach":
        sent = {"material": "lease", "file": io.BytesIO(files.png(seed=9))}
        return client.post(url, sent, headers=headers)  # type: ignore[return-value]
    return client.generic(  # type: ignore[return-value]
        API[name].method.upper(),
        url,
        json.dumps(
            world.args["to_pack"] if name == "api:pack" else BODIES.get(name, {}), default=str
        ),
        content_type="application/json",
        headers=headers,
    )


def problem(who: Who, page: Page, response: HttpResponse, refusal: int = 403) -> str:
    """What is wrong with the answer, or nothing; `refusal` is what who lacks the right gets."""
    status = response.status_code
    to_login = status in (302, 303) and response.headers["Location"].startswith(
        reverse("accounts:login")
    )
    if status >= 500:
        return f"fails with {status}"
    if who in page.allowed:
        return f"is refused with {status}" if status in REFUSALS or to_login else ""
    if who is Who.GUEST:
        return "" if to_login or status in REFUSALS else f"is let in with {status}"
    expected = 404 if who in page.hidden else refusal
    return "" if status == expected else f"gets {status}, not {expected}"


DRAW = Template.render


def nothing(template: Template, context: Any = None, request: Any = None) -> str:
    """In place of a page; what is drawn without a request goes into a document."""
    return "" if request else str(DRAW(template, context))


def sight(who: Who, name: str, page: Page) -> tuple[str, ...]:
    """What is drawn alike: a page for those who come through one door, refusals for one visitor."""
    if who not in page.allowed:
        return ("refused", who, str(name in API))
    return (name, "guest" if who is Who.GUEST else "person" if who in PERSONS else "staff")


def remembering() -> Callable[[ActorMiddleware, HttpRequest], HttpResponseBase]:
    """Who asks, worked out once for each session: whatever a visit does to it is undone."""
    known: dict[str, Actor] = {}
    ordinary = ActorMiddleware.__call__

    def passing(self: ActorMiddleware, request: HttpRequest) -> HttpResponseBase:
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if session in known:
            request._onevisit_actor = known[session]  # type: ignore[attr-defined]
        response = ordinary(self, request)
        actor = getattr(request, "_onevisit_actor", None)
        if session and actor is not None and not request.session.modified:
            known.setdefault(session, actor)
        return response

    return passing


def never(request: HttpRequest, value: object) -> None:
    """Nobody sets it."""


@pytest.mark.django_db
def test_who_may_comes_in_and_who_may_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    world = worlds.build()
    monkeypatch.setattr(ActorMiddleware, "__call__", remembering())
    found, seen = [], set()
    for name, page in TABLE.items():
        for who in Who:
            refusal = 401 if name in API and not world.token(who) else 403
            with monkeypatch.context() as patched:
                if sight(who, name, page) in seen:
                    patched.setattr(Template, "render", nothing)
                seen.add(sight(who, name, page))
                wrong = problem(who, page, ask(world, who, name, page), refusal)
            if wrong:
                found.append(f"{name}: {who} {wrong}")
    assert found == []
    with monkeypatch.context() as patched:
        patched.setattr(Template, "render", nothing)
        for part in ("GET", "POST"):
            patched.setattr(WSGIRequest, part, property(lambda _: Rubbish(), never))
        asked = ((min(page.allowed), name, page) for name, page in PAGES.items() if page.allowed)
        assert [told for each in asked if (told := fault(world, *each))] == []
