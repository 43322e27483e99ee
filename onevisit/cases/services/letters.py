"""Letters to the applicant, drawn when they are asked for."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings

from onevisit.accounts.rules import Actor
from onevisit.audit import services as audit
from onevisit.cases.access import get_case_for
from onevisit.cases.adapters.typst_letters import render_letter
from onevisit.cases.queries.letters import letter_facts
from onevisit.vault.rules import MediaType, ObjectContent, safe_name


def letter(
    *, case_id: UUID, seq: int, actor: Actor, address: Callable[[str], str]
) -> ObjectContent:
    """The letter of the `seq`-th event of a case as PDF/A, on record. `address` gives the page that
    shows the progress of an application by its number; its QR code stands on the letter.

    Raises NotFound `cases.no_such_case` for outsiders, `cases.no_such_letter`; Conflict
    `cases.letter_unprintable`.
    """
    case = get_case_for(actor, case_id)
    kind, facts = letter_facts(case, seq, actor)
    audit.record_access(
        what="case.letter",
        actor=actor,
        subjects=[case.application.applicant_id],
        target_type="cases.case",
        target_id=case.id,
    )
    content = render_letter(
        kind, facts, address=address(case.application.number or ""), demo=settings.DEMO
    )
    name = safe_name(f"{facts['title']} {facts['number']}.pdf", MediaType.PDF)
    return ObjectContent(content, MediaType.PDF, name)
