"""What happens to a case by itself when a limit has run out."""

from onevisit.cases.models import Case, RedCard
from onevisit.cases.rules.lifecycle import Action, CaseState
from onevisit.cases.services.holding import Held


def is_silent(held: Held, case: Case) -> bool:
    """Whether the intake limit of a case that waits for acceptance ran out before today."""
    lapsed = case.lapses_on is not None and held.today > case.lapses_on
    return lapsed and case.state == CaseState.SUBMITTED


def deem_accepted(held: Held, case: Case) -> None:
    """逾期视为受理: who was told nothing in time was accepted on the day of receipt; after a
    correction, the day on which it came (行政许可法 art. 32). The supervisor sees a red card.
    """
    due = case.lapses_on
    if due is None:
        raise ValueError("no limit is running")
    held.move(case, Action.DEEM_ACCEPTED, automatic=True, backdated=True)
    RedCard.objects.create(
        case=case,
        event_seq=case.last_seq,
        kind="deemed_accepted",
        due_on=due,
        shown_at=held.at,
    )


def return_case(held: Held, case: Case) -> None:
    """退件: what the applicant was to supply did not come within the limit they were told."""
    late = case.state == CaseState.CORRECTION_REQUESTED
    why = "not_corrected" if late else "not_supplied"
    held.move(case, Action.RETURN, automatic=True, facts={"why": why})
