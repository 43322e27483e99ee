"""Systems that hear of cases, how far behind each is, and what it was told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.directory import queries as directory
from onevisit.kernel import clock
from onevisit.reporting import errors
from onevisit.reporting.models import Call, Subscription
from onevisit.reporting.rules.calls import CallState

SIZE = 50


@dataclass(frozen=True, slots=True)
class HookLine:
    """A system: what waits since when, what is dead, when it was told something last."""

    id: UUID
    department: str
    address: str
    made_at: datetime
    made_by: str
    waiting: int
    since: datetime | None
    dead: int
    told_at: datetime | None
    resting_until: datetime | None
    paused_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class CallLine:
    """One event told, or to be told. `status` is what was answered, None for no answer;
    `drawings`: of a review the department takes part in.
    """

    id: UUID
    case_number: str
    seq: int
    drawings: bool
    state: CallState
    tries: int
    status: int | None
    problem: str
    made_at: datetime
    told_at: datetime | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class HookView:
    """One system with what is dead, what waits and what it was told last."""

    line: HookLine
    dead: tuple[CallLine, ...]
    waiting: tuple[CallLine, ...]
    told: tuple[CallLine, ...]


def hooks(actor: Actor) -> tuple[HookLine, ...]:
    """Every system that hears of cases, then those that did; two queries.

    Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.REPORTING_KEEP)
    return _lines(Subscription.objects.values_list("id", flat=True))


def hook_view(*, subscription_id: UUID, actor: Actor) -> HookView:
    """One of them; five queries. Raises Refused `accounts.not_permitted`, NotFound
    `reporting.no_such_subscription`.
    """
    require(actor, Permission.REPORTING_KEEP)
    found = _lines([subscription_id])
    if not found:
        raise errors.no_such_subscription()
    return HookView(
        found[0],
        dead=_calls(subscription_id, CallState.DEAD),
        waiting=_calls(subscription_id, CallState.WAITING),
        told=_calls(subscription_id, CallState.TOLD),
    )


def _lines(ids: Collection[UUID] | QuerySet[Subscription, UUID]) -> tuple[HookLine, ...]:
    waiting, dead = Q(calls__state=CallState.WAITING), Q(calls__state=CallState.DEAD)
    rows = Subscription.objects.filter(id__in=ids).annotate(
        waiting=Count("calls", filter=waiting),
        since=Min("calls__made_at", filter=waiting | dead),
        dead=Count("calls", filter=dead),
        told=Max("calls__told_at"),
    )
    held = list(rows.order_by("ended_at", "department__code", "id"))
    names = directory.department_names({row.department_id for row in held})
    now = clock.now()
    return tuple(
        HookLine(
            id=row.id,
            department=names[row.department_id],
            address=row.address,
            made_at=row.made_at,
            made_by=row.made_by_name,
            waiting=row.waiting,
            since=row.since,
            dead=row.dead,
            told_at=row.told,
            resting_until=row.resting_until if (row.resting_until or now) > now else None,
            paused_at=row.paused_at,
            ended_at=row.ended_at,
        )
        for row in held
    )


def _calls(subscription_id: UUID, state: CallState) -> tuple[CallLine, ...]:
    rows = Call.objects.filter(subscription_id=subscription_id, state=state)
    order = ("-told_at", "-id") if state is CallState.TOLD else ("made_at", "id")
    return tuple(
        CallLine(
            id=row.id,
            case_number=row.case.number,
            seq=row.seq,
            drawings=row.news != "",
            state=CallState(row.state),
            tries=row.tries,
            status=row.status,
            problem=row.problem,
            made_at=row.made_at,
            told_at=row.told_at,
            next_at=row.due_at if row.state == CallState.WAITING else None,
        )
        for row in rows.select_related("case").order_by(*order)[:SIZE]
    )
