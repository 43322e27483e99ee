"""Telling departments' systems what happened to their cases: each case in its order, each event
once under its key, a system that does not answer left alone for a while.

*Claim* takes what may be told now, *note* writes down what was answered; between the two, in no
transaction, the system is called. A kill anywhere leaves a row that the next run takes up.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from onevisit.cases.queries.reported import told_beside, told_move
from onevisit.kernel import clock, rows
from onevisit.kernel.canonical import canonical_json
from onevisit.kernel.signing import sign
from onevisit.reporting.adapters.calling import BadAddress, NoAnswer, post, target_of
from onevisit.reporting.models import Call, Subscription
from onevisit.reporting.queries.feed import beside_of
from onevisit.reporting.rules.calls import HELD, CallState, next_try, rest_until

PREFIX = "X-OneVisit"
AT_ONCE = 50
_NEXT = """
SELECT c.id FROM reporting_call c
WHERE c.subscription_id = %s AND c.state = 'waiting' AND c.due_at <= %s
AND (c.held_until IS NULL OR c.held_until <= %s)
AND NOT EXISTS (
    SELECT 1 FROM reporting_call e WHERE e.subscription_id = c.subscription_id
    AND e.case_id = c.case_id AND e.seq < c.seq AND e.state IN ('waiting', 'dead'))
ORDER BY c.due_at, c.id LIMIT 1 FOR UPDATE OF c SKIP LOCKED
"""


def tell() -> int:
    """Tell what is due; returns how much was told. Safe at any time and from several processes."""
    now = clock.now()
    awake = Q(resting_until__isnull=True) | Q(resting_until__lte=now)
    open_ones = Subscription.objects.filter(awake, paused_at=None, ended_at=None)
    waiting = open_ones.filter(calls__state=CallState.WAITING, calls__due_at__lte=now).distinct()
    return sum(_tell(each) for each in waiting.order_by("id"))


def _tell(subscription: Subscription, limit: int = AT_ONCE) -> int:
    """One system, until nothing is due or it does not answer."""
    told = 0
    while told < limit and (call := _claim(subscription.id)) is not None:
        if not _call(subscription, call):
            break
        told += 1
    return told


def _claim(subscription_id: UUID) -> Call | None:
    """The next event that may be told: none before it in its case waits or is dead."""
    now = clock.now()
    with transaction.atomic():
        ids = rows.column(_NEXT, [subscription_id, now, now])
        if not ids:
            return None
        Call.objects.filter(id=ids[0]).update(held_until=now + HELD, tries=F("tries") + 1)
        return Call.objects.get(id=ids[0])


def _call(subscription: Subscription, call: Call) -> bool:
    """Whether it was heard."""
    body = canonical_json(body_of(call))
    signed = sign(body, subscription.secret, at=clock.now(), prefix=PREFIX)
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(call.id), **signed}
    try:
        status = post(target_of(subscription.address), body, headers)
    except (BadAddress, NoAnswer) as error:
        return _failed(call, None, error.code)
    if 200 <= status < 300:
        return _heard(call, status)
    return _failed(call, status, "reporting.not_heard")


def body_of(call: Call) -> dict[str, Any]:
    """What is told of an event: what happened to which case, and nobody's name. What concerns
    drawings that are reviewed along names the review too.
    """
    move = told_beside([beside_of(call)])[0] if call.news else told_move(call.case_id, call.seq)
    return {
        "key": str(call.id),
        "case": move.number,
        "application": move.application_number,
        "item": move.item_code,
        "department": move.department,
        "region": move.region,
        "seq": move.seq,
        "action": move.action,
        "before": move.before,
        "after": move.after,
        "at": move.at.isoformat(),
        "limit_on": move.limit_on.isoformat() if move.limit_on else None,
        **({"review": str(move.review)} if move.review else {}),
    }


def _heard(call: Call, status: int) -> bool:
    now = clock.now()
    with transaction.atomic():
        row = Call.objects.select_for_update().get(id=call.id)
        if row.state == CallState.WAITING:
            row.state, row.told_at, row.held_until = CallState.TOLD, now, None
            row.status, row.problem = status, ""
            row.save()
        well = Subscription.objects.filter(id=call.subscription_id, failures__gt=0)
        well.update(failures=0, resting_until=None)
    return True


def _failed(call: Call, status: int | None, problem: str) -> bool:
    now = clock.now()
    with transaction.atomic():
        row = Call.objects.select_for_update().get(id=call.id)
        if row.state == CallState.WAITING:
            again = next_try(row.tries, now)
            row.state = CallState.DEAD if again is None else CallState.WAITING
            row.due_at, row.held_until = again or now, None
            row.status, row.problem = status, problem
            row.save()
        _rest(call.subscription_id, now)
    return False


def _rest(subscription_id: UUID, now: datetime) -> None:
    held = Subscription.objects.select_for_update().get(id=subscription_id)
    held.failures += 1
    held.resting_until = rest_until(held.failures, now)
    rows.update(held, ("failures", "resting_until"))
