"""The two lines along which people look for things: a person's life and a company's.

The names are those that definitions carry in `life_events`; what stands in another word there
belongs to no stop of the lines and is found by search alone. Slugs are addresses and last.
"""

from dataclasses import dataclass
from enum import StrEnum


class Line(StrEnum):
    """Whose life it is."""

    PERSON = "person"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One stop of a line."""

    slug: str
    name: str
    line: Line


def _line(line: Line, stops: str) -> tuple[LifeEvent, ...]:
    pairs = (stop.split("=") for stop in stops.split())
    return tuple(LifeEvent(slug, name, line) for slug, name in pairs)


PERSON = _line(
    Line.PERSON,
    """
    birth=出生 school=上学 work=工作 venture=创业 family=成家 home=安家 travel=出行 health=就医
    rights=维权 retirement=退休 farewell=身后
    """,
)
COMPANY = _line(
    Line.COMPANY,
    "founding=企业开办 opening=准营 building=投资建设 running=经营 changing=变更 closing=注销",
)
LINES = {Line.PERSON: PERSON, Line.COMPANY: COMPANY}
"""Each line with its stops, in the order of a life."""

BY_SLUG = {event.slug: event for event in (*PERSON, *COMPANY)}
BY_NAME = {event.name: event for event in BY_SLUG.values()}
