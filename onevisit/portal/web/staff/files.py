"""A file that one case uses, for whoever may see that case."""

from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.cases import services
from onevisit.cases.access import get_case_for
from onevisit.kernel.errors import NotFound
from onevisit.vault.rules import ObjectContent


def case_file(actor: Actor, case_id: UUID, evidence_id: UUID) -> ObjectContent:
    """The file in clear, on record, if this very case asks for the material it stands for.

    Raises NotFound `cases.no_such_case` for outsiders, `cases.no_such_evidence` for other files.
    """
    case = get_case_for(actor, case_id)
    used = case.application.evidence.filter(
        id=evidence_id, material__in=case.materials.values("material")
    )
    if not used.exists():
        raise NotFound("cases.no_such_evidence")
    return services.evidence_content(evidence_id=evidence_id, actor=actor)
