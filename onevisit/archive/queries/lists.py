"""Transfers 移交, what is due to be destroyed, destruction lists 销毁清册."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from onevisit.accounts.rules import Actor, Permission
from onevisit.archive.access import (
    get_destruction_for,
    get_transfer_for,
    reach_of,
)
from onevisit.archive.models import (
    Destruction,
    DestructionPiece,
    Hold,
    Kept,
    Package,
    Transfer,
    TransferPiece,
)
from onevisit.archive.queries.finding import MOST, PackageLine, in_order, lines_of
from onevisit.cases.queries.paging import ListPage, day_and_id
from onevisit.kernel import clock
from onevisit.kernel.ids import parse_id
from onevisit.kernel.rows import planned_anew

M = TypeVar("M", bound=Model)

TRANSFER_HEAD = (
    *("序号", "档号", "件号", "补充", "题名", "文件编号", "责任者", "日期", "年度", "保管期限"),
    *("文件数", "字节数", "根摘要", "文件名"),
)
PLACE = "存放位置"


@dataclass(frozen=True, slots=True)
class EventLine:
    """One thing that happened to a transfer."""

    mark: str
    words: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class TransferView:
    """A batch. `lines` stand in the order of its list; in a list of batches there are none."""

    id: UUID
    number: str
    to_office: str
    made_at: datetime
    made_by: str
    received_at: datetime | None
    receipt: str
    lines: tuple[PackageLine, ...] = ()
    events: tuple[EventLine, ...] = ()
    may_keep: bool = False


def ready_for_transfer(
    found: QuerySet[Package], *, department_id: UUID | None, year: int | None, retention: str
) -> QuerySet[Package]:
    """What is there and was never in a batch, in the order of lists."""
    found = found.filter(
        Exists(Kept.objects.filter(package=OuterRef("pk"))),
        ~Exists(TransferPiece.objects.filter(package=OuterRef("pk"))),
    )
    if department_id:
        found = found.filter(department_id=department_id)
    if year:
        found = found.filter(year=year)
    if retention:
        found = found.filter(retention=retention)
    return in_order(found)


def transfers(*, actor: Actor, after: str = "") -> ListPage[TransferView]:
    """The batches of the actor's reach, the newest first."""
    rows, more = _newest(Transfer.objects.filter(reach_of(actor)), after)
    return ListPage(tuple(_transfer(row) for row in rows), more)


def _newest(found: QuerySet[M], after: str) -> tuple[list[M], str | None]:
    """A page of what was made in the order of its keys, and where the next begins."""
    last = parse_id(after)
    if last is not None:
        found = found.filter(pk__lt=last)
    rows = list(found.order_by("-pk")[: MOST + 1])
    return rows[:MOST], str(rows[MOST - 1].pk) if len(rows) > MOST else None


def transfer_view(*, transfer_id: UUID, actor: Actor) -> TransferView:
    """One batch with its list. Raises NotFound `archive.no_such_transfer`."""
    row = get_transfer_for(actor, transfer_id)
    packages = [each.package for each in transfer_rows(row)]
    events = tuple(
        EventLine(each.mark, each.words, each.at, each.actor_name)
        for each in row.events.order_by("at", "id")
    )
    return _transfer(row, lines_of(packages), events, may_keep=actor.may(Permission.ARCHIVE_KEEP))


def transfer_rows(row: Transfer) -> list[TransferPiece]:
    """The packages of a batch in the order of its list; one query."""
    return list(row.pieces.select_related("package__department", "package__old").order_by("place"))


def _transfer(
    row: Transfer,
    lines: tuple[PackageLine, ...] = (),
    events: tuple[EventLine, ...] = (),
    *,
    may_keep: bool = False,
) -> TransferView:
    return TransferView(
        id=row.id,
        number=row.number,
        to_office=row.to_office,
        made_at=row.made_at,
        made_by=row.made_by_name,
        received_at=row.received_at,
        receipt=row.receipt,
        lines=lines,
        events=events,
        may_keep=may_keep,
    )


@dataclass(frozen=True, slots=True)
class DueLine:
    """A package whose term has run out. `held`: a hold stands on it."""

    line: PackageLine
    held: bool


@dataclass(frozen=True, slots=True)
class DuePage:
    """A page of what is due; `after` asks for the next, "" on the last."""

    lines: tuple[DueLine, ...]
    after: str


def due_for_destruction(*, actor: Actor, on: date | None = None, after: str = "") -> DuePage:
    """What is kept although its term had run out by the day `on` (today), and stands in no open
    proposal; what is due the longest comes first. Four queries.
    """
    reached = Kept.objects.filter(reach_of(actor, of="package__region"))
    day, last = day_and_id(after)
    further = Q(keep_until__gt=day) | Q(keep_until=day, package_id__gt=last)
    found = due_kept(reached.filter(further, keep_until__gte=day), on or clock.today())
    whole = found.select_related("package__department", "package__old").defer("package__manifest")
    with planned_anew():
        rows = [each.package for each in whole.order_by("keep_until", "package_id")[: MOST + 1]]
    shown = rows[:MOST]
    held = holds_on(shown)
    lines = tuple(
        DueLine(line, row.of in held) for line, row in zip(lines_of(shown), shown, strict=True)
    )
    more = f"{shown[-1].keep_until}_{shown[-1].id}" if len(rows) > MOST else ""
    return DuePage(lines, more)


def due_kept(found: QuerySet[Kept], on: date) -> QuerySet[Kept]:
    """Those of them whose term has run out and that nobody has proposed yet."""
    proposed = DestructionPiece.objects.filter(
        package=OuterRef("package_id"), destruction__state="proposed"
    )
    return found.filter(~Exists(proposed), keep_until__lt=on)


def holds_of(rows: Iterable[Package]) -> QuerySet[Hold]:
    """The holds that stand on these."""
    ids = {row.of for row in rows}
    return Hold.objects.filter(Q(case_id__in=ids) | Q(old_id__in=ids), lifted_at=None)


def holds_on(rows: Iterable[Package]) -> set[UUID]:
    """Whose of these a hold stands on: cases, and pieces taken over."""
    found = holds_of(rows).annotate(of=Coalesce("case_id", "old_id"))
    return set(found.values_list("of", flat=True))


@dataclass(frozen=True, slots=True)
class DestructionView:
    """A list of what is to be destroyed, or was. `own`: the actor proposed it, another answers.
    `words`, `files`: how many went outside of the archive.
    """

    id: UUID
    number: str
    state: str
    reason: str
    proposed_at: datetime
    proposed_by: str
    answered_at: datetime | None
    answered_by: str
    answer: str
    words: int | None
    files: int | None
    lines: tuple[PackageLine, ...] = ()
    held: frozenset[UUID] = frozenset()
    own: bool = False
    may_answer: bool = False


def destructions(*, actor: Actor, after: str = "") -> ListPage[DestructionView]:
    """The lists of the actor's reach, the newest first."""
    rows, more = _newest(Destruction.objects.filter(reach_of(actor)), after)
    return ListPage(tuple(_destruction(row) for row in rows), more)


def destruction_view(*, destruction_id: UUID, actor: Actor) -> DestructionView:
    """One list with its lines. Raises NotFound `archive.no_such_destruction`."""
    row = get_destruction_for(actor, destruction_id)
    packages = list(in_order(Package.objects.filter(id__in=row.pieces.values("package_id"))))
    held = holds_on(packages)
    return _destruction(
        row,
        lines_of(packages),
        frozenset(each.id for each in packages if each.of in held),
        own=row.proposed_by == actor.user_id,
        may_answer=row.state == "proposed" and actor.may(Permission.ARCHIVE_DESTROY),
    )


def _destruction(
    row: Destruction,
    lines: tuple[PackageLine, ...] = (),
    held: frozenset[UUID] = frozenset(),
    *,
    own: bool = False,
    may_answer: bool = False,
) -> DestructionView:
    return DestructionView(
        id=row.id,
        number=row.number,
        state=row.state,
        reason=row.reason,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by_name,
        answered_at=row.answered_at,
        answered_by=row.answered_by_name,
        answer=row.answer,
        words=row.words,
        files=row.files,
        lines=lines,
        held=held,
        own=own,
        may_answer=may_answer and not own,
    )
