"""联合审图: opening a review, what each department says, one letter, the revised version, the end.

Whoever leads holds the application first, as for every other move of a case; then, as everybody,
the review. No department writes in another's comments.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Deed, Permission, require
from onevisit.audit import services as audit
from onevisit.cases import errors
from onevisit.cases.access import get_drawings_for, scope_of, seat_scope
from onevisit.cases.errors import drawings as refused
from onevisit.cases.models import (
    Application,
    Case,
    DrawingReview,
    DrawingSeat,
    Evidence,
    EvidenceKind,
)
from onevisit.cases.queries.drawings import desks_of
from onevisit.cases.queries.pinning import about
from onevisit.cases.rules.drawings import (
    MOST_DAYS,
    WITH_DEPARTMENTS,
    DrawingsMove,
    ReviewState,
    answered,
    check_comments,
    checked,
    kept,
    lead_may,
    read,
    why_not_counted,
)
from onevisit.cases.rules.events import DrawingsTold
from onevisit.cases.rules.joint import UNDER_REVIEW
from onevisit.cases.rules.lifecycle import CaseState, Procedure
from onevisit.cases.rules.submission import LONGEST_TEXT
from onevisit.cases.services.drawing_news import (
    tell_departments,
    tell_end,
    tell_who_is_missing,
)
from onevisit.cases.services.evidence import add_paper, wanted_material
from onevisit.cases.services.holding import Held, hold, hold_cases
from onevisit.cases.services.locks import lock_application
from onevisit.cases.services.mending import (
    ask_to_mend,
    goes_on_unanswered,
    mends,
    stop_mending,
)
from onevisit.cases.services.review import require_undecided, resume, stand_in, suspend
from onevisit.directory import queries as directory
from onevisit.kernel import clock, events, rows
from onevisit.kernel.calendar import DayUnit
from onevisit.vault import services as vault
from onevisit.vault.rules import ObjectContent, StoredRef

Sheet = tuple[str, BinaryIO, str]
"""A file of a revised version: of which material, its content and name."""


def open_drawings(
    *,
    case_id: UUID,
    materials: Collection[str],
    departments: Collection[UUID],
    days: int | None,
    mend_days: int | None,
    special: bool,
    actor: Actor,
) -> UUID:
    """Let several departments review the drawings of a case, which its own department leads; each
    has `days` working days. With `special` the time is a special procedure (专家评审): the clocks
    stand still, and the applicant is told in writing until when. Its id.

    Raises NotFound `cases.no_such_case`; Refused; Conflict `cases.not_possible_now`,
    `cases.already_decided`, `cases.drawing_review_stands`; Invalid `cases.drawing_papers`,
    `cases.drawing_departments`, `cases.drawing_days`.
    """
    days, mend_days = _days(days), _days(mend_days)
    with transaction.atomic():
        held, case = held_by_lead(case_id, actor)
        if CaseState(case.state) not in UNDER_REVIEW - {CaseState.SUSPENDED}:
            raise errors.not_possible("drawings", case.state)
        papers = _papers(case, materials)
        found = directory.departments({case.department_id, *departments})
        if len(found) < 2:
            raise refused.nobody_else()
        row = _open(held, case, papers, days, mend_days, special=special)
        DrawingSeat.objects.bulk_create(
            DrawingSeat(review=row, department_id=each.id) for each in found
        )
        held.note("drawings_open", case, materials=row.materials)
        held.write()
        others = [each.id for each in found if each.id != case.department_id]
        tell_departments(row, DrawingsMove.ASKED, others, case=case, application=held.application)
        if special:
            whole = held.calendar.add_days(held.today, 2 * days + mend_days, DayUnit.WORKING)
            suspend(
                case_id=case_id,
                reason=why_not_counted(each.name for each in found),
                until=whole.day,
                actor=actor,
                procedure=Procedure.EXPERT_REVIEW,
            )
    return row.id


def _open(
    held: Held, case: Case, papers: Sequence[Evidence], days: int, mend_days: int, *, special: bool
) -> DrawingReview:
    row = DrawingReview(
        case=case,
        state=ReviewState.READING,
        special=special,
        materials=sorted({each.material for each in papers}),
        versions=[[str(each.id) for each in papers]],
        days=days,
        mend_days=mend_days,
        due_on=held.calendar.add_days(held.today, days, DayUnit.WORKING).day,
        opened_at=held.at,
        opened_by=held.actor.user_id,
        opened_by_name=held.actor.name,
    )
    if not rows.insert_unless_there(row):
        raise refused.review_stands()
    return row


def write_comments(
    *, review_id: UUID, comments: Sequence[tuple[str, str, str]], ready: bool, actor: Actor
) -> None:
    """What one's own department says of the sheets (sheet, severity, words); `ready`: that is all.
    Written anew until the letter goes out.

    Raises NotFound `cases.no_such_drawing_review`; Conflict `cases.drawing_not_now`; Invalid as
    `rules.drawings.check_comments`.
    """
    written = check_comments(comments)
    with transaction.atomic():
        row, seat = _seat(review_id, actor, ReviewState.READING)
        seat.comments = kept(written)
        _said(row, seat, actor, ready=ready)
        _record("cases.drawings_comment", row, seat.department_id, actor)


def check_drawings(*, review_id: UUID, marks: Mapping[int, tuple[str, str]], actor: Actor) -> None:
    """Whether what one's own department asked for is settled in the revised version: by the place
    of the comment, "yes", or "no" and why. Nothing new is asked for.

    Raises as `write_comments`; Invalid as `rules.drawings.checked`.
    """
    with transaction.atomic():
        row, seat = _seat(review_id, actor, ReviewState.CHECKING)
        seat.comments = kept(checked(read(seat.comments), marks))
        _said(row, seat, actor, ready=True)
        _record("cases.drawings_check", row, seat.department_id, actor)


def tell_drawings(*, review_id: UUID, actor: Actor) -> None:
    """One letter with everything that must be changed and all that is advised; the applicant mends.
    After a revised version it says what still stands.

    Raises NotFound `cases.no_such_drawing_review`; Refused; Conflict `cases.drawing_not_now`.
    """
    with transaction.atomic():
        held, row, seats = _led(review_id, actor, "tell")
        offices = directory.departments(each.department_id for each in seats)
        names = {each.id: each.name for each in offices}
        row.due_on = held.calendar.add_days(held.today, row.mend_days, DayUnit.WORKING).day
        letters = row.told.get("letters", [])
        letter = {
            "at": held.at.isoformat(),
            "until": row.due_on.isoformat(),
            "by": held.actor.name,
            "version": len(row.versions),
            "lapses": True,
            "items": [
                {
                    "department": names[seat.department_id],
                    "department_id": str(seat.department_id),
                    "comments": _to_tell(seat, letters),
                }
                for seat in seats
            ],
        }
        row.told, row.state = {"letters": [*letters, letter]}, ReviewState.MENDING
        row.save()
        case = held.case(row.case_id)
        ask_to_mend(held, case, row.due_on)
        held.note("drawings_tell", case)
        held.write()
        events.publish(
            DrawingsTold(
                about(held.application), row.id, len(letters), case.name, row.due_on, held.at
            )
        )


def _to_tell(seat: DrawingSeat, letters: Sequence[object]) -> list[dict[str, Any]]:
    """All comments in the first letter, what still stands in those after it."""
    told: list[dict[str, Any]] = kept(read(seat.comments)).get("comments", [])
    standing = {n for n, each in enumerate(read(seat.comments)) if each.stands}
    return [each for n, each in enumerate(told) if not letters or n in standing]


def hand_in_drawings(
    *,
    review_id: UUID,
    files: Sequence[Sheet],
    answers: Mapping[tuple[UUID, int], str],
    actor: Actor,
) -> None:
    """The revised version, in one piece, with an answer to each comment that stands (by department
    and place). It is kept beside the version before; the clocks of the case go on.

    Raises NotFound `cases.no_such_drawing_review`; Conflict `cases.drawing_not_now`,
    `cases.drawing_over`; Invalid `cases.drawing_revision`, `cases.drawing_same_file`,
    `cases.drawing_answer`, `vault.*`, `cases.too_many_pages`, `cases.too_many_files`.
    """
    shown = get_drawings_for(actor, review_id)
    application = shown.case.application
    stored = [
        (material, _keep(application, material, upload, name, shown.materials, actor))
        for material, upload, name in files
    ]
    if not stored:
        raise refused.no_revision()
    with transaction.atomic():
        application = lock_application(application.id, actor, Deed.PAPERS)
        row = _locked(review_id, ReviewState.MENDING)
        waiting = _answer(row, answers)
        row.versions = [*row.versions, _add(application, stored, actor)]
        _take_in(row, waiting, hold_cases(application, actor))


def _answer(row: DrawingReview, answers: Mapping[tuple[UUID, int], str]) -> list[UUID]:
    """Put each answer beside its comment; the departments that now look again."""
    waiting = []
    for seat in row.seats.all():
        mine = {n: text for (who, n), text in answers.items() if who == seat.department_id}
        comments = answered(read(seat.comments), mine)
        if any(each.stands for each in comments):
            seat.ready_at, seat.ready_by_name = None, ""
            waiting.append(seat.department_id)
        seat.comments = kept(comments)
        seat.save()
    return waiting


def _take_in(row: DrawingReview, waiting: Sequence[UUID], held: Held) -> None:
    """The departments look again, and their time runs on. A day that is over is over, even if
    nothing was returned yet.
    """
    case = held.case(row.case_id)
    if row.due_on < held.today and mends(held, case) and not goes_on_unanswered(held, row):
        raise refused.mending_over(row.due_on)
    row.state = ReviewState.CHECKING
    row.due_on = held.calendar.add_days(held.today, row.days, DayUnit.WORKING).day
    row.save()
    stop_mending(held, case)
    held.note("drawings_revise", case)
    held.write()
    tell_departments(row, DrawingsMove.CAME, waiting, case=case, application=held.application)


def _keep(
    application: Application,
    material: str,
    upload: BinaryIO,
    name: str,
    reviewed: Collection[str],
    actor: Actor,
) -> StoredRef:
    if material not in reviewed:
        raise refused.no_revision()
    stored = vault.put(owner=application.owner, upload=upload, name=name, actor=actor)
    most = wanted_material(application, material).max_pages
    if stored.pages > most:
        raise errors.too_many_pages(most)
    return stored


def _add(
    application: Application, stored: Sequence[tuple[str, StoredRef]], actor: Actor
) -> list[str]:
    """The files as evidence; the same file as before is no revision."""
    ids = [each.id for _material, each in stored]
    held = Evidence.objects.filter(application=application, stored_object_id__in=ids)
    if held.exists() or len(set(ids)) < len(ids):
        raise refused.same_file()
    return [
        str(
            add_paper(
                application,
                wanted_material(application, material),
                EvidenceKind.UPLOAD,
                actor,
                each,
            ).id
        )
        for material, each in stored
    ]


def close_drawings(*, review_id: UUID, agreed: bool, actor: Actor, reason: str = "") -> None:
    """The end: one opinion of all when every department agrees, or, with a reason, none. The clocks
    run on.

    Raises NotFound `cases.no_such_drawing_review`; Refused; Conflict `cases.drawing_not_now` while
    a department has not agreed; Invalid `cases.reason_needed`, `cases.text_too_long`.
    """
    reason = reason.strip()
    if not agreed and not reason:
        raise errors.reason_needed()
    if len(reason) > LONGEST_TEXT:
        raise errors.text_too_long(LONGEST_TEXT)
    with transaction.atomic():
        held, row, seats = _led(review_id, actor, "agree" if agreed else "fail")
        row.state = ReviewState.AGREED if agreed else ReviewState.FAILED
        row.closed_at, row.closed_by_name = held.at, held.actor.name
        row.reason = "" if agreed else reason
        row.save()
        case = held.case(row.case_id)
        stop_mending(held, case)
        held.note("drawings_close", case, outcome=str(row.state))
        held.write()
        move = DrawingsMove.AGREED if agreed else DrawingsMove.FAILED
        tell_end(row, move, seats, case, held.application)
        if row.special and case.state == CaseState.SUSPENDED:
            resume(case_id=case.id, actor=actor)


def drawing_file(*, review_id: UUID, evidence_id: UUID, actor: Actor) -> ObjectContent:
    """A sheet of any version in clear, on record, for who takes part.

    Raises NotFound `cases.no_such_drawing_review`, `cases.no_such_evidence`.
    """
    row = get_drawings_for(actor, review_id)
    paper = Evidence.objects.filter(id=evidence_id, stored_object__isnull=False).first()
    listed = {each for version in row.versions for each in version}
    if paper is None or paper.stored_object_id is None or str(paper.id) not in listed:
        raise errors.no_such_evidence()
    return vault.open_object(paper.stored_object_id, actor=actor, purpose="cases.drawings")


def _days(days: int | None) -> int:
    if days is None or not 1 <= days <= MOST_DAYS:
        raise refused.bad_days(MOST_DAYS)
    return days


def _papers(case: Case, materials: Collection[str]) -> list[Evidence]:
    wanted = set(case.materials.values_list("material", flat=True)).intersection(materials)
    found = Evidence.objects.filter(
        application_id=case.application_id, material__in=wanted, stored_object__isnull=False
    )
    papers = list(found.order_by("material", "index"))
    if not papers:
        raise refused.nothing_to_review()
    return papers


def held_by_lead(case_id: UUID, actor: Actor) -> tuple[Held, Case]:
    """The case held by an officer of the department that leads. Raises NotFound
    `cases.no_such_case`; Refused; Conflict `cases.already_decided`.
    """
    held, case = hold(case_id, actor)
    require(actor, Permission.CASES_REVIEW, scope_of(case))
    stand_in(held, case)
    require_undecided(case)
    return held, case


def _led(review_id: UUID, actor: Actor, act: str) -> tuple[Held, DrawingReview, list[DrawingSeat]]:
    """A review held with its case, by the department that leads it and may do this now."""
    shown = get_drawings_for(actor, review_id)
    held, _case = held_by_lead(shown.case_id, actor)
    row = _locked(review_id)
    seats = list(row.seats.order_by("department__code"))
    late = row.due_on < held.today and row.state == ReviewState.READING
    if act not in lead_may(ReviewState(row.state), desks_of(seats), late=late):
        raise refused.not_now()
    return held, row, seats


def _locked(review_id: UUID, *states: ReviewState) -> DrawingReview:
    found = DrawingReview.objects.select_for_update(of=("self",)).select_related("case")
    row = found.get(id=review_id)
    if (states and row.state not in states) or row.case.decided_at or row.case.ended_at:
        raise refused.not_now()
    return row


def _seat(review_id: UUID, actor: Actor, state: ReviewState) -> tuple[DrawingReview, DrawingSeat]:
    get_drawings_for(actor, review_id)
    row = _locked(review_id, state)
    for seat in row.seats.order_by("department__code"):
        if actor.may(Permission.CASES_REVIEW, seat_scope(seat.department_id, row.case)):
            if state in WITH_DEPARTMENTS - {ReviewState.READING} and seat.ready_at is not None:
                raise refused.not_now()
            return row, seat
    raise refused.not_now()


def _said(row: DrawingReview, seat: DrawingSeat, actor: Actor, *, ready: bool) -> None:
    seat.ready_at = clock.now() if ready else None
    seat.ready_by_name = actor.name if ready else ""
    seat.save()
    if ready:
        tell_who_is_missing(row, seat)


def _record(action: str, row: DrawingReview, department_id: UUID, actor: Actor) -> None:
    audit.record(
        action=action,
        target_type="cases.case",
        target_id=row.case_id,
        actor=actor,
        department_id=department_id,
        facts={},
    )
