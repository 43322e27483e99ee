"""缴费通知书, drawn when it is asked for by the payee's text of its day."""

from collections.abc import Callable, Iterable
from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.cases.access import get_case_for
from onevisit.cases.queries.demands import case_of_demand, demand_facts, item_of_demand
from onevisit.cases.queries.letter_texts import edition_on
from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.cases.services.letters import printed, record_look
from onevisit.payments import queries as payments
from onevisit.vault.rules import ObjectContent


def demand_letter(
    *, order_id: UUID, seq: int, actor: Actor, address: Callable[[UUID], str]
) -> ObjectContent:
    """The `seq`-th event of an order as PDF/A, for whoever sees the order or a case it is for; on
    record. `address` gives the page on which an order is paid; its QR code stands on the paper.
    Nothing need be kept of the text: a payee never changes, and what holds on a day is the same
    for ever.

    Raises NotFound `payments.no_such_order`, `cases.no_such_letter`; `cases.no_such_case` for
    outsiders; Conflict `cases.letter_unprintable`.
    """
    told = payments.demand_told(order_id=order_id, seq=seq)
    case = case_of_demand(told)
    if not payments.sees_order(order_id=order_id, actor=actor):
        case = get_case_for(actor, case.id)
    record_look(case, actor)
    facts = demand_facts(told, case)
    edition = edition_on(
        LetterForm.DEMAND,
        department_id=told.payee_id,
        item=item_of_demand(told),
        day=told.day,
    )
    return printed(LetterForm.DEMAND, edition, facts, address(order_id))


def demand_letters_of(
    application_id: UUID, case_id: UUID, *, actor: Actor, address: Callable[[UUID], str]
) -> Iterable[ObjectContent]:
    """All that ever went out for one case, the oldest first. Raises as `demand_letter`."""
    for line in reversed(payments.demands_of(application_id, case_id=case_id)):
        yield demand_letter(order_id=line.order_id, seq=line.seq, actor=actor, address=address)
