"""What one officer writes and a second puts in force: its row, what must hold of it, its answer.

Rooms add what is written. All that was ever written is kept; once answered a row stays as it is.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import F, Max, Q

from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.kernel.ids import new_id

WAITING: Final = "waiting"
FARTHEST: Final = timedelta(days=366)
"""From the day of the answer to the day from which it holds."""
_WAITS_ONCE, _NUMBERED = "_waits_once", "_numbered"
_TRIES: Final = 5


class Signer(Protocol):
    """Whoever writes or answers."""

    @property
    def user_id(self) -> UUID | None:
        """Their id; None for the machine."""

    @property
    def name(self) -> str:
        """As colleagues read it."""


def states(held: str, sent_back: str) -> "models.CharField[Any, Any]":
    """The column of the state: it waits, holds, or was sent back by either of the two."""
    choices = [(each, each) for each in (WAITING, held, sent_back)]
    return models.CharField(max_length=10, choices=choices, default=WAITING)


class Written(models.Model):
    """What waits for a second officer, and their answer; `reason`: why it was sent back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = states("in_force", "sent_back")
    written_by: "models.UUIDField[Any, Any]" = models.UUIDField(null=True)
    written_by_name: "models.CharField[Any, Any]" = models.CharField(max_length=100)
    written_at: "models.DateTimeField[Any, Any]" = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)
    reason: "models.CharField[Any, Any]" = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class Version(Written):
    """One of many, numbered; it begins on a day after the one on which it is put in force, so what
    held on a day is the same whenever one asks. `why`: what for.
    """

    n = models.PositiveIntegerField()
    why = models.CharField(max_length=200)
    answered_on = models.DateField(null=True)
    since = models.DateField(null=True)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=Written)
Edition = TypeVar("Edition", bound=Version)


def two_people(name: str, of: str, *, held: str, sent_back: str) -> list[models.BaseConstraint]:
    """One at a time waits, an answer is whole, and who wrote does not put in force."""
    return [
        _one_waits(name, of),
        models.CheckConstraint(
            condition=Q(state=WAITING, answered_at__isnull=True)
            | (Q(state__in=[held, sent_back]) & Q(answered_at__isnull=False)),
            name=f"{name}_answered",
        ),
        models.CheckConstraint(
            condition=~Q(state=held)
            | Q(written_by__isnull=True)
            | (Q(answered_by__isnull=False) & ~Q(answered_by=F("written_by"))),
            name=f"{name}_two_people",
        ),
    ]


def versioned(
    name: str, *of: str, nulls_distinct: bool | None = None
) -> list[models.BaseConstraint]:
    """The same of versions, which are numbered and begin on a later day."""
    return [
        models.UniqueConstraint(
            fields=[*of, "n"], nulls_distinct=nulls_distinct, name=f"{name}{_NUMBERED}"
        ),
        _one_waits(name, *of, nulls_distinct=nulls_distinct),
        models.CheckConstraint(
            condition=Q(state=WAITING, answered_at__isnull=True, answered_on__isnull=True)
            | (~Q(state=WAITING) & Q(answered_at__isnull=False, answered_on__isnull=False)),
            name=f"{name}_answered",
        ),
        models.CheckConstraint(
            condition=Q(state="in_force", since__isnull=False)
            & Q(since__gt=F("answered_on"))
            & ~Q(answered_by=F("written_by"))
            | (~Q(state="in_force") & Q(since__isnull=True)),
            name=f"{name}_two_people",
        ),
    ]


def _one_waits(name: str, *of: str, nulls_distinct: bool | None = None) -> models.BaseConstraint:
    return models.UniqueConstraint(
        fields=of,
        condition=Q(state=WAITING),
        nulls_distinct=nulls_distinct,
        name=f"{name}{_WAITS_ONCE}",
    )


@contextmanager
def writing(row: Written, actor: Signer, rivals: models.QuerySet[Any]) -> Iterator[None]:
    """Keep a row that waits for its second officer, a version under the next number; what is done
    inside goes with it. `rivals`: of the same thing. Raises Conflict `two_people.waits`.
    """
    row.written_by, row.written_by_name, row.written_at = actor.user_id, actor.name, clock.now()
    with transaction.atomic():
        for left in reversed(range(_TRIES)):
            if _kept(row, rivals, last=not left):
                break
        yield


def _kept(row: Written, rivals: models.QuerySet[Any], *, last: bool) -> bool:
    """Whether it stands now. Not where another took its number and was answered meanwhile: then
    the next is free, unless this was the `last` try.
    """
    if isinstance(row, Version):
        row.n = (rivals.aggregate(n=Max("n"))["n"] or 0) + 1
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if not _broken(error).endswith((_WAITS_ONCE, _NUMBERED)):
            raise
        held = rivals.filter(state=WAITING).first()
        if held is not None:
            raise Conflict("two_people.waits", who=held.written_by_name) from None
        if last:
            raise
        return False
    return True


def _broken(error: IntegrityError) -> str:
    """The name of the constraint that the row would have broken."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


@contextmanager
def answering(
    rows: models.QuerySet[Row],
    row_id: UUID,
    actor: Signer,
    *,
    missing: Callable[[], DomainError],
    allow: Callable[[Row], object],
) -> Iterator[Row]:
    """The row, locked and still waiting, for one to put in force or send back inside; saved at the
    end. Raises `missing()`, what `allow` raises, and Conflict `two_people.answered`.
    """
    with transaction.atomic():
        row = rows.select_for_update(of=("self",)).filter(id=row_id).first()
        if row is None:
            raise missing()
        allow(row)
        if row.state != WAITING:
            raise Conflict("two_people.answered", who=row.answered_by_name)
        yield row
        row.answered_at, row.answered_by = clock.now(), actor.user_id
        row.answered_by_name = actor.name
        if isinstance(row, Version):
            row.answered_on = clock.today()
        row.save()


def require_second(row: Written, actor: Signer) -> None:
    """Raises Refused `two_people.own` for whoever wrote it."""
    if row.written_by is not None and row.written_by == actor.user_id:
        raise Refused("two_people.own")


def begin(row: Version, since: date | None) -> date:
    """It holds from that day on, which is returned.

    Raises Invalid `two_people.since` for none, for one that is not to come, and for one more than
    a year away.
    """
    today = clock.today()
    if since is None or not today < since <= today + FARTHEST:
        raise Invalid("two_people.since", field="since")
    row.state, row.since = "in_force", since
    return since


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLine:
    """What pages say of a row; `own`: whoever asks wrote it."""

    id: UUID
    state: str
    written_by_name: str
    written_at: datetime
    answered_by_name: str
    answered_at: datetime | None
    since: date | None
    reason: str
    own: bool


def line_of(row: Written, actor: Signer) -> dict[str, Any]:
    """The fields of a `WrittenLine`."""
    return {
        "id": row.id,
        "state": row.state,
        "written_by_name": row.written_by_name,
        "written_at": row.written_at,
        "answered_by_name": row.answered_by_name,
        "answered_at": row.answered_at,
        "since": getattr(row, "since", None),
        "reason": row.reason,
        "own": row.written_by is not None and row.written_by == actor.user_id,
    }


def held_of(rows: Iterable[Edition]) -> Edition | None:
    """The last of these that begins; of two that begin on one day the later written."""
    return max(rows, key=lambda each: (each.since, each.n), default=None)


def standing_of(
    rows: Iterable[Edition], day: date
) -> tuple[Edition | None, Edition | None, Edition | None]:
    """Of the versions of one thing: what holds on a day, the next that will, what waits."""
    known = list(rows)
    begun = [each for each in known if each.since is not None and each.since <= day]
    later = [each for each in known if each.since is not None and each.since > day]
    coming = min(later, key=lambda each: (each.since, -each.n), default=None)
    return held_of(begun), coming, next((x for x in known if x.state == WAITING), None)
