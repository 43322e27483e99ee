"""对账: the provider's file of each day is compared with ours, and staff settle what differs."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import SYSTEM, Actor, Permission, require
from onevisit.audit import services as audit
from onevisit.kernel import clock
from onevisit.kernel.money import plain
from onevisit.payments import errors
from onevisit.payments.adapters.provider import ProviderAway, provider
from onevisit.payments.models import Comparison, Difference, Payment, Refund
from onevisit.payments.rules.orders import PaymentState, PayWay, RefundState
from onevisit.payments.rules.reconciling import (
    Direction,
    Entry,
    compare,
    read_file,
    total_of,
)
from onevisit.payments.services.paying import apply
from onevisit.payments.services.refunding import written_reason

DAYS_BACK = 7
"""A day that could not be compared is tried again for a week."""


def compare_days() -> int:
    """Compare every day of the last week that was not yet; how many were compared."""
    joined, today = provider(), clock.today()
    if joined is None:
        return 0
    days = {today - timedelta(days=back) for back in range(1, DAYS_BACK + 1)}
    known = set(Comparison.objects.filter(day__in=days).values_list("day", flat=True))
    done = 0
    for day in sorted(days - known):
        try:
            content = joined.statement(day)
        except ProviderAway:
            break
        compare_file(day=day, content=content)
        done += 1
    return done


def compare_file(*, day: date, content: bytes) -> UUID:
    """Compare one day's file, once. Raises Invalid `payments.bad_statement`."""
    theirs = read_file(content)
    with transaction.atomic():
        row, fresh = Comparison.objects.get_or_create(
            day=day,
            defaults={
                "at": clock.now(),
                "digest": hashlib.sha256(content).hexdigest(),
                "lines": len(theirs),
                "paid": total_of(theirs, Direction.PAY),
                "refunded": total_of(theirs, Direction.REFUND),
            },
        )
        if not fresh:
            return row.id
        found = compare(_ours(day), theirs)
        Difference.objects.bulk_create(
            Difference(
                comparison=row,
                kind=each.kind,
                number=each.number,
                ours=each.ours,
                theirs=each.theirs,
            )
            for each in found
        )
        audit.record(
            action="payments.compare",
            target_type="payments.comparison",
            target_id=row.id,
            actor=SYSTEM,
            facts={"day": day.isoformat(), "lines": len(theirs), "differences": len(found)},
        )
        return row.id


def _ours(day: date) -> Iterator[Entry]:
    start = datetime.combine(day, time.min, clock.SHANGHAI)
    span = (start, start + timedelta(days=1) - timedelta(microseconds=1))
    paid = Payment.objects.filter(
        way=PayWay.ONLINE,
        state__in=[PaymentState.SUCCEEDED, PaymentState.SURPLUS],
        paid_at__range=span,
    )
    for number, amount in paid.order_by("number").values_list("number", "amount"):
        yield Entry(Direction.PAY, number, amount)
    back = Refund.objects.filter(
        state=RefundState.DONE, payment__way=PayWay.ONLINE, done_at__range=span
    )
    for number, amount in back.order_by("number").values_list("number", "amount"):
        yield Entry(Direction.REFUND, number, amount)


def ask_again(*, difference_id: UUID, actor: Actor) -> str:
    """Ask the provider about the payment or refund of a difference, and apply what it says; what
    came of it, as `paying.Answer`.

    Raises NotFound `payments.no_such_difference`, Refused `accounts.not_permitted`, Conflict
    `payments.provider_away`.
    """
    require(actor, Permission.PAYMENTS_RECONCILE)
    row, joined = Difference.objects.filter(id=difference_id).first(), provider()
    if row is None:
        raise errors.no_such_difference()
    if joined is None:
        raise errors.no_provider()
    try:
        answer = apply(joined.payment(row.number))
    except ProviderAway:
        raise errors.provider_away() from None
    _record("payments.ask_again", row, actor, answer=str(answer))
    return answer


def settle_difference(*, difference_id: UUID, words: str, actor: Actor) -> None:
    """Say what was done about a difference.

    Raises NotFound `payments.no_such_difference`, Refused `accounts.not_permitted`, Invalid
    `payments.reason_needed`, Conflict `payments.not_possible_now` when it was settled before.
    """
    require(actor, Permission.PAYMENTS_RECONCILE)
    words = written_reason(words)
    with transaction.atomic():
        row = _difference(difference_id)
        if row.settled_at is not None:
            raise errors.not_possible_now("settled")
        row.settled_at, row.settled_by, row.settled_by_name = clock.now(), actor.user_id, actor.name
        row.words = words
        row.save()
        _record("payments.settle_difference", row, actor)


def _difference(difference_id: UUID) -> Difference:
    row = next(iter(Difference.objects.select_for_update().filter(id=difference_id)), None)
    if row is None:
        raise errors.no_such_difference()
    return row


def _record(action: str, row: Difference, actor: Actor, **facts: str) -> None:
    sums = {"ours": row.ours, "theirs": row.theirs}
    told = {name: plain(value) for name, value in sums.items() if value is not None}
    audit.record(
        action=action,
        target_type="payments.difference",
        target_id=row.id,
        actor=actor,
        facts={"payment": row.number, **told, **facts},
    )
