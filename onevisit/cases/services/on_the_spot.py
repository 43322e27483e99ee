"""即办件: handed in, accepted, decided and handed over in one sitting at a window."""

from collections.abc import Collection as Keys
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Deed, Permission, Scope, require
from onevisit.cases import errors
from onevisit.cases.models import Case, CaseMaterial
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.rules.charging import Gate
from onevisit.cases.rules.events import ContactKind
from onevisit.cases.rules.lifecycle import Action, ApplicationState, CaseState
from onevisit.cases.rules.submission import Identified
from onevisit.cases.rules.tasks import ASSESSING
from onevisit.cases.services.charging import charge, waits_for_money
from onevisit.cases.services.decision import take_decision
from onevisit.cases.services.handout import Received, record_hand_out
from onevisit.cases.services.holding import Held, facts_of
from onevisit.cases.services.locks import lock_application
from onevisit.cases.services.receiving import receiving_under
from onevisit.cases.services.submission import Receipt, receipt_of, submit_locked
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.vocabulary import CaseKind, Collection


def finish_on_the_spot(
    *,
    application_id: UUID,
    actor: Actor,
    identified_by: str = Identified.ID_CARD,
    commitments: Keys[str] = (),
) -> Receipt:
    """Everything from handing in to the result in hand, in one transaction: one sitting, one visit.

    The clerk decides under the delegation recorded in the definition and so answers for the papers:
    each gets the clerk's verdict. A second call returns the same receipt. Raises Refused
    `cases.not_immediate`, `cases.not_delegated`, `cases.window_needed`; otherwise as `submit`.
    """
    with transaction.atomic():
        application = lock_application(application_id, actor, Deed.SIGN)
        if application.state in (ApplicationState.SUBMITTED, ApplicationState.ENDED):
            return receipt_of(application)
        scope = Scope(None, application.region_id)
        require(actor, Permission.CASES_INTAKE, scope)
        require(actor, Permission.CASES_HAND_OUT, scope)
        require_immediate(pinned(application).offer)
        if actor.service_point_id is None:
            raise errors.window_needed()
        application.collection = str(Collection.WINDOW)
        application.collection_point_id = actor.service_point_id
        shown = signing_digest(application)
        held = submit_locked(application, actor, shown, ContactKind.ON_THE_SPOT, commitments)
        _carry_through(held, identified_by)
        return receipt_of(application)


def require_immediate(offer: Offer) -> None:
    """Raise Refused unless every part is 即办件 with acceptance and decision delegated to the
    window.
    """
    for part in offer.parts:
        if part.item.kind is not CaseKind.IMMEDIATE:
            raise errors.not_immediate(part.item.name)
        if part.item.cosign:
            raise errors.second_signer_needed()
        if not (part.item.delegation.accept and part.item.delegation.decide):
            raise errors.not_delegated()


def _carry_through(held: Held, identified_by: str) -> None:
    """From the submitted cases to the results in hand; what costs something waits for the money."""
    handed: list[Case] = []
    stood = held.stood
    receiver_id = (stood.agent_id if stood else None) or held.application.applicant_id
    under = receiving_under(held.application, receiver_id, [case.part for case in held.cases])
    held.begin_again()
    CaseMaterial.objects.filter(case__in=held.cases).update(
        verdict="ok",
        verdict_by=held.actor.user_id,
        verdict_by_name=held.actor.name,
        verdict_at=held.at,
    )
    for case in held.cases:
        document = held.item(case).delegation.document
        held.move(case, Action.ACCEPT, facts={"delegated_by": document})
    held.settle()
    for case in held.cases:
        for task in held.open_tasks(case):
            if task.kind in ASSESSING:
                held.complete(task)
        held.open_due(case)
        charge(held, case)
        if waits_for_money(held, case, Gate.DECISION):
            continue
        take_decision(held, case, Action.APPROVE, "")
        if case.state == CaseState.ISSUED:
            how = {"how": "window", "identified_by": identified_by}
            held.move(case, Action.DELIVER, facts={**how, **(facts_of(under) if under else {})})
            handed.append(case)
    record_hand_out(held, handed, Received(receiver_id, identified_by, under))
    held.write()
