"""The lines of life, and one event on them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.rules.life import BY_SLUG, LINES, LifeEvent, Line
from onevisit.guidance.web import life_words
from onevisit.guidance.web.browse_page import search_url
from onevisit.guidance.web.cards import Card, cards_by_thing
from onevisit.kernel.errors import NotFound

MOST_ITEMS = 60
_OF_PERMITS = ("venture", "founding", "opening")


@dataclass(frozen=True)
class Stop:
    """One event as it is drawn on its line; `count` 0 = nothing can be found there yet."""

    name: str
    about: str
    url: str
    count: int
    current: bool = False


@dataclass(frozen=True)
class DrawnLine:
    """A whole life."""

    name: str
    about: str
    stops: list[Stop]


@dataclass(frozen=True)
class LifePage:
    """Both lines."""

    lines: list[DrawnLine]
    trail: list[tuple[str, str]]


@dataclass(frozen=True)
class EventPage:
    """One event: where it stands on its line, what is done in one go, what is done alone.

    `more` is the search for the rest when not every item is shown; `asks_permits`: people here also
    ask which permits they need.
    """

    stop: Stop
    line: DrawnLine
    bundles: list[Card]
    items: list[Card]
    more: str
    asks_permits: bool
    trail: list[tuple[str, str]]


def life_page() -> LifePage:
    """Every event of both lines with how much there is."""
    counts = catalogue.event_counts([each.name for each in BY_SLUG.values()])
    return LifePage([_drawn(line, counts) for line in LINES], [(_("人生大事"), "")])


def event_page(slug: str) -> EventPage:
    """Raises NotFound `guidance.no_such_life_event`."""
    event = BY_SLUG.get(slug)
    if event is None:
        raise NotFound("guidance.no_such_life_event", ref=slug[:40])
    counts = catalogue.event_counts([each.name for each in LINES[event.line]])
    packs = catalogue.bundles_of_event(event.name)
    items = catalogue.items_of_event(event.name, limit=MOST_ITEMS + 1)
    shown = cards_by_thing([*packs, *items[:MOST_ITEMS]])
    stop = _stop(event, counts, current=True)
    return EventPage(
        stop=stop,
        line=_drawn(event.line, counts, event),
        bundles=shown[: len(packs)],
        items=shown[len(packs) :],
        more=search_url(life=event.name) if len(items) > MOST_ITEMS else "",
        asks_permits=slug in _OF_PERMITS,
        trail=[(_("人生大事"), reverse("guidance:life")), (stop.name, "")],
    )


def _drawn(line: Line, counts: dict[str, int], here: LifeEvent | None = None) -> DrawnLine:
    words = life_words.LINES[line]
    stops = [_stop(each, counts, current=each is here) for each in LINES[line]]
    return DrawnLine(str(words.name), str(words.about), stops)


def _stop(event: LifeEvent, counts: dict[str, int], *, current: bool = False) -> Stop:
    words = life_words.EVENTS[event.slug]
    return Stop(
        name=str(words.name),
        about=str(words.about),
        url=reverse("guidance:life-event", args=[event.slug]),
        count=counts.get(event.name, 0),
        current=current,
    )
