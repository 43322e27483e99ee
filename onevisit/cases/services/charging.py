"""收费: a case is charged when its time has come, and its clock waits for the payer; called while
its application is held.
"""

from typing import TYPE_CHECKING

from onevisit.cases.models import Case
from onevisit.cases.rules.charging import Fee, Gate, charged_now, gate_of, held_up
from onevisit.cases.rules.clocks import waits_for_money as waits
from onevisit.cases.rules.lifecycle import Action, CaseState
from onevisit.cases.rules.tasks import ASSESSING
from onevisit.kernel import rows
from onevisit.payments import queries as orders
from onevisit.payments import services as payments
from onevisit.payments.rules.charges import charges_money, charges_of
from onevisit.payments.rules.orders import OPEN

if TYPE_CHECKING:
    from onevisit.cases.services.holding import Held


def charge_due(held: "Held") -> None:
    """Charge every case whose time has come; no query for those that cost nothing."""
    touched = held.moved.keys() | {task.case_id for task in held.changed_tasks.values()}
    for case in held.cases:
        if case.id in touched:
            charge(held, case)


def charge(held: "Held", case: Case) -> None:
    """Charge one case, once, if its time has come."""
    item = held.item(case)
    if case.fee or not charges_money(item):
        return
    state = CaseState(case.state)
    if state not in (CaseState.IN_REVIEW, CaseState.APPROVED):
        return
    gate = gate_of(item, held.application.answers)
    assessing = any(task.kind in ASSESSING for task in held.open_tasks(case))
    if charged_now(gate, state, assessing=assessing):
        _charge(held, case)


def _charge(held: "Held", case: Case) -> None:
    application = held.application
    facts = {
        **application.form_open,
        **application.unsealed().values,
        **application.answers,
    }
    bill = payments.Bill(
        application_id=application.id,
        application_number=application.number or "",
        offer_code=application.offer_code,
        offer_name=application.offer_name,
        person_id=application.applicant_id,
        organisation_id=application.organisation_id,
        region=case.region_id,
        payee_id=case.department_id,
        case_id=case.id,
        case_name=case.name,
    )
    charges = charges_of(held.item(case), facts, held.today)
    state = payments.bill(bill, charges, actor=held.actor)
    if state is not None:
        case.fee = Fee.DUE if state in OPEN else Fee.SETTLED
        rows.update(case, ("fee",))


_CHARGED = frozenset({CaseState.IN_REVIEW, CaseState.SUSPENDED, CaseState.APPROVED})


def follow_money(held: "Held") -> None:
    """The clocks stand still from when it is known what is to be paid until it is paid, let off or
    to be found out anew: of what an officer must still assess the payer is not waited for. The
    payer is told what it is. No query where nothing is owed.
    """
    owing = [case for case in held.cases if case.fee == Fee.DUE and case.state in _CHARGED]
    payable = orders.payable_cases(held.application.id) if owing else frozenset()
    for case in owing:
        if case.id not in payable:
            stop_waiting(held, case)
        elif not _waits(held, case):
            held.move(case, Action.FEE_ASKED, automatic=True)
    if payable:
        payments.tell_payer(held.application.id, actor=held.actor)


def stop_waiting(held: "Held", case: Case) -> bool:
    """The clocks go on, if they stood still for the payer."""
    waited = _waits(held, case)
    if waited:
        held.move(case, Action.FEE_SETTLED, automatic=True)
    return waited


def _waits(held: "Held", case: Case) -> bool:
    return waits(each.action for each in held.histories.get(case.id, ()))


def stop_charging(held: "Held") -> None:
    """Nothing is owed any more for what ended before it was paid."""
    for case in held.ended:
        if case.fee == Fee.DUE:
            case.fee = ""
            rows.update(case, ("fee",))
            payments.drop(case.id)


def waits_for_money(held: "Held", case: Case, gate: Gate) -> bool:
    """Whether this is what keeps the case from going through that gate."""
    return held_up(case.fee, held.item(case), held.application.answers, gate)
