"""智能柜: results laid into a locker, fetched by their code, or taken back when nobody came.

The application is locked first; the stay is a record of the room below. Fetching is a contact at
the locker's place, at whatever hour: whoever fetches went there. What must be handed to somebody
identified never lies in a locker (`rules.submission.collections_of`).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import SYSTEM, Actor, Deed, Permission
from onevisit.cases import errors
from onevisit.cases.access import is_applicant, require_here, sees_application
from onevisit.cases.errors.lodging import nothing_to_lay_in
from onevisit.cases.models import Application, Case, KeptPaper, Lodged
from onevisit.cases.queries.hands import fetches
from onevisit.cases.queries.pinning import about
from onevisit.cases.rules.events import ContactHappened, ContactKind, LockerMoved
from onevisit.cases.rules.lifecycle import SETTLED, Action, CaseState
from onevisit.cases.services.helping import take_hand
from onevisit.cases.services.holding import Held, hold_cases
from onevisit.cases.services.papers import let_go
from onevisit.cases.services.posting import require_originals_seen, still_here
from onevisit.cases.services.results import keep_document
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.delivery import services as delivery
from onevisit.delivery.errors import lockers as locker_errors
from onevisit.delivery.errors.consignments import paper_not_here
from onevisit.delivery.queries import consignments as offices
from onevisit.delivery.queries import lockers
from onevisit.delivery.rules.consignments import Where
from onevisit.delivery.rules.lockers import CodeSent, News, StayInfo, StayMark, StayState
from onevisit.kernel import clock, events


def reserve_door(
    *, application_id: UUID, locker_id: UUID, door: str, actor: Actor, early: bool = False
) -> UUID:
    """Take a door for all results of an application that are ready. Returns the stay's id; then
    the door is opened (`delivery.services.open_door`), and `lay_in` says that they lie there.

    While parts are still being decided it is better to wait: `early` says that it must not be.
    Raises NotFound `cases.no_such_application`, `delivery.no_such_locker`; Refused
    `accounts.not_permitted`; Conflict `cases.nothing_to_lay_in`, `cases.worth_waiting`,
    `cases.originals_not_seen`, `delivery.paper_not_here`, `delivery.door_taken`.
    """
    with transaction.atomic():
        held = _held(application_id, actor)
        application = held.application
        ready = still_here(held)
        chosen = application.collection == Collection.LOCKER
        if not ready or not chosen or application.collection_point_id != actor.service_point_id:
            raise nothing_to_lay_in()
        running = [case.name for case in held.cases if CaseState(case.state) not in SETTLED]
        if running and not early:
            raise errors.worth_waiting(running)
        require_originals_seen(application)
        _require_papers_here(ready, actor)
        stay_id = delivery.reserve_door(
            locker_id=locker_id, door=door, pieces=len(ready), actor=actor
        )
        Lodged.objects.bulk_create(Lodged(case=case, stay_id=stay_id) for case in ready)
        return stay_id


def lay_in(*, stay_id: UUID, actor: Actor) -> None:
    """They lie there: the applicant is told the code. Raises as `delivery.services.lay_in`."""
    with transaction.atomic():
        held = _held_of_stay(stay_id, actor)
        delivery.lay_in(stay_id=stay_id, sent=_code_for(held.application), actor=actor)
        for case in _behind(held, stay_id):
            keep_document(case.id, actor)
        _wake(held, stay_id, StayMark.LAY)


def release_door(*, stay_id: UUID, actor: Actor) -> None:
    """They are not laid in after all. Raises as `delivery.services.release_door`."""
    with transaction.atomic():
        _held_of_stay(stay_id, actor)
        delivery.release_door(stay_id=stay_id, actor=actor)
        Lodged.objects.filter(stay_id=stay_id).update(live=False)


def fetch_back(*, stay_id: UUID, actor: Actor) -> None:
    """The clerk takes them out again: they are had at this out-window from now on. Raises as
    `delivery.services.take_back`.
    """
    with transaction.atomic():
        held = _held_of_stay(stay_id, actor)
        before = lockers.stay_by_id(stay_id).state
        delivery.take_back(stay_id=stay_id, actor=actor)
        Lodged.objects.filter(stay_id=stay_id).update(live=False)
        if before is StayState.LAID:
            _to_window(held, stay_id)


def renew_code(*, stay_id: UUID, actor: Actor) -> None:
    """The applicant wants another code; the one before opens nothing any more.

    Raises NotFound `delivery.no_such_stay`, Conflict `delivery.stay_moved_on`, Refused
    `cases.wrong_receiver` for a helper and who else may not fetch it.
    """
    with transaction.atomic():
        application = _locked(_application_of(stay_id))
        if not is_applicant(actor, application):
            raise locker_errors.no_such_stay()
        take_hand(application, actor, Deed.COLLECT)
        if not fetches(actor, application):
            raise errors.wrong_receiver()
        held = hold_cases(application, actor)
        asked_by = "" if actor.person_id == application.applicant_id else actor.name
        sent = replace(_code_for(application), by=asked_by)
        delivery.new_code(stay_id=stay_id, sent=sent, actor=actor)
        _wake(held, stay_id, StayMark.LAY)


def hear_locker(*, body: bytes, headers: Mapping[str, str]) -> dict[str, str]:
    """What a locker asks or tells, and what it is answered; the same told again changes nothing.

    Raises Refused `delivery.bad_news` for what is not signed, NotFound `delivery.no_such_stay` for
    a number that does not lie there: it is to be told again later.
    """
    told = lockers.heard(body, headers)
    if told.news is News.CODE:
        answer, number = delivery.answer_code(device=told.device, door=told.door, code=told.code)
        return {"answer": str(answer), "number": number}
    stay_id = lockers.stay_numbered(told.number, told.device)
    if stay_id is None:
        raise locker_errors.no_such_stay()
    done = _collected(stay_id) if told.news is News.OPENED else _not_collected(stay_id)
    return {"answer": "applied" if done else "known", "number": told.number}


def sweep_lockers() -> int:
    """What nobody fetched in time goes back to the window; how many did. Safe at any time."""
    return sum(_not_collected(stay_id) for stay_id in lockers.stays_over())


def _collected(stay_id: UUID) -> bool:
    """Fetched by its code: delivered, and a contact at the locker's place."""
    with transaction.atomic():
        held = hold_cases(_locked(_application_of(stay_id)), SYSTEM)
        stay = lockers.stay_by_id(stay_id)
        if stay.state is not StayState.LAID:
            return False
        delivery.collect_stay(stay_id=stay_id)
        fetched = _behind(held, stay_id)
        for case in fetched:
            held.move(case, Action.DELIVER, facts={"how": "locker", "stay": stay.number})
        let_go(fetched)
        held.write()
        Lodged.objects.filter(stay_id=stay_id).update(live=False)
        events.publish(_contact(held, stay))
        return True


def _not_collected(stay_id: UUID) -> bool:
    with transaction.atomic():
        held = hold_cases(_locked(_application_of(stay_id)), SYSTEM)
        if lockers.stay_by_id(stay_id).state is not StayState.LAID:
            return False
        delivery.expire_stay(stay_id=stay_id)
        _to_window(held, stay_id)
        return True


def _to_window(held: Held, stay_id: UUID) -> None:
    """From now on they are had at the out-window beside the locker, and the applicant knows."""
    application = held.application
    application.collection = str(Collection.WINDOW)
    application.save(update_fields=["collection"])
    _wake(held, stay_id, StayMark.EXPIRE)


def _contact(held: Held, stay: StayInfo) -> ContactHappened:
    return ContactHappened(
        application_id=held.application.id,
        person_id=held.application.applicant_id,
        service_point_id=stay.locker.point_id,
        window="",
        at=clock.now(),
        kind=ContactKind.LOCKER,
        recorded_by=None,
    )


def _wake(held: Held, stay_id: UUID, mark: StayMark) -> None:
    stay = lockers.stay_by_id(stay_id)
    door = (stay.locker.point, stay.locker.where, stay.locker.name, stay.door)
    where = " ".join(door) if mark is StayMark.LAY else stay.locker.point
    until = clock.local_date(stay.until) if stay.until else None
    said: dict[str, Any] = {"mark": str(mark), "where": where, "issue": stay.issue, "until": until}
    events.publish(LockerMoved(about(held.application), stay_id, at=held.at, **said))


def _code_for(application: Application) -> CodeSent:
    person = accounts.masked_person(application.applicant)
    return CodeSent(person.name, person.masked_phone)


def _held(application_id: UUID, actor: Actor) -> Held:
    application = _locked(application_id)
    if not sees_application(actor, application):
        raise errors.no_such_application()
    require_here(actor, Permission.CASES_HAND_OUT, application)
    return hold_cases(application, actor)


def _held_of_stay(stay_id: UUID, actor: Actor) -> Held:
    """Raises NotFound `delivery.no_such_stay`, also for an application the actor may not see."""
    application = _locked(_application_of(stay_id))
    if not sees_application(actor, application):
        raise locker_errors.no_such_stay()
    require_here(actor, Permission.CASES_HAND_OUT, application)
    return hold_cases(application, actor)


def _application_of(stay_id: UUID) -> UUID:
    rows = Lodged.objects.filter(stay_id=stay_id).values_list("case__application_id", flat=True)
    found = rows.first()
    if found is None:
        raise locker_errors.no_such_stay()
    return found


def _locked(application_id: UUID) -> Application:
    application = Application.objects.select_for_update().filter(id=application_id).first()
    if application is None:
        raise errors.no_such_application()
    return application


def _behind(held: Held, stay_id: UUID) -> list[Case]:
    """The cases behind the door whose result still waits."""
    rows = Lodged.objects.filter(stay_id=stay_id, live=True)
    ids = set(rows.values_list("case_id", flat=True))
    return [case for case in held.cases if case.id in ids and case.state == CaseState.ISSUED]


def _require_papers_here(cases: list[Case], actor: Actor) -> None:
    """The papers that travel between offices must have arrived."""
    rows = KeptPaper.objects.filter(case__in=cases).values_list("paper_id", flat=True)
    for paper in offices.papers(list(rows)).values():
        if paper.where is not Where.OFFICE or paper.office_id != actor.service_point_id:
            raise paper_not_here(paper.name)
