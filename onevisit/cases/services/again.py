"""Once more for another: a twin, a second car. What is the same is not typed or sent again."""

from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor
from onevisit.cases import errors
from onevisit.cases.access import get_application_for, is_applicant
from onevisit.cases.models import Application, Evidence, EvidenceKind
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.again import may_again
from onevisit.cases.rules.rolling import carry
from onevisit.cases.services.drafts import start_application
from onevisit.cases.services.evidence import add_paper, wanted_material
from onevisit.cases.services.filling import change_form, form_values
from onevisit.cases.services.locks import lock_draft
from onevisit.cases.services.trail import record
from onevisit.catalogue import queries as catalogue
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid
from onevisit.vault import queries as vault


def start_again(*, application_id: UUID, actor: Actor) -> UUID:
    """A draft with everything of an application that was handed in, but for what is another's this
    time; a draft there is already is filled up. Returns its id.

    Papers are carried by their stored file, none is copied. Raises NotFound
    `cases.no_such_application`, Conflict `cases.not_submitted`, `cases.nothing_again`, and what
    `start_application` raises.
    """
    with transaction.atomic():
        before = get_application_for(actor, application_id)
        if not is_applicant(actor, before):
            raise errors.no_such_application()
        if before.number is None:
            raise errors.not_submitted()
        offer = catalogue.pinned_offer(before.offer_code).offer
        if not may_again(offer, before.answers) or offer.again is None:
            raise errors.nothing_again()
        carried = carry(
            pinned(before).offer,
            offer,
            answers=before.answers,
            values=form_values(before),
            at=clock.now(),
        )
        draft_id = start_application(
            offer_code=before.offer_code,
            actor=actor,
            answers=carried.answers,
            organisation_id=before.organisation_id,
        )
        draft = lock_draft(draft_id, actor)
        other, there = set(offer.again.other), form_values(draft)
        same = {k: v for k, v in carried.values.items() if k not in other and not there.get(k)}
        change_form(draft, offer, same)
        _carry_papers(before, draft, other, actor)
        record("cases.start_again", draft, actor, number=before.number)
        return draft_id


def _carry_papers(before: Application, draft: Application, other: set[str], actor: Actor) -> None:
    """What the applicant sent last time, where the draft wants it and has nothing yet."""
    held = set(draft.evidence.values_list("material", flat=True))
    rows = list(
        Evidence.objects.filter(
            application=before,
            party_role="applicant",
            kind__in=[EvidenceKind.UPLOAD, EvidenceKind.SCAN],
        ).order_by("material", "index")
    )
    refs = vault.refs(row.stored_object_id for row in rows if row.stored_object_id is not None)
    for row in rows:
        if row.material in other | held or row.stored_object_id not in refs:
            continue
        try:
            wanted = wanted_material(draft, row.material)
        except Invalid:
            continue
        stored = refs[row.stored_object_id]
        add_paper(draft, wanted, EvidenceKind(row.kind), actor, stored)
