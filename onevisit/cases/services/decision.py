"""决定: approve or refuse, once; what follows from it; and the applicant's withdrawal."""

from uuid import UUID

from django.db import transaction

from onevisit.accounts.errors import not_permitted
from onevisit.accounts.rules import SYSTEM, Actor, Permission, require
from onevisit.cases import errors
from onevisit.cases.access import is_applicant, scope_of
from onevisit.cases.models import Application, Case
from onevisit.cases.queries.kept import materials_of
from onevisit.cases.rules.charging import Fee, Gate
from onevisit.cases.rules.lifecycle import Action, CaseState, transition
from onevisit.cases.rules.tasks import ASSESSING
from onevisit.cases.services.charging import charge, stop_waiting, waits_for_money
from onevisit.cases.services.commitments import open_obligations
from onevisit.cases.services.drawing_guards import require_drawings_agreed
from onevisit.cases.services.holding import Held, hold, hold_cases
from onevisit.cases.services.joint_guards import require_visit_passed
from onevisit.cases.services.notices import answer_without_gaps
from onevisit.cases.services.review import (
    require_hands_free,
    require_undecided,
    require_unmoved,
)
from onevisit.cases.services.writing import write_opinion, write_reason
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.guidance.rules.checklist import How
from onevisit.kernel import rows
from onevisit.payments.rules.events import (
    OrderAssessed,
    OrderExpired,
    OrderSettled,
    OrderWillChange,
)

_SUPPLIED = "SELECT DISTINCT material FROM cases_evidence WHERE application_id = %s"
_OUTCOMES = {"approve": Action.APPROVE, "refuse": Action.REFUSE}


def decide(
    *, case_id: UUID, outcome: str, reason: str, actor: Actor, last_seq: int | None = None
) -> None:
    """Approve or refuse a case. An approval makes the result at once; online it is delivered with
    it.

    `last_seq` is the case's as shown to the officer. A refusal needs a reason in writing. Raises
    Conflict `cases.already_decided` (naming who), `cases.claimed_by_other`, `cases.moved_on`,
    `cases.review_unfinished`, `cases.materials_in_doubt`, `cases.materials_unconfirmed`,
    `cases.materials_outstanding`, `cases.visit_not_passed`,
    `cases.drawings_not_agreed`, `cases.fee_unpaid`,
    `cases.not_possible_now`;
    Invalid `cases.unknown_outcome`, `cases.reason_needed`; Refused `accounts.not_permitted`,
    `cases.second_signer_needed`.
    """
    action = action_of(outcome)
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_DECIDE, scope_of(case))
        require_decidable(held, case, action, last_seq)
        if held.item(case).cosign:
            raise errors.second_signer_needed()
        take_decision(held, case, action, reason)
        held.write()


def action_of(outcome: str) -> Action:
    """The action of an outcome. Raises Invalid `cases.unknown_outcome`."""
    action = _OUTCOMES.get(outcome)
    if action is None:
        raise errors.unknown_outcome()
    return action


def require_decidable(held: Held, case: Case, action: Action, last_seq: int | None) -> None:
    """Raise the Conflict that keeps this decision from being made now; see `decide`."""
    require_undecided(case)
    require_hands_free(held, case)
    require_unmoved(case, last_seq)
    require_grounds(held, case, action)


def require_grounds(held: Held, case: Case, action: Action) -> None:
    """Raise Conflict unless the review is done and, for an approval, the papers hold."""
    transition(CaseState(case.state), action)
    _require_reviewed(held, case)
    if action is Action.APPROVE and waits_for_money(held, case, Gate.DECISION):
        raise errors.fee_unpaid()
    if action is not Action.REFUSE:
        _require_papers(case)
        require_visit_passed(held, case)
        require_drawings_agreed(case)


def take_decision(held: Held, case: Case, action: Action, reason: str) -> None:
    """Move the case through its decision and what follows at once; nothing is written yet but
    texts.
    """
    held.move(case, action)
    if action is Action.REFUSE:
        write_reason(held, case, reason, kind="decision")
        return
    if reason.strip():
        write_opinion(held, case, reason, kind="decision", event_seq=case.last_seq)
    open_obligations(held, case)
    charge(held, case)
    if case.fee != Fee.DUE:
        release(held, case)


def release(held: Held, case: Case, *, automatic: bool = False) -> None:
    """The result of an approved case is made when it is written, and online delivered with it."""
    held.granted.append(case)
    held.move(case, Action.ISSUE, automatic=automatic)
    if held.application.collection == Collection.ONLINE:
        held.move(case, Action.DELIVER, automatic=True, facts={"how": "online"})


def fee_settled(event: OrderSettled) -> None:
    """What waited for the money goes on; the application is locked since `OrderWillChange`."""
    application = Application.objects.select_for_update().get(id=event.application_id)
    held = hold_cases(application, SYSTEM)
    for case in held.cases:
        if case.id in event.case_ids and case.fee == Fee.DUE:
            case.fee = Fee.SETTLED
            rows.update(case, ("fee",))
            if not stop_waiting(held, case):
                held.note("fee_settled", case)
            if case.state == CaseState.APPROVED:
                release(held, case, automatic=True)
    held.write()


def charge_anew(event: OrderExpired) -> None:
    """Nobody paid in time: what is owed is reckoned at the rates that hold now."""
    application = Application.objects.select_for_update().get(id=event.application_id)
    held = hold_cases(application, SYSTEM)
    for case in held.cases:
        if case.id in event.case_ids and case.fee == Fee.DUE:
            case.fee = ""
            rows.update(case, ("fee",))
            charge(held, case)
            if case.fee != Fee.DUE:
                stop_waiting(held, case)
            if not case.fee and case.state == CaseState.APPROVED:
                release(held, case, automatic=True)
    held.write()


def fee_known(event: OrderAssessed) -> None:
    """An officer found out what is to be paid: from here on the payer is waited for."""
    application = Application.objects.select_for_update().get(id=event.application_id)
    hold_cases(application, SYSTEM).write()


def lock_for_order(event: OrderWillChange) -> None:
    """The application first, the order after it, whoever begins."""
    rows.execute("SELECT 1 FROM cases_application WHERE id = %s FOR UPDATE", [event.application_id])


def _require_reviewed(held: Held, case: Case) -> None:
    pending = [task.name for task in held.open_tasks(case) if task.kind in ASSESSING]
    if pending:
        raise errors.review_unfinished(pending)


def _require_papers(case: Case) -> None:
    """No approval over a doubt, nor over a paper that nobody has seen."""
    wanted = sorted(materials_of(case.id), key=lambda row: row.name)
    doubtful = [row.name for row in wanted if row.verdict == "doubt"]
    if doubtful:
        raise errors.materials_in_doubt(doubtful)
    supplied = set(rows.column(_SUPPLIED, [case.application_id]))
    unseen = [row for row in wanted if row.material not in supplied and row.verdict != "ok"]
    fetched = [row.name for row in unseen if row.how == How.FETCHED]
    if fetched:
        raise errors.materials_unconfirmed(fetched)
    outstanding = [row.name for row in unseen if row.how == How.MAY_FOLLOW]
    if outstanding:
        raise errors.materials_outstanding(outstanding)


def withdraw(*, case_id: UUID, actor: Actor) -> None:
    """撤回 by the applicant, at any time before the decision; other parts go on.

    Raises NotFound `cases.no_such_case`, Refused `accounts.not_permitted`, Conflict
    `cases.not_possible_now`.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        if not (actor.is_system or is_applicant(actor, held.application)):
            raise not_permitted("cases.withdraw")
        held.move(case, Action.WITHDRAW)
        answer_without_gaps(held, case)
        held.write()
