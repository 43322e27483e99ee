"""联合踏勘: one appointment for several departments; each writes its own finding, one may dissent.

Whoever changes an appointment holds its application, as whoever moves a case does: two departments
that schedule at once make one appointment.
"""

from collections.abc import Sequence
from datetime import date
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import SYSTEM, Actor, Permission, require
from onevisit.audit import services as audit
from onevisit.audit.rules import Act
from onevisit.cases import errors
from onevisit.cases.access import get_case_for, scope_of
from onevisit.cases.models import (
    Application,
    Case,
    JointAct,
    JointEvent,
    JointFinding,
    JointPhoto,
)
from onevisit.cases.queries.joint import slot_of, standing, visited_steps
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.events import CaseEnded
from onevisit.cases.rules.joint import (
    ANSWERING,
    MOST_PHOTOS,
    UNDER_REVIEW,
    ActMove,
    ActState,
    Noted,
    Slot,
    Verdict,
    believed,
    check_finding,
    check_slot,
    check_words,
    finding_due,
    group_of,
    is_due,
    visit_step,
)
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.cases.rules.points import Given, Mark, check_points
from onevisit.cases.rules.points import kept as kept_points
from onevisit.cases.rules.submission import LONGEST_TEXT
from onevisit.cases.services.holding import Held, hold
from onevisit.cases.services.joint_guards import (
    points_to_tick,
    read_case,
    standing_act,
    written_before,
)
from onevisit.cases.services.joint_history import append_event
from onevisit.cases.services.review import require_undecided, stand_in
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound
from onevisit.vault import services as vault
from onevisit.vault.rules import MediaType, ObjectContent

Photo = tuple[BinaryIO, str]
"""A photograph as it is sent: content and name."""

_LEAVING = frozenset(
    {
        CaseState.WITHDRAWN,
        CaseState.RETURNED,
        CaseState.TERMINATED,
        CaseState.VOID,
        CaseState.PASSED_UP,
    }
)


def plan_visit(
    *,
    case_id: UUID,
    slot: Slot,
    place: str,
    phone: str,
    actor: Actor,
    prepare: str = "",
) -> UUID:
    """Make the one appointment of all cases that are visited together with this one; its id.

    Raises Invalid as `rules.joint.check_slot` and `check_words`, Conflict `cases.no_visit_due` when
    the case has nothing to look at, `cases.visit_already_planned` naming who was quicker.
    """
    place, prepare, phone = place.strip(), prepare.strip(), phone.strip()
    check_words(place, prepare, phone)
    with transaction.atomic():
        held, case = _hold(case_id, actor)
        stand_in(held, case)
        require_undecided(case)
        check_slot(slot, held.at, held.calendar)
        if not is_due(read_case(held, case), slot.on):
            raise Conflict("cases.no_visit_due")
        act = _begin(held, case)
        act.words = {"place": place, "prepare": prepare, "phone": phone}
        _happens(held, act, ActMove.PLAN, case, slot=slot)
        held.note("visit_plan", case, day=slot.on.isoformat(), half=str(slot.half))
        held.write()
    return act.id


def _begin(held: Held, case: Case) -> JointAct:
    group = group_of(held.offer.offer, case.part)
    stands = standing_act(held, case)
    if stands is not None:
        raise Conflict("cases.visit_already_planned", who=stands.planned_by_name, on=stands.on)
    return JointAct(
        application=held.application,
        key=group.key,
        name=group.name,
        department_id=case.department_id,
        last_seq=0,
        planned_at=held.at,
        planned_by=held.actor.user_id,
        planned_by_name=held.actor.name,
    )


def move_visit(
    *, case_id: UUID, slot: Slot, reason: str, actor: Actor, version: int | None = None
) -> None:
    """Another time for all who are still to look, with a reason that everybody reads.

    Raises Conflict `cases.visit_not_planned`, `cases.visit_moved_on` when somebody changed it since
    `version` was shown; Invalid `cases.reason_needed`, `cases.visit_same_time` and as `check_slot`.
    """
    reason = _required(reason)
    with transaction.atomic():
        held, case = _hold(case_id, actor)
        stand_in(held, case)
        act = _planned(held, case)
        _require_unmoved(act, version)
        check_slot(slot, held.at, held.calendar)
        if slot == slot_of(act):
            raise Invalid("cases.visit_same_time", field="on")
        _happens(held, act, ActMove.MOVE, case, slot=slot, reason=reason)
        held.note("visit_move", case, day=slot.on.isoformat(), half=str(slot.half))
        held.write()


def cancel_visit(*, case_id: UUID, reason: str, actor: Actor, version: int | None = None) -> None:
    """Nobody comes; what was found before stands. A new appointment may be made.

    Raises as `move_visit`.
    """
    reason = _required(reason)
    with transaction.atomic():
        held, case = _hold(case_id, actor)
        stand_in(held, case)
        act = _planned(held, case)
        _require_unmoved(act, version)
        _happens(held, act, ActMove.CANCEL, case, reason=reason)
        held.note("visit_cancel", case)
        held.write()


def keep_visit(*, case_id: UUID, reason: str, actor: Actor) -> None:
    """Answer who asked for another time that it stays, with a reason they read.

    Raises Conflict `cases.visit_not_planned`, `cases.visit_nothing_asked`; Invalid
    `cases.reason_needed`, `cases.text_too_long`.
    """
    reason = _required(reason)
    with transaction.atomic():
        held, case = _hold(case_id, actor)
        stand_in(held, case)
        act = _planned(held, case)
        last = act.events.filter(move__in=[*ANSWERING, ActMove.ASK]).order_by("-seq").first()
        if last is None or last.move != ActMove.ASK:
            raise Conflict("cases.visit_nothing_asked")
        _happens(held, act, ActMove.KEEP, case, reason=reason)
        held.note("visit_keep", case)
        held.write()


def join_visit(*, case_id: UUID, going: bool, actor: Actor) -> None:
    """Say that one comes oneself, or take it back; the applicant reads the names. Twice is once.

    Raises Conflict `cases.visit_not_planned`.
    """
    with transaction.atomic():
        held, case = _hold(case_id, actor)
        act = _planned(held, case)
        move = ActMove.GO if going else ActMove.STAY
        said = (
            JointEvent.objects.filter(
                act=act, case=case, actor_id=actor.user_id, move__in=[ActMove.GO, ActMove.STAY]
            )
            .order_by("-seq")
            .first()
        )
        if said is None and not going:
            return
        if said is not None and said.move == move:
            return
        _happens(held, act, move, case)
        held.note("visit_go" if going else "visit_stay", case)
        held.write()


def write_finding(
    *,
    case_id: UUID,
    verdict: Verdict,
    note: str,
    actor: Actor,
    mend_by: date | None = None,
    photos: Sequence[Photo] = (),
    nth: int | None = None,
    noted: Noted | None = None,
    points: Sequence[Given] = (),
) -> None:
    """What the department found: completes the site visit of its own case, whatever others find.

    The first is written from the day of the visit on; while it is not "passed", another may follow,
    when what was wrong has been looked at again, and the newest counts. `nth` is how many there
    were when the page was shown. What a device `noted` is written once: the same again changes
    nothing. `points` are what was ticked, in the order of the item's list. Raises Invalid as
    `check_finding` and `rules.points.check_points`, `cases.text_too_long`,
    `cases.visit_photo_only`, `cases.visit_too_many_photos` and `vault.*`; Conflict
    `cases.visit_not_planned`, `cases.visit_not_yet`, `cases.visit_already_found` naming who wrote,
    `cases.already_decided`.
    """
    note, mend_by = _short(note), mend_by if verdict is Verdict.MEND else None
    if written_before(case_id, noted, actor):
        return
    explained = note or next((each.note for each in points if each.mark == Mark.BAD), "")
    check_finding(verdict, mend_by, explained, clock.today())
    kept = _keep(case_id, photos, actor)
    with transaction.atomic():
        held, case = _hold(case_id, actor)
        if written_before(case_id, noted, actor):
            return
        stand_in(held, case)
        require_undecided(case)
        act, first = _to_find(held, case, nth)
        ticked = check_points(points_to_tick(held, case), points, verdict)
        row = _row(held, case, act, verdict, mend_by, noted)
        row.due_on = _complete(held, case, act) if first else None
        row.note, row.points = note, kept_points(ticked)
        row.save(force_insert=True)
        JointPhoto.objects.bulk_create(
            JointPhoto(finding=row, index=index, stored_object_id=stored)
            for index, stored in enumerate(kept)
        )
        _happens(held, act, ActMove.FIND, case)
        held.note("visit_find", case, verdict=str(verdict))
        held.write()
        if act.state == ActState.PLANNED:
            _close_if_over(act, held.application)


def _row(
    held: Held,
    case: Case,
    act: JointAct,
    verdict: Verdict,
    mend_by: date | None,
    noted: Noted | None,
) -> JointFinding:
    return JointFinding(
        act=act,
        case=case,
        seq=act.last_seq + 1,
        verdict=verdict,
        mend_by=mend_by,
        at=held.at,
        author_id=held.actor.user_id,
        author_name=held.actor.name,
        entry=noted.entry if noted else None,
        noted_at=believed(noted.at, act.on, held.at) if noted else None,
    )


def _keep(case_id: UUID, photos: Sequence[Photo], actor: Actor) -> list[UUID]:
    """Photographs go to the vault before anything is locked, under the applicant's name."""
    if not photos:
        return []
    if len(photos) > MOST_PHOTOS:
        raise Invalid("cases.visit_too_many_photos", field="photos", limit=MOST_PHOTOS)
    case = get_case_for(actor, case_id)
    require(actor, Permission.CASES_REVIEW, scope_of(case))
    kept: dict[UUID, None] = {}
    for upload, name in photos:
        stored = vault.put(owner=case.application.owner, upload=upload, name=name, actor=actor)
        if stored.media_type is MediaType.PDF:
            raise Invalid("cases.visit_photo_only", field="photos")
        kept[stored.id] = None
    return list(kept)


def _to_find(held: Held, case: Case, nth: int | None) -> tuple[JointAct, bool]:
    """The appointment the finding belongs to, and whether it is the case's first there."""
    before = list(JointFinding.objects.filter(case=case).order_by("-at", "-seq"))
    newest = before[0] if before else None
    if nth not in (None, len(before)):
        raise Conflict("cases.visit_already_found", who=newest.author_name if newest else "")
    if CaseState(case.state) not in UNDER_REVIEW:
        raise errors.not_possible("visit", case.state)
    act = standing_act(held, case)
    if act is not None and is_due(read_case(held, case, act), act.on):
        if held.today < act.on:
            raise Conflict("cases.visit_not_yet", on=act.on)
        return act, True
    if newest is None:
        raise Conflict("cases.visit_not_planned")
    if newest.verdict == Verdict.PASSED:
        raise Conflict("cases.visit_already_found", who=newest.author_name)
    return newest.act, False


def _complete(held: Held, case: Case, act: JointAct) -> date:
    """Do the site visit of the case; one whose turn has not come yet is opened for it. Returns by
    when the finding was to be written.
    """
    item = held.item(case)
    known = held.tasks.get(case.id, [])
    step = visit_step(item, held.application.answers, {t.step for t in known if t.state == "done"})
    if step is None:
        raise Conflict("cases.no_visit_due")
    task = next((each for each in known if each.step == step.key), None)
    if task is None:
        task = held.open_step(case, step)
    held.complete(task)
    held.open_due(case)
    return finding_due(slot_of(act), step, held.calendar, item.regime.unit)


def visit_photo(*, case_id: UUID, photo_id: UUID, actor: Actor) -> ObjectContent:
    """A photograph of a visit in clear, on record, for the department that took it.

    Raises NotFound `cases.no_such_evidence`, also for everybody else.
    """
    case = get_case_for(actor, case_id)
    row = JointPhoto.objects.filter(id=photo_id, finding__case=case).first()
    if row is None or not actor.may(Permission.CASES_REVIEW, scope_of(case)):
        raise NotFound("cases.no_such_evidence")
    return vault.open_object(row.stored_object_id, actor=actor, purpose="cases.visit_photo")


def case_left(event: CaseEnded) -> None:
    """A case that ended before it was looked at leaves its appointment; the last one that leaves
    makes it lapse. Runs in the transaction that ended the case, which holds the application.
    """
    if event.state not in _LEAVING:
        return
    acts = JointAct.objects.filter(application_id=event.application_id, state=ActState.PLANNED)
    for act in acts.select_related("application"):
        _leave(act, event.case_id)


def _leave(act: JointAct, case_id: UUID) -> None:
    case = Case.objects.get(id=case_id)
    offer = pinned(act.application).offer
    accepted = case.accepted_at and clock.local_date(case.accepted_at)
    if group_of(offer, case.part).key != act.key or not accepted or accepted > act.on:
        return
    done = visited_steps([case_id]).get(case_id, set())
    if visit_step(offer.part(case.part).item, act.application.answers, done) is None:
        return
    append_event(act, ActMove.LEAVE, case, SYSTEM)
    audit.record_many(
        [Act("cases.visit_leave", "cases.case", case_id, {}, case.department_id)], actor=SYSTEM
    )
    _close_if_over(act, act.application)


def _close_if_over(act: JointAct, application: Application) -> None:
    """Nobody is still to look: it is done, or, when nothing was found, it has lapsed."""
    cases = list(Case.objects.filter(application=application))
    done = visited_steps(case.id for case in cases)
    found = set(JointFinding.objects.filter(act=act).values_list("case_id", flat=True))
    offer = pinned(application).offer
    for case in cases:
        read = standing(case, application, done.get(case.id, ()), found=case.id in found)
        if group_of(offer, case.part).key == act.key and is_due(read, act.on):
            return
    append_event(act, ActMove.DONE if found else ActMove.LAPSE, None, SYSTEM)


def _hold(case_id: UUID, actor: Actor) -> tuple[Held, Case]:
    held, case = hold(case_id, actor)
    require(actor, Permission.CASES_REVIEW, scope_of(case))
    return held, case


def _planned(held: Held, case: Case) -> JointAct:
    """The appointment that stands, in which this case takes part, or would if it were moved: one
    accepted after the day may move what is still to be done.
    """
    act = standing_act(held, case)
    if act is None:
        raise Conflict("cases.visit_not_planned")
    read = read_case(held, case, act)
    if not (read.found or is_due(read, max(act.on, held.today))):
        raise Conflict("cases.visit_not_planned")
    return act


def _require_unmoved(act: JointAct, version: int | None) -> None:
    if version is not None and version != act.last_seq:
        last = act.events.order_by("-seq").first()
        raise Conflict("cases.visit_moved_on", who=last.actor_name if last else "")


def _required(reason: str) -> str:
    if not reason.strip():
        raise errors.reason_needed()
    return _short(reason)


def _short(text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        raise errors.text_too_long(LONGEST_TEXT)
    return text


def _happens(
    held: Held,
    act: JointAct,
    move: ActMove,
    case: Case,
    *,
    slot: Slot | None = None,
    reason: str = "",
) -> None:
    append_event(act, move, case, held.actor, at=held.at, slot=slot, reason=reason)
