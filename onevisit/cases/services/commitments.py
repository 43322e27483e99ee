"""告知承诺: a written commitment in place of a paper, and the obligation that follows the grant."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Deed, Permission, require
from onevisit.cases import errors
from onevisit.cases.access import scope_of
from onevisit.cases.models import (
    Application,
    Case,
    Evidence,
    EvidenceKind,
    Obligation,
)
from onevisit.cases.models import ObligationEvent as Event
from onevisit.cases.queries.commitments import has_broken, pledged, promised_in
from onevisit.cases.queries.pinning import about, pinned
from onevisit.cases.rules.events import CaseGrew, HolderTold
from onevisit.cases.rules.letter_forms import form_of
from onevisit.cases.rules.letters import letter_of_check
from onevisit.cases.rules.obligations import (
    ENDED,
    Check,
    Ground,
    ObligationState,
    Step,
    fits,
    step_of,
)
from onevisit.cases.rules.submission import LONGEST_TEXT
from onevisit.cases.services.holding import Held, hold
from onevisit.cases.services.locks import lock_draft, touch
from onevisit.cases.services.revoking import revoke_result
from onevisit.cases.services.trail import record
from onevisit.guidance.rules.checklist import Checklist, checklist
from onevisit.kernel import clock, events
from onevisit.kernel.errors import Conflict


def promise_instead(*, application_id: UUID, material: str, actor: Actor) -> UUID:
    """Choose the written commitment instead of a paper; it is signed with the application. Twice
    is once. At a window the clerk chooses it for the person who is there.

    Raises NotFound, Conflict `cases.not_a_draft`; Invalid `cases.commitment_not_offered`, Refused
    `cases.commitment_barred`.
    """
    with transaction.atomic():
        application = lock_draft(application_id, actor, Deed.PAPERS)
        line = checklist(pinned(application).offer, application.answers).line(material)
        rows = application.evidence.filter(material=material)
        held = rows.filter(kind=EvidenceKind.PROMISE).first()
        if held is not None:
            return held.id
        if line is None or not line.pledgeable or rows.exists():
            raise errors.commitment_not_offered()
        require_unbroken(application)
        made = Evidence.objects.create(
            application=application,
            material=material,
            kind=EvidenceKind.PROMISE,
            supplied_at=clock.now(),
            supplied_by=actor.user_id,
        )
        touch(application)
        record("cases.promise_instead", application, actor, material=material)
        return made.id


def require_unbroken(application: Application) -> None:
    """Raise Refused `cases.commitment_barred` while a commitment of the same applicant is broken
    and not put right.
    """
    if has_broken(application):
        raise errors.commitment_barred()


def commit_to(
    application: Application,
    listed: Checklist,
    evidence: Iterable[Evidence],
    ticked: Collection[str],
) -> list[str]:
    """The commitments that an application being handed in makes, by material: each was ticked by
    itself after what the office tells (国办发〔2020〕42 号, 二（三）); no query without one.

    Raises Invalid `cases.commitment_unread`, Refused `cases.commitment_barred`.
    """
    made = promised_in(listed, evidence)
    if not made:
        return []
    require_unbroken(application)
    unread = [line.name for line in made if line.key not in ticked]
    if unread:
        raise errors.commitment_unread(unread)
    return [line.key for line in made]


def open_obligations(held: Held, case: Case) -> None:
    """The case was granted: what was promised is to be checked. No query where nothing can be."""
    if not held.item(case).takes_commitments:
        return
    rows = []
    for line, pledge in pledged(held.application, case.part):
        due = held.calendar.add_working_days(held.today, pledge.commitment.check_days).day
        rows.append(
            Obligation(case=case, material=line.key, name=line.name, due_on=due, made_at=held.at)
        )
        held.note("open_obligation", case, material=line.key, on=due.isoformat())
    Obligation.objects.bulk_create(rows)


def check_obligation(
    *,
    obligation_id: UUID,
    check: Check,
    actor: Actor,
    words: str = "",
    limit_on: date | None = None,
    last_seq: int | None = None,
) -> None:
    """Record what was found: kept, ordered to be put right, put right, hearing, revoked.

    `limit_on` is the day named where one is: until when to put it right, or of the hearing. Raises
    NotFound `cases.no_such_obligation` (also for other departments), Refused; Conflict
    `cases.check_not_possible`, `cases.moved_on`, `cases.limit_runs`; Refused `cases.same_person`
    for who began it of the authority's own motion; Invalid `cases.reason_needed`,
    `cases.text_too_long`, `cases.day_needed`.
    """
    with transaction.atomic():
        held, case, row = _hold(obligation_id, actor)
        step = step_of(ObligationState(row.state), check)
        if not fits(step, Ground(row.ground)):
            raise Conflict("cases.check_not_possible", state=row.state)
        _require_other(row, step, actor)
        needed = Permission.CASES_DECIDE if step.head else Permission.CASES_REVIEW
        require(actor, needed, scope_of(case))
        if last_seq is not None and last_seq != row.last_seq:
            raise errors.moved_on(
                row.events.order_by("-seq").values_list("actor_name", flat=True)[0]
            )
        if step.overdue and held.today <= row.due_on:
            raise errors.limit_runs(row.due_on)
        words = checked_words(words, needed=step.words)
        if step.names_day and (limit_on is None or limit_on <= held.today):
            raise errors.day_needed()
        _step_on(row, step, held, limit_on)
        write_check(held, row, check, words, limit_on if step.names_day else None)
        held.note(f"obligation_{check}", case, material=row.material, after=row.state)
        held.write()
        events.publish(CaseGrew(case.id, held.at))


def _step_on(row: Obligation, step: Step, held: Held, limit_on: date | None) -> None:
    """With a revocation the result no longer holds, nor goes to anybody who has not got it yet."""
    row.state, row.last_seq = step.after.value, row.last_seq + 1
    row.due_on = limit_on if step.names_day and limit_on else row.due_on
    row.ended_at = held.at if step.after in ENDED else None
    row.save(update_fields=["state", "last_seq", "due_on", "ended_at"])
    if step.after is ObligationState.REVOKED:
        revoke_result(held, held.case(row.case_id))


def _hold(obligation_id: UUID, actor: Actor) -> tuple[Held, Case, Obligation]:
    case_id = Obligation.objects.filter(id=obligation_id).values_list("case_id", flat=True).first()
    if case_id is None or not actor.departments(Permission.CASES_REVIEW):
        raise errors.no_such_obligation()
    held, case = hold(case_id, actor)
    return held, case, Obligation.objects.select_for_update().get(id=obligation_id)


def _require_other(row: Obligation, step: Step, actor: Actor) -> None:
    """What one officer began of the authority's own motion another one ends; no query otherwise."""
    if row.ground == Ground.COMMITMENT or step.check not in (Check.REVOKE, Check.DROP):
        return
    if row.events.get(seq=1).actor_id == actor.user_id:
        raise errors.same_person()


def checked_words(text: str, *, needed: bool) -> str:
    """What was written, without blanks around it. Raises Invalid `cases.reason_needed`,
    `cases.text_too_long`.
    """
    text = text.strip()
    if needed and not text:
        raise errors.reason_needed()
    if len(text) > LONGEST_TEXT:
        raise errors.text_too_long(LONGEST_TEXT)
    return text


def recount_check(held: Held, case: Case, row: Obligation, due: date) -> None:
    """The day to check an obligation moved with a notice of working days: one more event of it."""
    row.due_on, row.last_seq = due, row.last_seq + 1
    row.save(update_fields=["due_on", "last_seq"])
    write_check(held, row, Check.RECOUNT, "", due)
    held.note("recount_obligation", case, material=row.material, on=due.isoformat())
    events.publish(CaseGrew(case.id, held.at))


def _wording(held: Held, row: Obligation, check: Check) -> str:
    """By which text the letter of this is drawn; "" where it gives none."""
    kind = letter_of_check(check)
    if kind is None:
        return ""
    form = form_of(kind, {"ground": row.ground})
    return held.wordings.ref(form, held.case(row.case_id).department_id)


def write_check(
    held: Held, row: Obligation, check: Check, words: str, limit_on: date | None
) -> None:
    """Keep what was recorded of an obligation, as its `last_seq`-th event."""
    event = Event(
        obligation=row,
        seq=row.last_seq,
        check_kind=check,
        after=row.state,
        limit_on=limit_on,
        at=held.at,
        actor_id=held.actor.user_id,
        actor_name="system" if held.actor.is_system else held.actor.name,
        wording=_wording(held, row, check),
    )
    event.words = words
    event.save(force_insert=True)
    case = held.case(row.case_id)
    told = (case.id, row.id, row.last_seq, case.name, str(check), limit_on, held.at)
    events.publish(HolderTold(about(held.application), *told))
