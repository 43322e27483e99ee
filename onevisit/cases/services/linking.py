"""Drafts of a person who turned out to be somebody registered before."""

from uuid import UUID

from onevisit.accounts.rules import SYSTEM
from onevisit.audit.rules import Act
from onevisit.audit.services import record_many
from onevisit.cases.models import Application
from onevisit.cases.rules.lifecycle import ApplicationState


def hand_over(from_person: UUID, to_person: UUID) -> None:
    """The drafts of one person are from now on the other's, in the caller's transaction.

    Of two drafts for the same offer the one saved last is gone on with; the other is given up, as
    by its owner. Nothing else moves: who only had a phone never signed anything.
    """
    drafts = Application.objects.select_for_update().filter(state=ApplicationState.DRAFT)
    theirs = {(d.offer_code, d.organisation_id): d for d in drafts.filter(applicant_id=to_person)}
    moved, given_up = [], []
    for draft in drafts.filter(applicant_id=from_person).order_by("id"):
        other = theirs.get((draft.offer_code, draft.organisation_id))
        if other is not None:
            older = min(draft, other, key=lambda each: each.saved_at)
            older.state = ApplicationState.DISCARDED.value
            given_up.append(older)
        draft.applicant_id = to_person
        moved.append(draft)
    Application.objects.bulk_update(given_up, ["state"])
    Application.objects.bulk_update(moved, ["applicant"])
    acts = [Act("cases.hand_over", "cases.application", draft.id) for draft in moved]
    acts += [Act("cases.discard", "cases.application", draft.id) for draft in given_up]
    record_many(acts, actor=SYSTEM)
