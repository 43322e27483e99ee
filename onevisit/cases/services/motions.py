"""依职权: what an authority begins about a result it granted: an order to put right, or the hearing
before it is revoked 撤销, recalled 撤回 or struck off 注销.
"""

from datetime import date
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.cases import errors
from onevisit.cases.access import scope_of
from onevisit.cases.errors.motions import motion_not_possible, motion_runs
from onevisit.cases.models import Case, Obligation, Result
from onevisit.cases.rules.events import CaseGrew
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.cases.rules.obligations import BEGINNING, TABLE, Ground
from onevisit.cases.services.commitments import checked_words, write_check
from onevisit.cases.services.holding import hold
from onevisit.kernel import events, rows

_HOLDING = frozenset({CaseState.ISSUED, CaseState.DELIVERED})


def begin_motion(
    *, case_id: UUID, ground: Ground, words: str, limit_on: date, actor: Actor
) -> UUID:
    """Begin about a result that holds; `words` are what was found, `limit_on` until when it is to
    be put right, or until when the holder may speak. Nothing is taken yet. Returns the id by which
    it is followed.

    Raises NotFound `cases.no_such_case`; Refused `accounts.not_permitted`; Conflict
    `cases.motion_not_possible`, `cases.motion_runs`; Invalid `cases.reason_needed`,
    `cases.text_too_long`, `cases.day_needed`.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_DECIDE, scope_of(case))
        result = _result(case)
        known = Obligation.objects.filter(case=case).exclude(ground=Ground.COMMITMENT)
        if known.filter(ended_at=None).exists():
            raise motion_runs()
        said = checked_words(words, needed=True)
        if limit_on <= held.today:
            raise errors.day_needed()
        check = BEGINNING[ground]
        row = Obligation.objects.create(
            case=case,
            material=f"own.{known.count() + 1}",
            name=result.name,
            ground=ground,
            state=next(s.after for s in TABLE.values() if s.check is check),
            due_on=limit_on,
            last_seq=1,
            made_at=case.decided_at or held.at,
        )
        write_check(held, row, check, said, limit_on)
        case.examined = True
        rows.update(case, ("examined",))
        held.note(f"obligation_{check}", case, ground=str(ground), after=row.state)
        held.write()
        events.publish(CaseGrew(case.id, held.at))
        return row.id


def _result(case: Case) -> Result:
    found = Result.objects.filter(case=case, revoked_at=None).first()
    if found is None or case.state not in _HOLDING:
        raise motion_not_possible()
    return found
