"""Yellow and red cards: a list by what is looked for, counts by department, one in full."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from onevisit.accounts.rules import Actor
from onevisit.kernel import clock
from onevisit.oversight.access import card_doers, cards_seen, get_card_for
from onevisit.oversight.models import Card, CardEvent
from onevisit.oversight.queries.figures import instants
from onevisit.oversight.queries.lists import instant_key
from onevisit.oversight.rules import Days
from onevisit.oversight.rules.cards import CardAct, CardKind, CardState, CardStep, steps_open


@dataclass(frozen=True, slots=True)
class CardFilter:
    """What of the cards is wanted: shown on these days, of one colour ("" both), one state ("" all)
    and one department (None: all in reach).
    """

    days: Days
    colour: str = ""
    state: str = ""
    department: UUID | None = None
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card in a list. `officer` is "" for a case nobody had claimed."""

    id: UUID
    case_id: UUID
    number: str
    name: str
    department: str
    officer: str
    kind: CardKind
    red: bool
    state: CardState
    due: date
    shown_at: datetime


@dataclass(frozen=True, slots=True)
class CardPage:
    """One page; `after` fetches the next, "" at the end."""

    rows: tuple[CardLine, ...]
    after: str


@dataclass(frozen=True, slots=True)
class CardCount:
    """Cards of a department; `yellow` and `red` without what was withdrawn."""

    department_id: UUID
    name: str
    yellow: int
    red: int
    contested: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class CardEventLine:
    """What happened to a card; `paper`: a file came with it."""

    seq: int
    act: CardAct
    words: str
    who: str
    at: datetime
    paper: bool


@dataclass(frozen=True, slots=True)
class CardView:
    """A card in full. `may` are the steps open to this actor now."""

    line: CardLine
    contest_until: date | None
    events: tuple[CardEventLine, ...]
    version: int
    may: tuple[CardStep, ...]


def cards(*, actor: Actor, wanted: CardFilter) -> CardPage:
    """Those in the actor's reach, the newest first; one query.

    Raises Refused `accounts.not_permitted`, Invalid `oversight.bad_filter`.
    """
    at, last = instant_key(wanted.after)
    found = _wanted(actor, wanted).filter(Q(shown_at__lt=at) | Q(shown_at=at, id__lt=last))
    held = list(
        found.select_related("case", "department", "officer").order_by("-shown_at", "-id")[
            : wanted.limit + 1
        ]
    )
    rows = held[: wanted.limit]
    after = f"{rows[-1].shown_at.isoformat()}_{rows[-1].id}" if len(held) > len(rows) else ""
    return CardPage(tuple(_line(row) for row in rows), after)


def cards_by_department(*, actor: Actor, wanted: CardFilter) -> tuple[CardCount, ...]:
    """Counts of what is wanted, most red first; one query."""
    standing = ~Q(state=CardState.WITHDRAWN)
    rows = (
        _wanted(actor, wanted)
        .values("department_id", "department__short_name")
        .annotate(
            yellow=Count("id", filter=standing & Q(red=False)),
            reds=Count("id", filter=standing & Q(red=True)),
            contested=Count("id", filter=Q(state=CardState.CONTESTED)),
            withdrawn=Count("id", filter=Q(state=CardState.WITHDRAWN)),
        )
        .order_by("-reds", "-yellow", "department__short_name")
    )
    return tuple(
        CardCount(
            r["department_id"],
            r["department__short_name"],
            r["yellow"],
            r["reds"],
            r["contested"],
            r["withdrawn"],
        )
        for r in rows
    )


def _wanted(actor: Actor, wanted: CardFilter) -> QuerySet[Card]:
    begin, end = instants(wanted.days)
    found = cards_seen(actor).filter(shown_at__gte=begin, shown_at__lt=end)
    if wanted.colour:
        found = found.filter(red=wanted.colour == "red")
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.department is not None:
        found = found.filter(department_id=wanted.department)
    return found


def card_view(*, card_id: UUID, actor: Actor) -> CardView:
    """Raises NotFound `oversight.no_such_card`."""
    row = get_card_for(actor, card_id)
    until = row.contest_until
    may = steps_open(
        CardState(row.state),
        card_doers(actor, row),
        red=row.red,
        in_time=until is not None and clock.today() <= until,
    )
    if actor.user_id == row.contested_by:
        may = ()
    events = tuple(_event(each) for each in row.events.order_by("seq"))
    return CardView(_line(row), until, events, row.last_seq, may)


def cards_about(*, case_id: UUID) -> tuple[CardLine, ...]:
    """The cards of a case that the caller may see, the newest first; for its officers."""
    rows = Card.objects.filter(case_id=case_id).select_related("case", "department", "officer")
    return tuple(_line(row) for row in rows.order_by("-shown_at", "-id"))


def _event(row: CardEvent) -> CardEventLine:
    return CardEventLine(
        row.seq,
        CardAct(row.act),
        row.words,
        row.actor_name,
        row.at,
        row.stored_object_id is not None,
    )


def _line(row: Card) -> CardLine:
    return CardLine(
        row.id,
        row.case_id,
        row.case.number,
        row.case.name,
        row.department.short_name,
        row.officer.display_name if row.officer else "",
        CardKind(row.kind),
        row.red,
        CardState(row.state),
        row.due_on,
        row.shown_at,
    )
