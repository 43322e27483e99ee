"""复议、诉讼的结果: recorded by the office that decided; where it was so ordered the case is
decided again as a successor in the same application, with all that was handed in and proven.
"""

from uuid import UUID

from django.db import connection, transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.cases import errors
from onevisit.cases.access import scope_of
from onevisit.cases.models import Case, CaseMaterial, Result
from onevisit.cases.rules.charging import Fee
from onevisit.cases.rules.events import CaseGrew
from onevisit.cases.rules.lifecycle import Action, ApplicationState, CaseState
from onevisit.cases.rules.numbers import number_of_case
from onevisit.cases.rules.rulings import ACTIONS, Ruling, RulingDraft
from onevisit.cases.services.holding import Held, hold
from onevisit.cases.services.writing import write_reason
from onevisit.kernel import events, rows

_NEXT = """
INSERT INTO cases_numberseries (series, last) VALUES (%s, 1)
ON CONFLICT (series) DO UPDATE SET last = cases_numberseries.last + 1 RETURNING last
"""


def record_ruling(
    *, case_id: UUID, ruling: RulingDraft, words: str, actor: Actor, last_seq: int | None = None
) -> UUID | None:
    """Record what was ruled on the end of a case, and what the office does about it, which the
    applicant reads. Returns the id of the case that is decided again, if it is.

    A decision that fell takes its result with it. Raises NotFound `cases.no_such_case`; Refused
    `accounts.not_permitted`; Conflict `cases.not_possible_now`, `cases.moved_on`; Invalid
    `cases.reason_needed`, `cases.text_too_long` and what `RulingDraft.checked` raises.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_DECIDE, scope_of(case))
        if last_seq is not None and last_seq != case.last_seq:
            raise errors.moved_on(case.events.order_by("-seq")[0].actor_name)
        checked = ruling.checked(held.today)
        again = _successor(held, case, checked) if checked.ruling is Ruling.AGAIN else None
        facts = checked.facts | ({"successor": again.number} if again else {})
        held.move(case, ACTIONS[checked.ruling], facts=facts)
        write_reason(held, case, words)
        if case.state == CaseState.OVERTURNED:
            Result.objects.filter(case=case, revoked_at=None).update(revoked_at=held.at)
        if again is not None:
            _begin(held, case, again, checked)
        held.write()
        events.publish(CaseGrew(case.id, held.at))
        return again.id if again else None


def _successor(held: Held, case: Case, ruling: RulingDraft) -> Case:
    """The case that is decided in the place of another; what was paid is not paid again."""
    item_code = held.offer.pins[case.part].item_code
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [f"{item_code}:{held.today:%Y%m%d}"])
        (last,) = cursor.fetchone() or (1,)
    return Case(
        number=number_of_case(item_code, held.today, last),
        application=held.application,
        part=case.part,
        name=case.name,
        item_version_id=case.item_version_id,
        department_id=case.department_id,
        region_id=case.region_id,
        promise_days=case.promise_days,
        ordered_days=ruling.days,
        follows=case,
        fee=case.fee if case.fee == Fee.SETTLED else "",
    )


def _begin(held: Held, case: Case, again: Case, ruling: RulingDraft) -> None:
    """It is accepted with the ruling; its application runs again, promised until its last day."""
    application = held.application
    held.cases.append(again)
    held.move(again, Action.REDO, facts=ruling.facts | {"follows": case.number})
    rows.insert([again])
    rows.insert(_materials(case, again))
    application.state, application.ended_at = ApplicationState.SUBMITTED, None
    application.promised_on, application.promise_provisional = (
        again.promised_due,
        again.provisional,
    )
    rows.update(application, ("state", "ended_at", "promised_on", "promise_provisional"))


def _materials(case: Case, again: Case) -> list[CaseMaterial]:
    """What was required and stays proven; a doubt is looked at anew."""
    return [
        CaseMaterial(
            case=again,
            material=row.material,
            name=row.name,
            how=row.how,
            **_verdict(row),
        )
        for row in CaseMaterial.objects.filter(case=case).order_by("id")
    ]


def _verdict(row: CaseMaterial) -> dict[str, object]:
    if row.verdict != "ok":
        return {}
    said = ("verdict", "verdict_by", "verdict_by_name", "verdict_at")
    return {name: getattr(row, name) for name in said}
