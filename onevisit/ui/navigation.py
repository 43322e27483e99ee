"""Where one can go from every page: rooms register items, templates draw them."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

logger = logging.getLogger(__name__)

Text = str | Promise


class Audience(StrEnum):
    """For whom an item is drawn."""

    EVERYONE = "everyone"
    GUEST = "guest"
    MEMBER = "member"
    PERSON = "person"
    STAFF = "staff"


class Place(StrEnum):
    """Where on the page an item is drawn."""

    MAIN = "main"
    BELL = "bell"
    TABS = "tabs"
    USER = "user"
    FOOTER = "footer"
    STAFF = "staff"


@dataclass(frozen=True)
class NavItem:
    """One link, or with ``method="post"`` one button.

    ``audience``: EVERYONE; GUEST = not signed in; MEMBER = anyone signed in; PERSON = signed in
    and not staff; STAFF. ``order`` sorts within a place. ``query`` is appended after ``?``.
    ``visible`` narrows further (a permission, say) and must be cheap; ``count`` says how much waits
    behind the link, asked once for each page that draws it.
    """

    label: Text
    url_name: str
    audience: Audience = Audience.EVERYONE
    icon: str = ""
    order: int = 100
    place: Place = Place.MAIN
    query: str = ""
    method: str = "get"
    visible: Callable[[HttpRequest], bool] | None = field(default=None, compare=False)
    count: Callable[[HttpRequest], int] | None = field(default=None, compare=False)

    @cached_property
    def url(self) -> str:
        """The address, found once: it stays while the process lives. Raises NoReverseMatch where
        no such page exists.
        """
        return reverse(self.url_name) + (f"?{self.query}" if self.query else "")


@dataclass(frozen=True)
class Link:
    """An item as a template draws it; `count` is what waits behind it."""

    label: Text
    url: str
    icon: str
    method: str
    current: str = ""
    count: int = 0


AudiencesOf = Callable[[HttpRequest], frozenset[Audience]]
NameOf = Callable[[HttpRequest], str]


@dataclass(frozen=True)
class ActingAs:
    """In whose name the visitor works, under which authority, how (where a helper meets them, by
    what right others act), where to stop; `acted` names both as documents do. `over`: the authority
    ended meanwhile.
    """

    name: str
    number: str
    met: Text
    end_url: str
    acted: str = ""
    over: bool = False


ActingOf = Callable[[HttpRequest], ActingAs | None]

_items: list[NavItem] = []


def register(*items: NavItem) -> None:
    """Offer items; the same item twice counts once."""
    _items.extend(item for item in items if item not in _items)
    _items.sort(key=lambda item: (item.place, item.order))


def registered() -> tuple[NavItem, ...]:
    """All items of all rooms, in drawing order."""
    return tuple(_items)


def unresolved() -> list[NavItem]:
    """Items that lead nowhere; a test demands that there are none."""
    return [item for item in registered() if _url(item) is None]


def links(request: HttpRequest, place: Place, current: str = "") -> list[Link]:
    """What this visitor sees at ``place``.

    ``current`` names the url of the section the page belongs to; without it the item with the
    longest matching path is the current one.
    """
    audiences = audiences_of(request)
    drawn = []
    for item in _items:
        url = _url(item) if item.place == place and item.audience in audiences else None
        if url is not None and (item.visible is None or item.visible(request)):
            drawn.append((item, url))
    here = _current(request, drawn, current)
    return [
        Link(
            item.label,
            url,
            item.icon,
            item.method,
            _mark(request, url) if item is here else "",
            item.count(request) if item.count is not None else 0,
        )
        for item, url in drawn
    ]


def _url(item: NavItem) -> str | None:
    try:
        return item.url
    except NoReverseMatch:
        logger.error("navigation item %r leads nowhere", item.url_name)
        return None


def _mark(request: HttpRequest, url: str) -> str:
    return "page" if url in (request.path, request.get_full_path()) else "true"


def _current(
    request: HttpRequest, drawn: Iterable[tuple[NavItem, str]], current: str
) -> NavItem | None:
    best: tuple[int, NavItem] | None = None
    for item, url in drawn:
        if current and item.url_name == current:
            return item
        score = 0 if current else _match(request, url)
        if score and (best is None or score > best[0]):
            best = (score, item)
    return best[1] if best else None


def _match(request: HttpRequest, url: str) -> int:
    """How well ``url`` fits the page shown: 0 not at all, else longer is better."""
    path, _, query = url.partition("?")
    if query and query not in request.META.get("QUERY_STRING", "").split("&"):
        return 0
    fits = request.path == path or (
        path.endswith("/") and path != "/" and request.path.startswith(path)
    )
    return len(url) if fits else 0


def _audiences_by_user(request: HttpRequest) -> frozenset[Audience]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return frozenset({Audience.EVERYONE, Audience.GUEST})
    kind = Audience.STAFF if getattr(user, "is_staff", False) else Audience.PERSON
    return frozenset({Audience.EVERYONE, Audience.MEMBER, kind})


def _name_by_user(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return str(user) if user is not None and user.is_authenticated else ""


@dataclass
class _Visitors:
    """How to tell visitors apart; the room that knows people replaces both."""

    audiences: AudiencesOf = _audiences_by_user
    name: NameOf = _name_by_user
    acting: ActingOf = lambda _request: None


_visitors = _Visitors()


def audiences_of(request: HttpRequest) -> frozenset[Audience]:
    """The audiences the visitor belongs to."""
    return _visitors.audiences(request)


def name_of(request: HttpRequest) -> str:
    """What the header calls whoever is signed in (masked); empty for a guest."""
    return _visitors.name(request)


def acting_of(request: HttpRequest) -> ActingAs | None:
    """In whose name the visitor works, None for their own."""
    return _visitors.acting(request)


def know_visitors_by(
    *,
    audiences: AudiencesOf | None = None,
    name: NameOf | None = None,
    acting: ActingOf | None = None,
) -> None:
    """The room that knows people says how to tell them apart and what to call them."""
    if audiences is not None:
        _visitors.audiences = audiences
    if name is not None:
        _visitors.name = name
    if acting is not None:
        _visitors.acting = acting
