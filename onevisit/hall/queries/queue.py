"""Reads of the queue: who waits, whom this clerk has, and the numbers of the day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Avg, Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.hall import errors
from onevisit.hall.models import ACTIVE, Ticket
from onevisit.hall.rules import TicketState, expected_minutes, ticket_number
from onevisit.kernel import clock, masks

_LONGEST_LINE = 60
"""Waiting people that a board lists; more are only counted."""

_LATELY = timedelta(minutes=30)
"""A window where somebody was served so recently counts as one that serves."""


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A ticket as pages show it: `person` masked, `minutes` waited so far (or until called)."""

    id: UUID
    number: str
    state: TicketState
    called_as: str
    wants_code: str
    wants_name: str
    priority: str
    prepared: bool
    person_id: UUID | None
    person: str
    application_id: UUID | None
    clerk_id: UUID | None
    window: str
    for_window: str
    calls: int
    minutes: int
    came_at: datetime
    called_at: datetime | None
    began_at: datetime | None
    ended_at: datetime | None

    @property
    def who(self) -> str:
        """What to call them by, as far as it is known."""
        return self.person or self.called_as

    @property
    def since(self) -> datetime | None:
        """Since when they are at the window."""
        return self.began_at or self.called_at


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The numbers of a day. `served` and `average` (from coming forward to done) are the clerk's;
    `waiting` counts who waits at the service point, `expected` is how long the last of them will
    wait in minutes, `whole` the average from ticket to done of the service point; None: unknown.
    """

    served: int
    average: timedelta | None
    waiting: int
    expected: int | None
    whole: timedelta | None


@dataclass(frozen=True, slots=True)
class Board:
    """What the left column shows."""

    current: TicketLine | None
    waiting: tuple[TicketLine, ...]
    figures: DayFigures


_NO_FIGURES = DayFigures(0, None, 0, None, None)


def board(*, actor: Actor) -> Board:
    """Whom the clerk has, who waits, and the numbers of the day; two queries, none without a
    service point. Those passed on to this window come first, those for another window are not
    listed. Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.HALL_QUEUE)
    if actor.service_point_id is None:
        return Board(None, (), _NO_FIGURES)
    mine = Q(clerk_id=actor.user_id, state__in=ACTIVE)
    free = Q(state=TicketState.WAITING, for_window__in={"", actor.window})
    rows = _today(actor.service_point_id).filter(mine | free).select_related("person")
    first = (F("clerk").asc(nulls_last=True), F("for_window").desc(), "stands_at", "number")
    ordered = rows.order_by(*first)[: _LONGEST_LINE + 1]
    lines = [line_of(row) for row in ordered]
    return Board(
        current=next((line for line in lines if line.state.value in ACTIVE), None),
        waiting=tuple(line for line in lines if line.state is TicketState.WAITING),
        figures=day_figures(actor=actor),
    )


def day_figures(*, actor: Actor) -> DayFigures:
    """The numbers of today, as `DayFigures`; one query."""
    if actor.service_point_id is None:
        return _NO_FIGURES
    own = Q(state=TicketState.DONE, clerk_id=actor.user_id)
    ended = Q(state=TicketState.DONE, ended_at__isnull=False)
    lately = clock.now() - _LATELY
    served = F("ended_at") - Coalesce(F("began_at"), F("called_at"))
    found = _today(actor.service_point_id).aggregate(
        served=Count("id", filter=own),
        average=Avg(served, filter=own),
        waiting=Count("id", filter=Q(state=TicketState.WAITING)),
        each=Avg(served, filter=ended),
        whole=Avg(F("ended_at") - F("came_at"), filter=ended),
        windows=Count("clerk", filter=Q(state__in=ACTIVE) | Q(ended_at__gte=lately), distinct=True),
    )
    each = found["each"].total_seconds() if found["each"] is not None else None
    return DayFigures(
        served=found["served"],
        average=found["average"],
        waiting=found["waiting"],
        expected=expected_minutes(found["waiting"], each, found["windows"]),
        whole=found["whole"],
    )


def current_ticket(*, actor: Actor) -> TicketLine | None:
    """Whom the clerk has at the window now; one query."""
    if actor.service_point_id is None or actor.user_id is None:
        return None
    rows = _today(actor.service_point_id).filter(clerk_id=actor.user_id, state__in=ACTIVE)
    row = rows.select_related("person").first()
    return line_of(row) if row is not None else None


def ticket_for(*, ticket_id: UUID, actor: Actor) -> TicketLine:
    """A ticket of today at the actor's service point; one query.

    Raises NotFound `hall.no_such_ticket`, Refused `accounts.not_permitted`.
    """
    require(actor, Permission.HALL_QUEUE)
    row = None
    if actor.service_point_id is not None:
        rows = _today(actor.service_point_id).select_related("person")
        row = rows.filter(id=ticket_id).first()
    if row is None:
        raise errors.no_such_ticket()
    return line_of(row)


def tickets_today(*, actor: Actor, limit: int = 200) -> tuple[TicketLine, ...]:
    """All tickets of today at the actor's service point: those who wait in the order they stand,
    then those at windows, then the rest, newest first; one query.
    """
    require(actor, Permission.HALL_QUEUE)
    if actor.service_point_id is None:
        return ()
    rows = _today(actor.service_point_id).select_related("person").order_by("-number")[:limit]
    lines = sorted(rows, key=_place)
    return tuple(line_of(row) for row in lines)


def _place(row: Ticket) -> tuple[int, float]:
    if row.state == TicketState.WAITING:
        return 0, row.stands_at.timestamp()
    return (1 if row.state in ACTIVE else 2), -float(row.number)


def _today(service_point_id: UUID, day: date | None = None) -> QuerySet[Ticket]:
    return Ticket.objects.filter(service_point_id=service_point_id, day=day or clock.today())


def line_of(row: Ticket) -> TicketLine:
    """A row with its person at hand."""
    waited = (row.called_at or row.ended_at or clock.now()) - row.came_at
    return TicketLine(
        id=row.id,
        number=ticket_number(row.number),
        state=TicketState(row.state),
        called_as=row.called_as,
        wants_code=row.wants_code,
        wants_name=row.wants_name,
        priority=row.priority,
        prepared=row.prepared,
        person_id=row.person_id,
        person=masks.mask_name(row.person.name) if row.person is not None else "",
        application_id=row.application_id,
        clerk_id=row.clerk_id,
        window=row.window,
        for_window=row.for_window,
        calls=row.calls,
        minutes=int(max(waited, timedelta(0)).total_seconds() // 60),
        came_at=row.came_at,
        called_at=row.called_at,
        began_at=row.began_at,
        ended_at=row.ended_at,
    )
