"""一次性告知: gaps are recorded by each department and told in one letter."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor
from onevisit.audit.rules import Act
from onevisit.cases import errors
from onevisit.cases.models import Case, CaseMaterial, Gap, Notice
from onevisit.cases.queries.notices import askable
from onevisit.cases.rules.gaps import GapDraft, GapKind, Place, checked, goes_out
from onevisit.cases.rules.lifecycle import Action, CaseState, transition
from onevisit.cases.rules.submission import CARRIED
from onevisit.cases.services.acceptors import require_acceptor
from onevisit.cases.services.holding import Held, hold
from onevisit.cases.services.lapsing import is_silent
from onevisit.catalogue.rules.vocabulary import Prefill
from onevisit.guidance.rules.form import visible_fields


def ask_correction(*, case_id: UUID, gaps: Iterable[GapDraft], actor: Actor) -> bool:
    """Record all that is missing or wrong in a case; in place of what was recorded before.

    The notice goes out at once when no other case of the application still waits for an answer,
    else with the last answer or on the last day of the first; returns whether it did. A department
    says that nothing is missing by accepting. Raises as `accept`, and Conflict `cases.intake_over`,
    Refused `cases.no_new_gaps`, `cases.passed_before`, Invalid `cases.gaps_needed` and the like.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require_acceptor(held, case)
        transition(CaseState(case.state), Action.REQUEST_CORRECTION)
        require_in_time(held, case)
        told = _told(case) if held.application.notified else None
        drafts = checked(gaps, gap_places(held, case), told, askable(case))
        notice = _gather(held)
        _replace(held, case, notice, drafts)
        held.note("record_gaps", case, gaps=len(drafts))
        sent = send_if_ready(held, notice, asked_by=case)
        held.write()
        return sent


def require_in_time(held: Held, case: Case) -> None:
    """Raise Conflict `cases.intake_over` once silence has counted as acceptance."""
    if is_silent(held, case) and case.lapses_on is not None:
        raise errors.intake_over(case.lapses_on)


def gap_places(held: Held, case: Case) -> dict[Place, str]:
    """What may be asked of the applicant in a case, by name: materials they hand in themselves, and
    fields they fill in. Answers to the questions are not corrected: another answer is another
    application.
    """
    rows = CaseMaterial.objects.filter(case=case, how__in=CARRIED).order_by("id")
    places: dict[Place, str] = {
        (GapKind.MATERIAL, key): name for key, name in rows.values_list("material", "name")
    }
    for use in visible_fields(held.offer.offer, held.application.answers):
        read_here = any(reader.key == case.part for reader in use.parts)
        if read_here and use.field.prefill is not Prefill.ANSWER:
            places[GapKind.FIELD, use.field.key] = use.field.label
    return places


def _told(case: Case) -> set[Place]:
    rows = Gap.objects.filter(case=case, notice__state="sent").values_list("kind", "key")
    return {(GapKind(kind), key) for kind, key in rows}


def _gather(held: Held) -> Notice:
    """The notice that is being gathered, opened now if there is none."""
    application = held.application
    if application.gathering:
        return Notice.objects.get(application=application, state="gathering")
    application.gathering = True
    application.save(update_fields=["gathering"])
    return Notice.objects.create(
        application=application, state="gathering", opened_at=held.at, due_on=_first_due(held)
    )


def _first_due(held: Held) -> date:
    dues = [case.intake_due for case in waiting(held) if case.intake_due is not None]
    return min(dues, default=held.today)


def waiting(held: Held) -> list[Case]:
    """The cases that wait for acceptance within their limit."""
    return [
        case
        for case in held.cases
        if case.state == CaseState.SUBMITTED and not is_silent(held, case)
    ]


def _replace(held: Held, case: Case, notice: Notice, drafts: Iterable[GapDraft]) -> None:
    Gap.objects.filter(notice=notice, case=case).delete()
    record_gaps(held, case, notice, drafts)


def record_gaps(held: Held, case: Case, notice: Notice | None, drafts: Iterable[GapDraft]) -> None:
    """Keep the gaps of a case; without a notice they were said in its pre-review."""
    names = gap_places(held, case)
    rows = []
    for draft in drafts:
        gap = Gap(
            notice=notice,
            case=case,
            kind=draft.kind,
            key=draft.key,
            name=names[draft.place],
            recorded_at=held.at,
            recorded_by=held.actor.user_id,
            recorded_by_name=held.actor.name,
        )
        gap.told = {"reason": draft.reason, "remedy": draft.remedy}
        rows.append(gap)
    Gap.objects.bulk_create(rows)


def answer_without_gaps(held: Held, case: Case) -> None:
    """A case was accepted, refused or withdrawn: it has nothing to tell any more, and the notice
    may be waiting for just this.
    """
    if not held.application.gathering:
        return
    notice = Notice.objects.get(application=held.application, state="gathering")
    Gap.objects.filter(notice=notice, case=case).delete()
    send_if_ready(held, notice)


def send_if_ready(held: Held, notice: Notice, *, asked_by: Case | None = None) -> bool:
    """Send the notice when its time has come; drop it when nothing is left to tell."""
    counts = _counts(notice)
    open_cases = {case.id for case in waiting(held)}
    if not counts:
        _close(held, notice, "dropped")
        return False
    if not goes_out(
        waiting=open_cases, answered=counts.keys() & open_cases, due=notice.due_on, at=held.at
    ):
        return False
    for case in waiting(held):
        if case.id in counts:
            held.move(
                case,
                Action.REQUEST_CORRECTION,
                facts={"gaps": counts[case.id]},
                automatic=asked_by is None or case.id != asked_by.id,
            )
    held.application.notified += 1
    _close(held, notice, "sent")
    told = {"gaps": sum(counts.values()), "cases": len(counts)}
    held.acts.append(Act("cases.send_notice", "cases.application", held.application.id, told))
    return True


def _counts(notice: Notice) -> Mapping[UUID, int]:
    found: dict[UUID, int] = {}
    for case_id in Gap.objects.filter(notice=notice).values_list("case_id", flat=True):
        found[case_id] = found.get(case_id, 0) + 1
    return found


def _close(held: Held, notice: Notice, state: str) -> None:
    notice.state = state
    notice.sent_at = held.at if state == "sent" else None
    notice.save(update_fields=["state", "sent_at"])
    held.application.gathering = False
    held.application.save(update_fields=["gathering", "notified"])
