"""What can happen to an order of the supervisor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction

from onevisit.accounts.rules import SYSTEM, Actor, Permission, Scope, require
from onevisit.audit import services as audit
from onevisit.cases import queries as cases
from onevisit.kernel import clock
from onevisit.kernel.alone import alone, in_turn
from onevisit.kernel.queries import load_calendar
from onevisit.oversight import errors
from onevisit.oversight.access import ORDER_RIGHTS, get_order_for
from onevisit.oversight.models import OrderEvent, SupervisedCase, SupervisionOrder
from onevisit.oversight.rules.orders import (
    ENDED,
    LONGEST_DAYS,
    WAITING,
    OrderAct,
    OrderRule,
    OrderState,
    OrderStep,
    Source,
    nudge,
    rule_on,
    step_of,
)
from onevisit.oversight.services.telling import tell_order

_LONGEST = 2000
_MOST = 50


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What is asked: cases of one department by their numbers, the question, and in how many
    working days (None: as the rule in force says).
    """

    numbers: tuple[str, ...]
    question: str
    source: Source = Source.HAND
    days: int | None = None


def order_rule(day: date) -> OrderRule:
    """The dated rule of `settings.SUPERVISION_ORDERS` in force on a day."""
    rules = (
        OrderRule(date.fromisoformat(since), days, remind)
        for since, days, remind in settings.SUPERVISION_ORDERS
    )
    return rule_on(rules, day)


def issue_order(draft: OrderDraft, *, actor: Actor) -> UUID:
    """Order the department of these cases to answer a question.

    Raises Refused `accounts.not_permitted`; Invalid `oversight.order_cases` (none, too many, of
    several departments, or not seen by the actor), `oversight.order_words`, `oversight.order_days`.
    """
    require(actor, Permission.ORDERS_ISSUE)
    if actor.user_id is None:
        raise ValueError("an order is issued by somebody")
    found = cases.supervisable(numbers=draft.numbers[: _MOST + 1], actor=actor)
    if not found or len(found) != len(set(draft.numbers)) or len(found) > _MOST:
        raise errors.order_cases()
    department, region = found[0].department_id, found[0].region
    if any(each.department_id != department for each in found):
        raise errors.order_cases()
    require(actor, Permission.ORDERS_ISSUE, Scope(department, region))
    question, today = _words(draft.question), clock.today()
    due = _due(draft.days, today)
    with transaction.atomic():
        order = SupervisionOrder(
            number=_next_number(today),
            department_id=department,
            region_id=region,
            source=draft.source,
            due_on=due,
            issued_by=actor.user_id,
            issued_by_name=actor.name,
            issued_at=clock.now(),
        )
        order.save(force_insert=True)
        SupervisedCase.objects.bulk_create(
            SupervisedCase(order=order, case_id=each.case_id) for each in found
        )
        _write(order, OrderAct.ISSUE, actor, question, "")
        _record(order, OrderAct.ISSUE, actor)
        tell_order(order, OrderAct.ISSUE)
    return order.id


def act_on_order(
    *,
    order_id: UUID,
    act: OrderAct,
    actor: Actor,
    words: str = "",
    measure: str = "",
    days: int | None = None,
    last_seq: int | None = None,
) -> None:
    """Answer, accept, send back, escalate, decide or withdraw.

    Raises NotFound `oversight.no_such_order`; Refused `accounts.not_permitted`; Conflict
    `oversight.order_not_possible`, `oversight.order_moved_on`, `oversight.order_runs`; Invalid
    `oversight.order_words`, `oversight.order_days`.
    """
    with transaction.atomic():
        get_order_for(actor, order_id)
        order = SupervisionOrder.objects.select_for_update().get(id=order_id)
        step = step_of(OrderState(order.state), act)
        require(actor, ORDER_RIGHTS[step.doer], Scope(order.department_id, order.region_id))
        if last_seq is not None and last_seq != order.last_seq:
            raise errors.order_moved_on()
        today = clock.today()
        if step.overdue and today <= order.due_on:
            raise errors.order_runs(order.due_on)
        said = _words(words) if act is not OrderAct.ACCEPT else words.strip()[:_LONGEST]
        done = _words(measure) if step.measure else ""
        _step_on(order, step, days, today)
        _write(order, act, actor, said, done)
        _record(order, act, actor)
        tell_order(order, act)


def _step_on(order: SupervisionOrder, step: OrderStep, days: int | None, today: date) -> None:
    order.state, order.last_seq, order.red = step.after.value, order.last_seq + 1, False
    if step.names_day:
        order.due_on = _due(days, today)
    if step.after in ENDED:
        order.ended_at = clock.now()
    order.save(update_fields=["state", "last_seq", "red", "due_on", "ended_at"])


def _due(days: int | None, today: date) -> date:
    wanted = order_rule(today).days if days is None else days
    if not 1 <= wanted <= LONGEST_DAYS:
        raise errors.order_days(LONGEST_DAYS)
    return load_calendar().add_working_days(today, wanted).day


def _words(text: str) -> str:
    text = text.strip()
    if not text or len(text) > _LONGEST:
        raise errors.order_words(_LONGEST)
    return text


def _next_number(today: date) -> str:
    """`督〔2026〕0007号`: the orders of a year are counted, one writer at a time."""
    in_turn("supervision orders")
    known = SupervisionOrder.objects.filter(number__startswith=f"督〔{today.year}〕").count()
    return f"督〔{today.year}〕{known + 1:04}号"


def _write(order: SupervisionOrder, act: OrderAct, actor: Actor, words: str, measure: str) -> None:
    event = OrderEvent(
        order=order,
        seq=order.last_seq,
        act=act,
        after=order.state,
        due_on=order.due_on,
        at=clock.now(),
        actor_id=actor.user_id,
        actor_name="system" if actor.is_system else actor.name,
    )
    event.told = {"words": words, "measure": measure}
    event.save(force_insert=True)


def _record(order: SupervisionOrder, act: OrderAct, actor: Actor) -> None:
    audit.record(
        action=f"oversight.order_{act}",
        target_type="oversight.order",
        target_id=order.id,
        actor=actor,
        facts={"number": order.number, "after": order.state, "on": order.due_on.isoformat()},
        department_id=order.department_id,
    )


def sweep_orders() -> int:
    """Remind of what is near, turn red what is over, each once; how many were nudged."""
    with alone("nudging of orders") as mine:
        return sum(_nudged(each) for each in _waiting()) if mine else 0


def _waiting() -> Iterable[UUID]:
    today = clock.today()
    near = load_calendar().add_working_days(today, order_rule(today).remind).day
    states = [str(each) for each in WAITING]
    rows = SupervisionOrder.objects.filter(state__in=states, due_on__lte=near, red=False)
    return list(rows.order_by("due_on").values_list("id", flat=True))


def _nudged(order_id: UUID) -> bool:
    with transaction.atomic():
        order = SupervisionOrder.objects.select_for_update().get(id=order_id)
        today = clock.today()
        rule, state = order_rule(today), OrderState(order.state)
        act = nudge(state, order.due_on, today, load_calendar(), rule)
        known = order.events.filter(act=act, due_on=order.due_on)
        if act is None or known.exists():
            return False
        order.last_seq, order.red = order.last_seq + 1, act is OrderAct.RED
        order.save(update_fields=["last_seq", "red"])
        _write(order, act, SYSTEM, "", "")
        _record(order, act, SYSTEM)
        tell_order(order, act)
        return True
