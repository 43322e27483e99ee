"""Joining, pausing and ending a department's system, and telling it again what it was told."""

import secrets
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit import services as audit
from onevisit.directory import queries as directory
from onevisit.kernel import clock, rows
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.kernel.types import JsonObject
from onevisit.reporting import errors
from onevisit.reporting.adapters.calling import BadAddress, NoAnswer, target_of
from onevisit.reporting.models import Call, Subscription
from onevisit.reporting.rules.calls import CallState, require_dead

MOST_AGAIN = 10_000
_TARGET = "reporting.subscription"


def subscribe(
    *, department_id: UUID | None, address: str, actor: Actor, secret: str = ""
) -> tuple[UUID, str]:
    """A department's system that hears of every event of its cases from now on; its id, and the
    secret its calls are signed with (made here unless one is given), which is shown this once.

    Raises Refused `accounts.not_permitted`, Invalid `reporting.no_department`,
    `reporting.bad_address`, `reporting.address_private`, `reporting.address_plain`,
    `reporting.name_unknown`, Conflict `reporting.joined_already`.
    """
    require(actor, Permission.REPORTING_KEEP)
    if department_id not in {each.id for each in directory.departments()}:
        raise errors.no_department()
    _look_at(address)
    secret = secret or secrets.token_urlsafe(32)
    row = Subscription(
        department_id=department_id,
        address=address,
        made_at=clock.now(),
        made_by_name=actor.name,
    )
    row.secret = secret
    with transaction.atomic():
        if not rows.insert_unless_there(row):
            raise errors.joined_already()
        _record("subscribe", row, actor, {})
    return row.id, secret


def _look_at(address: str) -> None:
    try:
        target_of(address)
    except (BadAddress, NoAnswer) as error:
        raise Invalid(error.code, field="address") from None


def pause(*, subscription_id: UUID, actor: Actor) -> None:
    """Nothing is told until it is resumed; what happens is kept. Raises Refused
    `accounts.not_permitted`, NotFound `reporting.no_such_subscription`.
    """
    with transaction.atomic():
        row = _held(subscription_id, actor)
        row.paused_at = row.paused_at or clock.now()
        rows.update(row, ("paused_at",))
        _record("pause", row, actor, {})


def resume(*, subscription_id: UUID, actor: Actor) -> None:
    """What waits is told at once, each case in its order. Raises as `pause`."""
    with transaction.atomic():
        row = _held(subscription_id, actor)
        row.paused_at, row.resting_until, row.failures = None, None, 0
        rows.update(row, ("paused_at", "resting_until", "failures"))
        waiting = row.calls.filter(state=CallState.WAITING)
        waiting.update(due_at=clock.now())
        _record("resume", row, actor, {})


def end(*, subscription_id: UUID, actor: Actor) -> None:
    """It is told nothing any more, for good. Raises as `pause`."""
    with transaction.atomic():
        row = _held(subscription_id, actor)
        row.ended_at = clock.now()
        rows.update(row, ("ended_at",))
        left = row.calls.filter(state__in=[CallState.WAITING, CallState.DEAD])
        _record("unsubscribe", row, actor, {"left": left.update(state=CallState.PASSED)})


def call_again(*, call_id: UUID, actor: Actor) -> None:
    """A dead call is made again from the start, under its key; what waits behind it follows.

    Raises Refused `accounts.not_permitted`, NotFound `reporting.no_such_call`, Conflict
    `reporting.not_dead`.
    """
    _answer_dead(call_id, actor, "call_again", CallState.WAITING)


def let_go(*, call_id: UUID, actor: Actor) -> None:
    """A dead call is never made; what waits behind it goes on. Raises as `call_again`."""
    _answer_dead(call_id, actor, "let_go", CallState.PASSED)


def _answer_dead(call_id: UUID, actor: Actor, verb: str, state: CallState) -> None:
    require(actor, Permission.REPORTING_KEEP)
    with transaction.atomic():
        row = Call.objects.select_for_update().filter(id=call_id).first()
        if row is None:
            raise errors.no_such_call()
        require_dead(CallState(row.state))
        row.state, row.tries, row.due_at = state, 0, clock.now()
        rows.update(row, ("state", "tries", "due_at"))
        held = _held(row.subscription_id, actor)
        held.resting_until = None
        rows.update(held, ("resting_until",))
        _record(verb, held, actor, {"seq": row.seq})


def replay(
    *, subscription_id: UUID, actor: Actor, case_number: str = "", since: date | None = None
) -> int:
    """Tell again what was told of one case, or of all since a day, in order and under the same
    keys; returns how much.

    Raises as `pause`; Invalid `reporting.nothing_named`, Conflict `reporting.nothing_to_replay`,
    `reporting.too_much_to_replay`.
    """
    if not case_number and since is None:
        raise errors.nothing_named()
    with transaction.atomic():
        row = _held(subscription_id, actor)
        told = row.calls.filter(state=CallState.TOLD)
        if case_number:
            told = told.filter(case__number=case_number)
        if since is not None:
            told = told.filter(made_at__gte=datetime.combine(since, time(), clock.SHANGHAI))
        ids = list(told.values_list("id", flat=True)[: MOST_AGAIN + 1])
        if not ids:
            raise errors.nothing_to_replay()
        if len(ids) > MOST_AGAIN:
            raise Conflict("reporting.too_much_to_replay", most=MOST_AGAIN)
        again = Call.objects.filter(id__in=ids)
        again.update(state=CallState.WAITING, tries=0, due_at=clock.now())
        _record("replay", row, actor, {"calls": len(ids)})
    return len(ids)


def _held(subscription_id: UUID, actor: Actor) -> Subscription:
    require(actor, Permission.REPORTING_KEEP)
    open_ones = Subscription.objects.select_for_update().filter(ended_at=None)
    row = open_ones.filter(id=subscription_id).first()
    if row is None:
        raise errors.no_such_subscription()
    return row


def _record(verb: str, row: Subscription, actor: Actor, facts: JsonObject) -> None:
    audit.record(
        action=f"reporting.{verb}",
        target_type=_TARGET,
        target_id=row.id,
        actor=actor,
        department_id=row.department_id,
        facts=facts,
    )
