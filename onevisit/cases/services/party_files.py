"""Files that another party may open: papers they are shown, results that are theirs too."""

from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.cases import errors
from onevisit.cases.access import invitation_of
from onevisit.cases.queries.consents import need_of
from onevisit.cases.queries.parties import gets_result, log_party_look
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.services.results import open_result
from onevisit.vault import services as vault
from onevisit.vault.rules import ObjectContent


def paper_for_party(*, invitation_id: UUID, evidence_id: UUID, actor: Actor) -> ObjectContent:
    """A paper this party agrees to or handed in, in clear, on record.

    Raises NotFound `cases.no_such_invitation`, `cases.no_such_evidence`.
    """
    row = invitation_of(actor, invitation_id)
    need = need_of(row.application, row.role)
    held = row.application.evidence.filter(id=evidence_id, stored_object__isnull=False).first()
    if need is None or held is None or held.stored_object_id is None:
        raise errors.no_such_evidence()
    others_own = held.party_role not in ("applicant", row.role)
    if held.material not in need.shown or others_own:
        raise errors.no_such_evidence()
    log_party_look(row, actor)
    return vault.open_object(held.stored_object_id, actor=actor, purpose="cases.evidence")


def result_for_party(*, invitation_id: UUID, case_id: UUID, actor: Actor) -> ObjectContent:
    """The result of a case that is meant for this party too, on record.

    Raises NotFound `cases.no_such_invitation`, `cases.no_result`; Conflict
    `cases.result_revoked`.
    """
    row = invitation_of(actor, invitation_id)
    need = need_of(row.application, row.role)
    case = row.application.cases.filter(id=case_id).first()
    offer = pinned(row.application).offer
    if need is None or case is None or not gets_result(offer, need, case):
        raise errors.no_result()
    return open_result(case, actor)
