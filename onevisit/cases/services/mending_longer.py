"""延长改图期限: the applicant asks once for more days to mend, the lead allows or refuses."""

from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Deed
from onevisit.cases.access import get_drawings_for
from onevisit.cases.errors import drawings as refused
from onevisit.cases.models import DrawingReview
from onevisit.cases.rules.drawings import (
    DrawingsMove,
    MoreDays,
    ReviewState,
    check_more,
    check_why,
)
from onevisit.cases.services.drawing_news import tell_departments
from onevisit.cases.services.drawings import held_by_lead
from onevisit.cases.services.holding import hold_cases
from onevisit.cases.services.locks import lock_application
from onevisit.cases.services.mending import mends, settle_more


def ask_more_days(*, review_id: UUID, days: int | None, why: str, actor: Actor) -> None:
    """Ask the lead for `days` working days more to mend, at most as many as the letter gave, and
    why; once in a review, by the last day of those given.

    Raises NotFound `cases.no_such_drawing_review`; Refused; Conflict `cases.drawing_not_now`,
    `cases.drawing_over`, `cases.drawing_more_before`; Invalid `cases.drawing_days`,
    `cases.reason_needed`, `cases.text_too_long`.
    """
    shown = get_drawings_for(actor, review_id)
    why = check_more(days, shown.mend_days, why)
    with transaction.atomic():
        application = lock_application(shown.case.application_id, actor, Deed.PAPERS)
        held = hold_cases(application, actor)
        row, case = _locked(review_id), held.case(shown.case_id)
        if row.state != ReviewState.MENDING or not mends(held, case):
            raise refused.not_now()
        if row.due_on < held.today:
            raise refused.mending_over(row.due_on)
        if row.more_state != MoreDays.NONE:
            raise refused.more_before()
        row.more_state, row.more_days = MoreDays.ASKED, days
        row.more = {"asked_at": held.at.isoformat(), "why": why, "was": row.due_on.isoformat()}
        row.save()
        held.note("drawings_more", case, days=days)
        held.write()
        lead = [case.department_id]
        tell_departments(row, DrawingsMove.MORE, lead, case=case, application=application)


def answer_more_days(*, review_id: UUID, allow: bool, why: str, actor: Actor) -> None:
    """The lead answers: where it allows, the day moves with every clock that runs to it; a refusal
    says why. Either way the applicant has a written notice.

    Raises NotFound `cases.no_such_drawing_review`; Refused; Conflict
    `cases.drawing_more_not_asked`; Invalid `cases.reason_needed`, `cases.text_too_long`.
    """
    why = check_why(why) if why.strip() or not allow else ""
    shown = get_drawings_for(actor, review_id)
    with transaction.atomic():
        held, _case = held_by_lead(shown.case_id, actor)
        settle_more(held, _locked(review_id), allow=allow, why=why)
        held.write()


def _locked(review_id: UUID) -> DrawingReview:
    rows = DrawingReview.objects.select_for_update(of=("self",)).select_related("case")
    return rows.get(id=review_id)
