"""Sending batches in the order of their numbers, and writing down what is answered.

*Claim* takes the next batch for a while, *note* writes down what came of it; between the two, in no
transaction, the other side is spoken to under the batch's number. A kill anywhere leaves a row that
the next run takes up; the number keeps it from being taken twice.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from onevisit.kernel import clock, rows
from onevisit.reporting.adapters.receiver import (
    Answer,
    Gap,
    NotTaken,
    Receiver,
    ReceiverAway,
    receiver,
)
from onevisit.reporting.models import Batch, Entry
from onevisit.reporting.rules.changes import (
    HELD,
    BatchState,
    Outcome,
    after_answer,
    next_question,
    next_try,
)
from onevisit.reporting.services.collecting import BATCHES_AT_ONCE, CASES_AT_ONCE, collect
from onevisit.reporting.services.files import parcel_of

AT_ONCE = 50
UNSAID = "没有说明原因"
"""Stands where the other side refuses without a reason: it is data of theirs, not our words."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reported:
    """How many batches were made, sent and answered in full."""

    made: int = 0
    sent: int = 0
    answered: int = 0

    def __bool__(self) -> bool:
        return bool(self.made or self.sent or self.answered)


def report(*, cases: int = CASES_AT_ONCE, batches: int = BATCHES_AT_ONCE) -> Reported:
    """What is due, in at most so many new batches of so many cases. Safe at any time and from
    several processes; where no receiver is named nothing is made, and what happened waits.
    """
    joined = receiver()
    if joined is None:
        return Reported()
    return Reported(collect(cases, batches), send_due(joined), ask_due(joined))


def send_due(joined: Receiver, limit: int = AT_ONCE) -> int:
    """Send what is due, in order; the first that is not taken stops those after it."""
    sent = 0
    while sent < limit and (batch := _claim()) is not None:
        if not _send(joined, batch):
            break
        sent += 1
    return sent


def _claim() -> Batch | None:
    """The first batch that was not sent, unless somebody is at it or it is to wait."""
    now = clock.now()
    with transaction.atomic():
        unsent = Batch.objects.select_for_update().filter(state=BatchState.MADE)
        batch = unsent.order_by("number").first()
        held = batch is not None and batch.held_until is not None and batch.held_until > now
        if batch is None or held or (batch.due_at is not None and batch.due_at > now):
            return None
        batch.held_until, batch.tries = now + HELD, batch.tries + 1
        batch.save(update_fields=["held_until", "tries"])
        return batch


def _send(joined: Receiver, batch: Batch) -> bool:
    try:
        joined.deliver(parcel_of(batch))
    except ReceiverAway:
        return _again(batch, "reporting.away")
    except NotTaken as error:
        return _again(batch, str(error) or UNSAID)
    except Gap as error:
        return _from(error.expected, batch)
    with transaction.atomic():
        row = _locked(batch.id)
        if row.state == BatchState.MADE:
            row.state, row.problem, row.held_until = BatchState.SENT, "", None
            row.sent_at, row.due_at = clock.now(), clock.now()
            row.save()
    return True


def _again(batch: Batch, problem: str) -> bool:
    _log.warning("batch %d was not taken", batch.number)
    with transaction.atomic():
        row = _locked(batch.id)
        if row.state == BatchState.MADE:
            row.due_at, row.held_until = next_try(row.tries, clock.now()), None
            row.problem = problem[:200]
            row.save(update_fields=["due_at", "held_until", "problem"])
    return False


def _from(expected: int, batch: Batch) -> bool:
    """They miss one that we took for sent: it goes again, and those after it. Where they wait for
    one that was never made, people have to look.
    """
    missing = Batch.objects.filter(number__gte=expected, number__lt=batch.number)
    with transaction.atomic():
        again = missing.filter(state=BatchState.SENT)
        found = again.update(state=BatchState.MADE, sent_at=None, due_at=clock.now())
    if not found:
        return _again(batch, f"reporting.gap:{expected}")
    _again(batch, "")
    Batch.objects.filter(id=batch.id).update(due_at=clock.now())
    return True


def ask_due(joined: Receiver, limit: int = AT_ONCE) -> int:
    """Ask for answers that are due; returns how many batches were answered in full."""
    sent = Batch.objects.filter(state=BatchState.SENT, due_at__lte=clock.now())
    answered = 0
    for batch in sent.order_by("number")[:limit]:
        try:
            answers = joined.answers(batch.number)
        except ReceiverAway:
            _log.warning("the receiver of reports does not answer")
            break
        answered += note_answers(batch_id=batch.id, answers=answers)
    return answered


def note_answers(*, batch_id: UUID, answers: Sequence[Answer]) -> bool:
    """Write down what was answered to rows of a batch; said again it changes nothing. True when
    the last row of it was answered.
    """
    told = {each.row_guid: each for each in answers}
    with transaction.atomic():
        batch = _locked(batch_id)
        if batch.state != BatchState.SENT:
            return False
        waiting = list(batch.entries.filter(outcome="").select_related("row"))
        for entry in waiting:
            if entry.row.row_guid in told:
                _note(entry, told[entry.row.row_guid])
        batch.refused = batch.entries.filter(outcome=Outcome.REFUSED).count()
        over = all(entry.outcome for entry in waiting)
        now = clock.now()
        if over:
            batch.state, batch.answered_at, batch.due_at = BatchState.ANSWERED, now, None
        else:
            batch.due_at = next_question(batch.asked, now)
            batch.asked += 1
        batch.save()
        return over


def _note(entry: Entry, answer: Answer) -> None:
    outcome = Outcome.ACCEPTED if answer.accepted else Outcome.REFUSED
    entry.outcome = outcome
    entry.reason = "" if answer.accepted else (answer.reason or UNSAID)[:200]
    rows.update(entry, ("outcome", "reason"))
    row = entry.row
    row.held, row.refused = after_answer(entry.digest, outcome, row.held, row.refused)
    rows.update(row, ("held", "refused"))


def _locked(batch_id: UUID) -> Batch:
    return Batch.objects.select_for_update().get(id=batch_id)
