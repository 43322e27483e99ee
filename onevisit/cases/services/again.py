"""Once more: for another (a twin, a second car), or the one part that failed. What is the same is
not typed or sent again.
"""

from uuid import UUID

from django.db import transaction

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor
from onevisit.cases import errors
from onevisit.cases.access import get_application_for, get_case_for, is_applicant
from onevisit.cases.models import Application, Case, Channel, EvidenceKind
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.again import FAILED, may_again
from onevisit.cases.rules.rolling import Carried, carry
from onevisit.cases.services.carrying import add_if_asked, carry_papers
from onevisit.cases.services.drafts import start_application
from onevisit.cases.services.filling import change_form, form_values
from onevisit.cases.services.locks import lock_draft
from onevisit.cases.services.results import keep_document
from onevisit.cases.services.trail import record
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.rules.composition import Offer
from onevisit.kernel import clock
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
        draft = _begin(before, offer, carried, set(offer.again.other), actor)
        record("cases.start_again", draft, actor, number=before.number)
        return draft.id


def apply_again(*, case_id: UUID, actor: Actor, person_id: UUID | None = None) -> UUID:
    """A draft for the one part that failed, as it is offered by itself now, with everything given
    before: answers, form, papers, and what other parts of the same application produced. A draft
    there is already is filled up. A clerk names who stands at the window. Returns its id.

    Raises NotFound `cases.no_such_case`, `catalogue.no_such_offer` when it is not offered any more;
    Conflict `cases.nothing_failed`, and what `start_application` raises.
    """
    with transaction.atomic():
        case = get_case_for(actor, case_id)
        before = case.application
        if not (is_applicant(actor, before) or _stands_for(person_id, before)):
            raise errors.no_such_case()
        if case.state not in FAILED or Case.objects.filter(follows=case).exists():
            raise errors.nothing_failed()
        was = pinned(before)
        offer = catalogue.pinned_offer(was.pins[case.part].code).offer
        values = {**before.answers, **form_values(before)}
        carried = carry(was.offer, offer, answers=before.answers, values=values, at=clock.now())
        draft = _begin(before, offer, carried, set(), actor, person_id)
        _carry_results(case, draft, was.offer, actor)
        record("cases.apply_again", draft, actor, number=case.number)
        return draft.id


def _stands_for(person_id: UUID | None, before: Application) -> bool:
    """Whether who stands at the window is on the applicant's side; whether the clerk may take it in
    is asked when the draft is begun.
    """
    if person_id is None or before.organisation_id is None:
        return person_id is not None and person_id == before.applicant_id
    return accounts.represents(person_id, before.organisation_id)


def _begin(
    before: Application,
    offer: Offer,
    carried: Carried,
    other: set[str],
    actor: Actor,
    person_id: UUID | None = None,
) -> Application:
    """The draft, filled with what is not the `other`'s and not there yet."""
    draft_id = start_application(
        offer_code=offer.code,
        actor=actor,
        answers=carried.answers,
        organisation_id=before.organisation_id,
        applicant_id=person_id,
        channel=Channel.ONLINE if person_id is None else Channel.WINDOW,
    )
    draft = lock_draft(draft_id, actor)
    there = form_values(draft)
    same = {k: v for k, v in carried.values.items() if k not in other and not there.get(k)}
    change_form(draft, offer, same)
    carry_papers(before, draft, other, actor)
    return draft


def _carry_results(case: Case, draft: Application, offer: Offer, actor: Actor) -> None:
    """Results of other parts that the failed one was to have from them; each is in hand by now."""
    held = set(draft.evidence.values_list("material", flat=True))
    by_part = {
        each.part: each.id
        for each in Case.objects.filter(
            application=case.application_id, result__revoked_at=None, result__isnull=False
        )
    }
    for merged in offer.materials:
        made = [by_part[part.key] for part in merged.produced_by if part.key in by_part]
        if made and merged.key not in held:
            stored = vault.ref(keep_document(made[0], actor))
            add_if_asked(draft, merged.key, EvidenceKind.UPLOAD, actor, stored, before=case.number)
