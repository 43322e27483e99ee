"""Papers that were given before stand in a later draft without being sent again."""

from onevisit.accounts.rules import Actor
from onevisit.cases.models import Application, Evidence, EvidenceKind
from onevisit.cases.services.evidence import add_paper, wanted_material
from onevisit.kernel.errors import Invalid
from onevisit.vault import queries as vault
from onevisit.vault.rules import StoredRef

GIVEN = [EvidenceKind.UPLOAD, EvidenceKind.SCAN, EvidenceKind.PAPER]
"""What the applicant gave with their own hands."""


def carry_papers(before: Application, draft: Application, other: set[str], actor: Actor) -> None:
    """What the applicant gave last time, where the draft wants it and has nothing yet; an original
    that a window took in was seen.
    """
    held = set(draft.evidence.values_list("material", flat=True))
    given = Evidence.objects.filter(
        application=before, party_role="applicant", kind__in=GIVEN
    ).order_by("material", "index")
    rows = [row for row in given if row.material not in other | held]
    refs = vault.refs(row.stored_object_id for row in rows if row.stored_object_id is not None)
    for row in rows:
        stored = refs.get(row.stored_object_id) if row.stored_object_id else None
        if stored is not None or row.kind == EvidenceKind.PAPER:
            add_if_asked(
                draft, row.material, EvidenceKind(row.kind), actor, stored, before=before.number
            )


def add_if_asked(
    draft: Application,
    material: str,
    kind: EvidenceKind,
    actor: Actor,
    stored: StoredRef | None,
    *,
    before: str | None,
) -> None:
    """One more paper, unless the draft does not ask for it; `before`: where it stood."""
    try:
        wanted = wanted_material(draft, material)
    except Invalid:
        return
    add_paper(draft, wanted, kind, actor, stored, drawn_from=before or "")
