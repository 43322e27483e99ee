"""Lockers and what lies in them, as other rooms may see it."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from onevisit.delivery.adapters.cabinet import Told, cabinets
from onevisit.delivery.errors import lockers as errors
from onevisit.delivery.models import Locker, Stay
from onevisit.delivery.rules.lockers import (
    HOLDING,
    MOST_TRIES,
    CodeSent,
    Door,
    LockerInfo,
    Size,
    StayInfo,
    StayState,
    code_from,
)
from onevisit.kernel import clock
from onevisit.kernel.crypto import blind_index, blind_indexes

_PURPOSE = "locker_code"


def code_of(stay_id: UUID, issue: int) -> str:
    """The code of that issue: a keyed hash, kept nowhere."""
    return code_from(blind_index(_said(stay_id, issue), purpose=_PURPOSE).rpartition(":")[2])


def codes_of(stay_id: UUID, issue: int) -> tuple[str, ...]:
    """The same under every key that is listed: a key may change while something lies there."""
    found = blind_indexes(_said(stay_id, issue), _PURPOSE)
    return tuple(code_from(each.rpartition(":")[2]) for each in found)


def lockers(point_ids: Iterable[UUID] | None = None) -> tuple[LockerInfo, ...]:
    """The lockers of these points, of all without any; two queries. None where none are joined."""
    if cabinets() is None:
        return ()
    rows = _lockers()
    if point_ids is not None:
        rows = rows.filter(point_id__in=set(point_ids))
    return tuple(_locker(row) for row in rows)


def locker_by_id(locker_id: UUID) -> LockerInfo:
    """One locker. Raises NotFound `delivery.no_such_locker`."""
    row = _lockers().filter(id=locker_id).first()
    if row is None:
        raise errors.no_such_locker()
    return _locker(row)


def locker_points() -> frozenset[UUID]:
    """The service points that have a locker; one query."""
    if cabinets() is None:
        return frozenset()
    return frozenset(Locker.objects.values_list("point_id", flat=True))


def stays(ids: Iterable[UUID]) -> Mapping[UUID, StayInfo]:
    """What lay or lies in lockers, by id; two queries."""
    rows = Stay.objects.filter(id__in=set(ids)).select_related("locker__point").order_by("id")
    return {row.id: _stay(row) for row in rows}


def stay_by_id(stay_id: UUID) -> StayInfo:
    """One of them. Raises NotFound `delivery.no_such_stay`."""
    found = stays([stay_id]).get(stay_id)
    if found is None:
        raise errors.no_such_stay()
    return found


def stay_numbered(number: str, device: str) -> UUID | None:
    """The stay of that number in that locker, None where there is none."""
    rows = Stay.objects.filter(number=number, locker__device=device)
    return rows.values_list("id", flat=True).first()


def code_sent(number: str) -> CodeSent | None:
    """For whom the code was that opened it at last; None where that was not written down."""
    row = Stay.objects.filter(number=number).first()
    return _sent(row) if row is not None else None


def stays_over() -> tuple[UUID, ...]:
    """What waits in lockers though its time is over, the longest first."""
    rows = Stay.objects.filter(state=StayState.LAID, until__lt=clock.now())
    return tuple(rows.order_by("until", "id").values_list("id", flat=True))


def heard(body: bytes, headers: Mapping[str, str]) -> Told:
    """What a locker tells. Raises Refused `delivery.bad_news` unless its signature holds."""
    found = cabinets()
    told = found.heard(body, headers) if found else None
    if told is None:
        raise errors.bad_news()
    return told


def _lockers() -> QuerySet[Locker]:
    held = Prefetch("stays", queryset=Stay.objects.filter(state__in=list(HOLDING)))
    return Locker.objects.select_related("point").prefetch_related(held).order_by("device")


def _locker(row: Locker, taken: Sequence[Stay] | None = None) -> LockerInfo:
    doors = tuple(Door(number, Size(size)) for number, size in row.doors)
    used = {each.door for each in (row.stays.all() if taken is None else taken)}
    return LockerInfo(
        id=row.id,
        name=row.name,
        device=row.device,
        point_id=row.point_id,
        point=row.point.name,
        address=row.point.address,
        region=row.point.region_id,
        where=row.where,
        hours=row.hours,
        keep_days=row.keep_days,
        doors=doors,
        free=tuple(each for each in doors if each.number not in used),
    )


def _stay(row: Stay) -> StayInfo:
    waits = row.state == StayState.LAID and row.until is not None and row.until >= clock.now()
    left = max(MOST_TRIES - row.tries, 0)
    return StayInfo(
        id=row.id,
        number=row.number,
        state=StayState(row.state),
        locker=_locker(row.locker, ()),
        door=row.door,
        pieces=row.pieces,
        laid_at=row.laid_at,
        laid_by=row.laid_by,
        until=row.until,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        tries_left=left,
        issue=row.issue,
        code=code_of(row.id, row.issue) if waits and left else "",
        sent=_sent(row),
    )


def _sent(row: Stay) -> CodeSent | None:
    return CodeSent(**row.sent) if row.sent_sealed is not None else None


def _said(stay_id: UUID, issue: int) -> str:
    return f"{stay_id}:{issue}"
