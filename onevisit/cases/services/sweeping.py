"""The sweep over the limits: what the law attaches to silence happens once, however late."""

import logging
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from onevisit.accounts.rules import SYSTEM
from onevisit.cases.models import Application, Case, Notice
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.cases.services.forgetting import forget_addresses
from onevisit.cases.services.holding import Held, hold_cases
from onevisit.cases.services.lapsing import deem_accepted, is_silent, return_case
from onevisit.cases.services.mending import return_unmended
from onevisit.cases.services.notices import answer_without_gaps, send_if_ready
from onevisit.cases.services.recounting import recount_limits
from onevisit.cases.services.reminding import near_until, remind, show_cards
from onevisit.kernel import clock
from onevisit.kernel.alone import alone
from onevisit.kernel.queries import load_calendar

BATCH = 200
"""Applications looked up at a time; each is handled in a transaction of its own."""

_log = logging.getLogger(__name__)

_DUE = """
SELECT application_id FROM cases_case WHERE lapses_on < %(today)s
UNION SELECT application_id FROM cases_case WHERE lapses_on BETWEEN %(today)s AND %(near)s
    AND state <> 'submitted' AND NOT EXISTS (SELECT FROM cases_reminder
        WHERE case_id = cases_case.id AND due_on = lapses_on)
UNION SELECT application_id FROM cases_notice WHERE state = 'gathering' AND due_on <= %(today)s
UNION SELECT application_id FROM cases_obligation o JOIN cases_case c ON c.id = o.case_id
    WHERE o.ended_at IS NULL AND o.due_on <= %(near)s AND (
        o.state = 'open' AND o.due_on < %(today)s AND NOT EXISTS (SELECT FROM cases_redcard
            WHERE case_id = o.case_id AND kind = 'not_checked')
        OR o.state IN ('open', 'ordered') AND o.due_on >= %(today)s AND NOT EXISTS (
            SELECT FROM cases_reminder WHERE case_id = o.case_id AND due_on = o.due_on
            AND kind = CASE o.state WHEN 'open' THEN 'check' ELSE 'put_right' END))
UNION SELECT application_id FROM cases_drawingreview r JOIN cases_case c ON c.id = r.case_id
    WHERE r.state = 'mending' AND r.due_on <= %(near)s AND c.paused
        AND c.decided_at IS NULL AND c.ended_at IS NULL
        AND EXISTS (SELECT FROM cases_caseevent WHERE case_id = c.id AND action = 'mend_asked')
        AND (r.due_on < %(today)s OR NOT EXISTS (
            SELECT FROM cases_reminder WHERE case_id = c.id AND due_on = r.due_on
            AND kind = CASE r.due_on WHEN %(today)s THEN 'mending_day' ELSE 'mending' END))
EXCEPT SELECT unnest(%(seen)s::uuid[]) LIMIT %(batch)s
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did, in cases (`sent`: in notices; `failed`: applications left for the next;
    `reminded`: in limits; `cards`: red ones for commitments nobody checked).
    """

    deemed: int = 0
    returned: int = 0
    sent: int = 0
    failed: int = 0
    reminded: int = 0
    cards: int = 0

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(
            self.deemed + other.deemed,
            self.returned + other.returned,
            self.sent + other.sent,
            self.failed + other.failed,
            self.reminded + other.reminded,
            self.cards + other.cards,
        )


def sweep() -> Swept:
    """Do what is due by now: send notices on their last day, deem accepted what was passed over in
    silence, return what was not supplied, remind of limits that are near.

    Limits that a notice of working days has moved are counted anew first: nothing happens by a day
    that no longer holds. Addresses that nobody needs any more are deleted. Safe at any time and
    from several processes: who comes second finds nothing to do. Stopped for days and started
    again it does each thing once, dated as the law dates it.
    """
    recount_limits()
    total = Swept()
    with alone("sweeping of cases") as mine:
        seen: list[UUID] = []
        today = clock.today()
        near = near_until(load_calendar(), today) or today
        while mine and (found := _due(today, near, seen)):
            seen += found
            for application_id in found:
                total += _safely(application_id)
        if mine:
            forget_addresses()
    return total


def _due(today: date, near: date, seen: list[UUID]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"today": today, "near": near, "seen": seen, "batch": BATCH})
        return [row[0] for row in cursor.fetchall()]


def _safely(application_id: UUID) -> Swept:
    """One that fails is left as it was and does not keep the others from being done."""
    try:
        return sweep_application(application_id)
    except Exception:
        _log.exception("the limits of application %s were not swept", application_id)
        return Swept(failed=1)


def sweep_application(application_id: UUID) -> Swept:
    """What is due in one application. Cases first: what was told too late was not told."""
    with transaction.atomic():
        rows = Application.objects.select_for_update().filter(id=application_id)
        application = next(iter(rows), None)
        if application is None:
            return Swept()
        held = hold_cases(application, SYSTEM)
        deemed = [case for case in held.cases if is_silent(held, case)]
        returned = [case for case in held.cases if _is_overdue(held, case)]
        for case in deemed:
            deem_accepted(held, case)
        for case in deemed:
            answer_without_gaps(held, case)
        for case in returned:
            return_case(held, case)
        unmended = return_unmended(held)
        sent = _send(held)
        reminded, cards = remind(held), show_cards(held)
        held.write()
        gone = len(returned) + unmended
        return Swept(len(deemed), gone, int(sent), reminded=reminded, cards=cards)


def _is_overdue(held: Held, case: Case) -> bool:
    lapsed = case.lapses_on is not None and held.today > case.lapses_on
    return lapsed and case.state != CaseState.SUBMITTED


def _send(held: Held) -> bool:
    if not held.application.gathering:
        return False
    return send_if_ready(held, Notice.objects.get(application=held.application, state="gathering"))
