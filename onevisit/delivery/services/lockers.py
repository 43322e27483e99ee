"""Lockers: doors opened for clerks, codes answered, what lay there taken out or back.

Whoever knows what lies behind a door locks that first, then calls these.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from hmac import compare_digest
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from onevisit.accounts.rules import SYSTEM, Actor, Permission, Scope, require
from onevisit.audit import services as audit
from onevisit.delivery.adapters.cabinet import CabinetAway, cabinets
from onevisit.delivery.errors import lockers as errors
from onevisit.delivery.models import Locker, Stay
from onevisit.delivery.queries.lockers import codes_of
from onevisit.delivery.rules.lockers import (
    HOLDING,
    LONGEST_NAME,
    LONGEST_WHERE,
    MOST_DAYS,
    MOST_TRIES,
    Answer,
    CodeSent,
    Door,
    StayMark,
    StayState,
    moved,
    read_doors,
    typed_code,
)
from onevisit.directory import queries as directory
from onevisit.kernel import clock


@dataclass(frozen=True, slots=True)
class LockerWords:
    """What an officer writes down of a locker; `doors` as `rules.lockers.read_doors` reads them."""

    name: str
    device: str
    where: str
    hours: str
    keep_days: int
    doors: str


@transaction.atomic
def keep_locker(
    *, point_id: UUID, words: LockerWords, actor: Actor, locker_id: UUID | None = None
) -> UUID:
    """Set up a locker at a service point, or change one: what lies in it keeps its door and its
    term. Returns its id.

    Raises NotFound `directory.no_such_service_point`, `delivery.no_such_locker`; Refused
    `accounts.not_permitted`; Invalid `delivery.locker_words_needed`, `delivery.bad_keep_days`,
    `delivery.bad_doors`; Conflict `delivery.device_taken`, `delivery.doors_in_use`.
    """
    point = directory.service_point_by_id(point_id)
    require(actor, Permission.CATALOGUE_EDIT, Scope(None, point.region))
    locker = Locker() if locker_id is None else _locker(locker_id, point_id)
    for field, most in (
        ("name", LONGEST_NAME),
        ("device", LONGEST_NAME),
        ("where", LONGEST_WHERE),
        ("hours", LONGEST_WHERE),
    ):
        text = " ".join(str(getattr(words, field)).split())
        if not text or len(text) > most:
            raise errors.locker_words_needed(field)
        setattr(locker, field, text)
    if not 1 <= words.keep_days <= MOST_DAYS:
        raise errors.bad_keep_days(MOST_DAYS)
    doors = read_doors(words.doors)
    _require_used_doors(locker, doors)
    locker.point_id, locker.keep_days = point.id, words.keep_days
    locker.doors = [[each.number, each.size.value] for each in doors]
    try:
        with transaction.atomic():
            locker.save()
    except IntegrityError:
        other = Locker.objects.get(device=locker.device)
        raise errors.device_taken(other.name) from None
    audit.record(
        action="delivery.keep_locker",
        target_type="delivery.locker",
        target_id=locker.id,
        actor=actor,
        facts={"locker": locker.name, "days": locker.keep_days, "doors": len(doors)},
    )
    return locker.id


@transaction.atomic
def reserve_door(*, locker_id: UUID, door: str, pieces: int, actor: Actor) -> UUID:
    """Take a free door for so many papers, at the clerk's own office. Returns the stay's id.

    Raises NotFound `delivery.no_such_locker`, Conflict `delivery.door_taken`.
    """
    locker = _locker(locker_id, actor.service_point_id)
    if door not in {number for number, _size in locker.doors}:
        raise errors.door_taken(door)
    stay = Stay(
        number=f"GZ{clock.today():%Y%m%d}{_next_number():06d}",
        state=moved(None, StayMark.RESERVE),
        locker=locker,
        door=door,
        pieces=pieces,
        laid_by=actor.name,
    )
    try:
        with transaction.atomic():
            stay.save(force_insert=True)
    except IntegrityError:
        raise errors.door_taken(door) from None
    _record(stay, StayMark.RESERVE, actor)
    return stay.id


def open_door(*, stay_id: UUID, actor: Actor) -> None:
    """Open the door for the clerk who stands before it; never inside a transaction.

    Raises NotFound `delivery.no_such_stay`, Conflict `delivery.no_cabinets`,
    `delivery.cabinet_away`, `delivery.stay_moved_on`.
    """
    stay = Stay.objects.select_related("locker").filter(id=stay_id).first()
    if stay is None or stay.locker.point_id != actor.service_point_id:
        raise errors.no_such_stay()
    if stay.state not in {*HOLDING, StayState.TAKEN_BACK}:
        raise errors.stay_moved_on()
    found = cabinets()
    if found is None:
        raise errors.no_cabinets()
    try:
        found.open_door(stay.locker.device, stay.door)
    except CabinetAway:
        raise errors.cabinet_away() from None


@transaction.atomic
def lay_in(*, stay_id: UUID, sent: CodeSent, actor: Actor) -> datetime:
    """It lies there and the door is closed: from now on its first code opens it, until the moment
    returned; `sent`: for whom that is. Raises NotFound `delivery.no_such_stay`, Conflict
    `delivery.stay_moved_on`.
    """
    stay = _own(stay_id, actor)
    stay.state = moved(StayState(stay.state), StayMark.LAY)
    last = clock.today() + timedelta(days=stay.locker.keep_days)
    until = datetime.combine(last, time(23, 59, 59), clock.SHANGHAI)
    stay.laid_at, stay.until, stay.laid_by, stay.issue = clock.now(), until, actor.name, 1
    stay.sent = asdict(sent)
    stay.save()
    _record(stay, StayMark.LAY, actor)
    return until


@transaction.atomic
def release_door(*, stay_id: UUID, actor: Actor) -> None:
    """It is not laid in after all. Raises as `lay_in`."""
    _end(_own(stay_id, actor), StayMark.RELEASE, actor)


@transaction.atomic
def take_back(*, stay_id: UUID, actor: Actor) -> None:
    """The clerk of that office takes it out again. Raises as `lay_in`."""
    _end(_own(stay_id, actor), StayMark.TAKE_BACK, actor)


@transaction.atomic
def expire_stay(*, stay_id: UUID) -> None:
    """Its time is over, or it must not be had any more: no code opens it. Raises as `lay_in`."""
    stay = _locked(stay_id)
    stay.state = moved(StayState(stay.state), StayMark.EXPIRE)
    stay.save(update_fields=["state"])
    _record(stay, StayMark.EXPIRE, SYSTEM)


@transaction.atomic
def collect_stay(*, stay_id: UUID) -> None:
    """It was taken out by its code. Raises as `lay_in`."""
    _end(_locked(stay_id), StayMark.COLLECT, SYSTEM)


@transaction.atomic
def new_code(*, stay_id: UUID, sent: CodeSent, actor: Actor) -> int:
    """Another code, and for whom; the one before opens nothing any more. Returns how many there
    were.

    Raises NotFound `delivery.no_such_stay`, Conflict `delivery.stay_moved_on` for what does not
    wait in a locker.
    """
    stay = _locked(stay_id)
    if stay.state != StayState.LAID:
        raise errors.stay_moved_on()
    stay.issue, stay.tries = stay.issue + 1, 0
    stay.sent = asdict(sent)
    stay.save(update_fields=["issue", "tries", "sent_sealed"])
    audit.record(
        action="delivery.new_code",
        target_type="delivery.stay",
        target_id=stay.id,
        actor=actor,
        facts={"stay": stay.number},
    )
    return stay.issue


@transaction.atomic
def answer_code(*, device: str, door: str, code: str) -> tuple[Answer, str]:
    """Whether this code opens that door now, and the number of what lies behind it. A wrong one
    counts; after `MOST_TRIES` the right one opens nothing either.
    """
    rows = Stay.objects.select_for_update(of=("self",)).filter(
        locker__device=device, door=door, state__in=[StayState.LAID, StayState.OVERDUE]
    )
    stay = next(iter(rows), None)
    if stay is None:
        return Answer.NOTHING, ""
    if stay.state == StayState.OVERDUE or (stay.until and stay.until < clock.now()):
        return Answer.OVER, ""
    if stay.tries >= MOST_TRIES:
        return Answer.SPENT, ""
    given = typed_code(code).encode()
    if any(compare_digest(each.encode(), given) for each in codes_of(stay.id, stay.issue)):
        return Answer.OPEN, stay.number
    stay.tries += 1
    stay.save(update_fields=["tries"])
    return (Answer.SPENT if stay.tries >= MOST_TRIES else Answer.WRONG), ""


def _end(stay: Stay, mark: StayMark, actor: Actor) -> None:
    stay.state = moved(StayState(stay.state), mark)
    stay.ended_at, stay.ended_by = clock.now(), actor.name if actor.is_staff else ""
    stay.save(update_fields=["state", "ended_at", "ended_by"])
    _record(stay, mark, actor)


def _require_used_doors(locker: Locker, doors: tuple[Door, ...]) -> None:
    used = Stay.objects.filter(locker_id=locker.id, state__in=list(HOLDING))
    gone = set(used.values_list("door", flat=True)) - {each.number for each in doors}
    if gone:
        raise errors.doors_in_use("、".join(sorted(gone)))


def _locker(locker_id: UUID, point_id: UUID | None) -> Locker:
    locker = Locker.objects.select_for_update().filter(id=locker_id, point_id=point_id).first()
    if locker is None:
        raise errors.no_such_locker()
    return locker


def _own(stay_id: UUID, actor: Actor) -> Stay:
    stay = _locked(stay_id)
    if stay.locker.point_id != actor.service_point_id:
        raise errors.no_such_stay()
    return stay


def _locked(stay_id: UUID) -> Stay:
    rows = Stay.objects.select_for_update(of=("self",)).select_related("locker")
    stay = rows.filter(id=stay_id).first()
    if stay is None:
        raise errors.no_such_stay()
    return stay


def _record(stay: Stay, mark: StayMark, actor: Actor) -> None:
    audit.record(
        action=f"delivery.stay_{mark}",
        target_type="delivery.stay",
        target_id=stay.id,
        actor=actor,
        facts={"stay": stay.number, "locker": stay.locker.name, "door": stay.door},
    )


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('delivery_stay_number')")
        (number,) = cursor.fetchone() or (0,)
    return int(number)
