"""What an editor sees: the items and bundles of an officer, and what was typed and not saved."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from onevisit.accounts.rules import Actor, Permission, Scope
from onevisit.catalogue.access import bundles_kept_by, items_kept_by, keeper_of
from onevisit.catalogue.models import Bundle, BundleVersion, DraftTyping, Item, ItemVersion
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.catalogue.rules.vocabulary import TaskType
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel.item_codes import ItemCode

PAGE = 50
_R = TypeVar("_R", Item, Bundle)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item or bundle of the officer's: its draft's number and time, if it has one; what is
    published.
    """

    code: str
    name: str
    department_id: UUID
    draft: int | None
    draft_id: UUID | None
    state: str
    made_at: datetime | None
    published: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items an officer looks for: `q` is part of a name or the beginning of a code,
    `department` a code; `drafts` are those being changed.
    """

    q: str = ""
    department: str = ""
    drafts: bool = True


def items_to_edit(
    actor: Actor, wanted: Wanted = Wanted(), *, after: str = ""
) -> tuple[ItemLine, ...]:
    """Items of the officer's by code, `PAGE` and one more.

    One query. Raises Refused `accounts.not_permitted`.
    """
    alive = ItemVersion.objects.filter(item=OuterRef("pk"), state__in=OPEN)
    rows = _found(actor, wanted).filter(code__gt=after)
    return tuple(_line(row) for row in _with_draft(rows, alive).order_by("code")[: PAGE + 1])


def bundles_to_edit(actor: Actor) -> tuple[ItemLine, ...]:
    """All bundles of the officer's by code. One query. Raises Refused `accounts.not_permitted`."""
    alive = BundleVersion.objects.filter(bundle=OuterRef("pk"), state__in=OPEN)
    rows = _with_draft(bundles_kept_by(actor), alive)
    return tuple(_line(row) for row in rows.order_by("code"))


def _with_draft(
    rows: QuerySet[_R], alive: QuerySet[ItemVersion] | QuerySet[BundleVersion]
) -> QuerySet[_R]:
    found: QuerySet[_R] = rows.annotate(
        draft_number=Subquery(alive.values("number")[:1]),
        draft_id=Subquery(alive.values("id")[:1]),
        draft_state=Subquery(alive.values("state")[:1]),
        draft_at=Subquery(alive.values("made_at")[:1]),
    ).select_related("current")
    return found


def codes_to_edit(actor: Actor, wanted: Wanted, *, most: int) -> tuple[str, ...]:
    """The codes of those that say anything, by code, not more than `most`. One query."""
    alive = (*OPEN, VersionState.PUBLISHED)
    spoken = ItemVersion.objects.filter(item=OuterRef("pk"), state__in=alive)
    rows = _found(actor, wanted).filter(Exists(spoken)).order_by("code")
    return tuple(rows.values_list("code", flat=True)[:most])


def _found(actor: Actor, wanted: Wanted) -> QuerySet[Item]:
    rows = items_kept_by(actor)
    if wanted.drafts:
        alive = ItemVersion.objects.filter(item=OuterRef("pk"), state__in=OPEN)
        rows = rows.filter(Exists(alive))
    if wanted.department:
        rows = rows.filter(department__code=wanted.department)
    if wanted.q:
        rows = rows.filter(Q(name__icontains=wanted.q) | Q(code__startswith=wanted.q.upper()))
    return rows


def _line(row: Item | Bundle) -> ItemLine:
    return ItemLine(
        code=row.code,
        name=row.name,
        department_id=keeper_of(row),
        draft=row.draft_number,  # type: ignore[union-attr]
        draft_id=row.draft_id,  # type: ignore[union-attr]
        state=row.draft_state or "",  # type: ignore[union-attr]
        made_at=row.draft_at,  # type: ignore[union-attr]
        published=row.current.number if row.current else None,
    )


def departments_to_edit(actor: Actor) -> tuple[DepartmentInfo, ...]:
    """The departments for which the officer may make items, by code."""
    return tuple(
        each
        for each in directory.departments()
        if actor.may(Permission.CATALOGUE_EDIT, Scope(each.id, each.region))
    )


def kind_to_add(code: str) -> dict[str, str]:
    """What one begins another 业务办理项 of the item with, as `services.NewItem` names it: the next
    code of 33 characters, the department, type and level; nothing where its code takes none. Three
    queries.
    """
    row = Item.objects.select_related("department").filter(code=code).first()
    parsed = ItemCode.parse(code) if row is not None else None
    if row is None or parsed is None or parsed.level is None or parsed.catalogue is None:
        return {}
    kinds = Item.objects.filter(item_code=row.item_code, variant__regex=r"^[0-9]{2}$")
    alive = row.versions.filter(state__in=(*OPEN, VersionState.PUBLISHED)).order_by("-number")
    number = int(kinds.aggregate(last=Max("variant"))["last"] or 0) + 1
    return {
        "code": f"{row.item_code}{number:02}",
        "department": row.department.code,
        "level": parsed.level,
        "task_type": alive.values_list("document__task_type", flat=True).first()
        or TaskType.SERVICE,
    }


@dataclass(frozen=True, slots=True)
class Typing:
    """What the officer typed into a section and did not save, and when."""

    typed: str
    seen: str
    page: str
    at: datetime


def typing_of(version_id: UUID, section: str, *, actor: Actor) -> Typing | None:
    """The officer's own, if there is any. One query."""
    if actor.user_id is None:
        return None
    of = Q(version=version_id) | Q(bundle_version=version_id)
    row = DraftTyping.objects.filter(of, section=section, by=actor.user_id).first()
    return Typing(row.typed, row.seen, row.page, row.at) if row else None
