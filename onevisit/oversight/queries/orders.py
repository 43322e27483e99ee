"""Orders of the supervisor: lists by department, one in full, those about a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from onevisit.accounts.rules import Actor, Scope
from onevisit.kernel import clock
from onevisit.kernel.queries import load_calendar
from onevisit.oversight.access import get_order_for, orders_seen, rights_on
from onevisit.oversight.models import OrderEvent, SupervisedCase, SupervisionOrder
from onevisit.oversight.rules.orders import ENDED, OrderAct, OrderState, OrderStep, steps_open

_ENDED = [str(each) for each in ENDED]
LISTED = 100


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order in a list. `left`: working days until it is to be answered, negative when over."""

    id: UUID
    number: str
    department: str
    state: OrderState
    due: date
    left: int
    red: bool
    cases: int
    issued_by: str
    issued_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class OrderedCase:
    """A case an order is about."""

    case_id: UUID
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class OrderEventLine:
    """What happened to an order: words, what is done about it, the day it names."""

    seq: int
    act: OrderAct
    words: str
    measure: str
    due: date
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order in full. `may` are the steps open to this actor now."""

    line: OrderLine
    source: str
    cases: tuple[OrderedCase, ...]
    events: tuple[OrderEventLine, ...]
    version: int
    may: tuple[OrderStep, ...]


@dataclass(frozen=True, slots=True)
class DepartmentCount:
    """How many orders a department has: waiting for its answer, of those red, waiting for others,
    and ended.
    """

    name: str
    waiting: int
    red: int
    answered: int
    ended: int


def orders(*, actor: Actor, ended: bool = False) -> tuple[OrderLine, ...]:
    """Those in the actor's reach: the red first, then the nearest day; ended ones newest first.

    Raises Refused `accounts.not_permitted`.
    """
    rows = orders_seen(actor).filter(ended_at__isnull=not ended).annotate(n=Count("cases"))
    rows = rows.order_by("-ended_at", "-red", "due_on", "id").select_related("department")
    return tuple(_line(row, row.n) for row in rows[:LISTED])


def orders_by_department(*, actor: Actor) -> tuple[DepartmentCount, ...]:
    """Counts, most waiting first; one query. Raises Refused `accounts.not_permitted`."""
    rows = (
        orders_seen(actor)
        .values("department__short_name")
        .annotate(
            waiting=Count("id", filter=Q(state__in=["open", "returned"])),
            red_ones=Count("id", filter=Q(red=True)),
            answered=Count("id", filter=Q(state__in=["answered", "answered_again", "escalated"])),
            over=Count("id", filter=Q(state__in=_ENDED)),
        )
        .order_by("-red_ones", "-waiting", "department__short_name")
    )
    return tuple(
        DepartmentCount(
            r["department__short_name"], r["waiting"], r["red_ones"], r["answered"], r["over"]
        )
        for r in rows
    )


def order_view(*, order_id: UUID, actor: Actor) -> OrderView:
    """Raises NotFound `oversight.no_such_order`."""
    row = get_order_for(actor, order_id)
    linked = SupervisedCase.objects.filter(order=row).select_related("case").order_by("id")
    found = tuple(OrderedCase(e.case_id, e.case.number, e.case.name) for e in linked)
    happened = tuple(_event(each) for each in row.events.order_by("seq"))
    line = _line(row, len(found))
    doers = rights_on(actor, Scope(row.department_id, row.region_id))
    may = steps_open(line.state, doers, late=line.left < 0)
    return OrderView(line, row.source, found, happened, row.last_seq, may)


def _event(row: OrderEvent) -> OrderEventLine:
    return OrderEventLine(
        row.seq,
        OrderAct(row.act),
        row.told["words"],
        row.told["measure"],
        row.due_on,
        row.actor_name,
        row.at,
    )


def _line(row: SupervisionOrder, cases: int) -> OrderLine:
    today = clock.today()
    left = load_calendar().working_days_between(today, row.due_on)
    return OrderLine(
        row.id,
        row.number,
        row.department.short_name,
        OrderState(row.state),
        row.due_on,
        min(left, -1) if row.due_on < today else left,
        row.red,
        cases,
        row.issued_by_name,
        row.issued_at,
        row.ended_at,
    )


def orders_about(*, case_id: UUID) -> tuple[OrderLine, ...]:
    """The orders about a case that the caller may see, the newest first; for its officers."""
    rows = SupervisionOrder.objects.filter(cases__case=case_id).select_related("department")
    return tuple(_line(row, 0) for row in rows.order_by("-issued_at"))


def supervised_since(*, case_ids: Iterable[UUID]) -> date | None:
    """Since which day some of these cases are supervised; None when none is, any more. All that
    an applicant is told of an order.
    """
    rows = SupervisionOrder.objects.filter(cases__case__in=list(case_ids), ended_at__isnull=True)
    first = rows.order_by("issued_at").values_list("issued_at", flat=True).first()
    return clock.local_date(first) if first else None
