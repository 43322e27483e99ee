"""Versions as officers see them: the history of a thing, one version beside another, the queue."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue.access import keeper_of, scope_of
from onevisit.catalogue.errors import no_such_offer, no_such_version
from onevisit.catalogue.models import (
    Bundle,
    BundleVersion,
    Item,
    ItemVersion,
    Retirement,
    VersionEvent,
)
from onevisit.catalogue.queries.linting import computed, expected
from onevisit.catalogue.queries.together import (
    Together,
    Within,
    since_published,
    stand_of_version,
    together,
    within_bundles,
)
from onevisit.catalogue.queries.waivers import waiver_moves
from onevisit.catalogue.rules.comparing import (
    Change,
    Clash,
    Definition,
    Effect,
    Flag,
    compare,
    effect_of,
    flags,
    merge,
)
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.events import OfferKind
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.catalogue.rules.publishing import Compute, begin_compute, begin_expect
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.directory import queries as directory

Row = Item | Bundle
Kept = ItemVersion | BundleVersion
Side = tuple[Definition, Mapping[str, ItemDefinition]]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the history. `by`: who made or last changed it, "" when it came in a file."""

    id: UUID
    number: int
    state: str
    made_at: datetime
    by: str
    published_at: datetime | None
    effective_on: date | None
    current: bool


@dataclass(frozen=True, slots=True)
class EventLine:
    """What happened to a version, when, by whom and why. `by` is "" for the system."""

    number: int
    move: str
    at: datetime
    by: str
    reason: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RetirementLine:
    """A plan to end a thing. `own`: proposed by who looks, so another confirms it."""

    id: UUID
    code: str
    name: str
    on: date
    reason: str
    by: str
    at: datetime
    confirmed_by: str
    done: bool
    own: bool


@dataclass(frozen=True, slots=True)
class HistoryView:
    """All that became of an item or a bundle, newest first."""

    code: str
    name: str
    department: str
    kind: OfferKind
    versions: tuple[VersionLine, ...]
    events: tuple[EventLine, ...]
    retirement: RetirementLine | None
    in_force: bool
    open: bool
    may_publish: bool


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else published while a draft was written: numbers, what stood there when it was
    begun, what it changed, and where both changed the same.
    """

    base: int
    current: int
    was: Definition
    now: Definition
    theirs: tuple[Change, ...]
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version beside another. `against` is the other's number, None for a first version;
    `beside_current`: the other is the one in force.

    `flags` are what it takes away beside the version in force; `own`: who looks had a hand in it.
    Of a bundle, `together` is it with its items beside the other with its own, `since` what became
    of the version in force while items inside changed. Of an item, `within` is what the difference
    comes to in the bundles it is part of.
    """

    line: VersionLine
    code: str
    name: str
    department: str
    kind: OfferKind
    definition: Definition
    other: Definition | None
    against: int | None
    beside_current: bool
    numbers: tuple[int, ...]
    changes: tuple[Change, ...]
    effects: tuple[Effect, Effect] | None
    flags: tuple[Flag, ...]
    events: tuple[EventLine, ...]
    own: bool
    may_edit: bool
    may_publish: bool
    meanwhile: Meanwhile | None
    together: Together | None
    since: Together | None
    within: tuple[Within, ...]


def history_of(code: str, *, actor: Actor) -> HistoryView:
    """Who did what with this item or bundle, when and why. Six queries.

    Raises NotFound `catalogue.no_such_offer`, Refused `accounts.not_permitted`.
    """
    row = Item.objects.filter(code=code).first() or Bundle.objects.filter(code=code).first()
    if row is None:
        raise no_such_offer(code)
    scope = scope_of(row)
    require(actor, Permission.CATALOGUE_EDIT, scope)
    versions = tuple(_line(each, row) for each in row.versions.order_by("-number"))
    plan = Retirement.objects.filter(**{_kind(row).value: row}, ended_at=None).first()
    return HistoryView(
        code=code,
        name=row.name,
        department=directory.department_by_id(keeper_of(row)).name,
        kind=_kind(row),
        versions=versions,
        events=_events(row),
        retirement=retirement_line(plan, row, actor) if plan else None,
        in_force=row.current_id is not None,
        open=any(each.state in OPEN for each in versions),
        may_publish=actor.may(Permission.CATALOGUE_PUBLISH, scope),
    )


def version_view(version_id: UUID, *, against: int | None = None, actor: Actor) -> VersionView:
    """This version beside number `against`; else an open one beside the one in force, any other
    beside the one before it.

    Raises NotFound `catalogue.no_such_version`, Refused `accounts.not_permitted`.
    """
    version = _version(version_id)
    row: Row = version.item if isinstance(version, ItemVersion) else version.bundle
    scope = scope_of(row)
    require(actor, Permission.CATALOGUE_EDIT, scope)
    numbers = tuple(row.versions.order_by("-number").values_list("number", flat=True))
    other = _other(row, version, against)
    now, was = definition_of(version), definition_of(other) if other else None
    whole = _together(version, other)
    by = begin_compute()
    return VersionView(
        line=_line(version, row),
        code=row.code,
        name=now.name,
        department=directory.department_by_id(keeper_of(row)).name,
        kind=_kind(row),
        definition=now,
        other=was,
        against=other.number if other else None,
        beside_current=other is not None and other.id == row.current_id,
        numbers=tuple(each for each in numbers if each != version.number),
        changes=compare(was or nothing_yet(now), now),
        effects=_averages(row, was, now, whole, _figures(row, was, now, whole, by)),
        flags=tuple(flags_of(row, version, by)) if version.is_open else (),
        events=_events(row, version.number),
        own=had_a_hand(version, actor),
        may_edit=actor.may(Permission.CATALOGUE_EDIT, scope),
        may_publish=actor.may(Permission.CATALOGUE_PUBLISH, scope),
        meanwhile=_meanwhile(row, version) if version.is_open else None,
        together=whole,
        since=since_published(version) if isinstance(version, BundleVersion) else None,
        within=_within(row, was, now),
    )


def _together(version: Kept, other: Kept | None) -> Together | None:
    if not isinstance(version, BundleVersion) or not isinstance(other, BundleVersion):
        return None
    return together(stand_of_version(other), stand_of_version(version))


def _figures(
    row: Row, was: Definition | None, now: Definition, whole: Together | None, by: Compute
) -> tuple[Effect, Effect] | None:
    """What both come to, with the visits that are worked out."""
    if was is None:
        return None
    effects = (effect_of(was), effect_of(now)) if whole is None else whole.effects
    before, after = (
        computed(each, row.region_id, items, by=by).worst for each, items in _sides(was, now, whole)
    )
    return replace(effects[0], computed=before), replace(effects[1], computed=after)


def _sides(was: Definition, now: Definition, whole: Together | None) -> tuple[Side, Side]:
    """Each with the items it is made of."""
    if whole is None:
        return (was, {}), (now, {})
    return (was, whole.was.items), (now, whole.now.items)


def _averages(
    row: Row,
    was: Definition | None,
    now: Definition,
    whole: Together | None,
    effects: tuple[Effect, Effect] | None,
) -> tuple[Effect, Effect] | None:
    """With what both come to on the average, if the same people applied again."""
    if was is None or effects is None:
        return effects
    by = begin_expect()
    found = [expected(each, row.region_id, items, by) for each, items in _sides(was, now, whole)]
    before, after = (
        effect if told is None else replace(effect, expected=told.mean, expected_of=told.of)
        for effect, told in zip(effects, found, strict=True)
    )
    return before, after


def _within(row: Row, was: Definition | None, now: Definition) -> tuple[Within, ...]:
    if not (isinstance(row, Item) and isinstance(was, ItemDefinition)):
        return ()
    assert isinstance(now, ItemDefinition)
    return within_bundles(row, was, now)


def nothing_yet(now: Definition) -> Definition:
    """What stood before a first version: whoever approves it reads all of it as new."""
    if isinstance(now, ItemDefinition):
        return ItemDefinition(code=now.code, name="")
    return BundleDefinition(code=now.code, name="", parts=())


def _meanwhile(row: Row, version: Kept) -> Meanwhile | None:
    current = row.current
    if current is None or version.based_on is None or not base_moved(row, version):
        return None
    base = row.versions.get(id=version.based_on)
    was, now = definition_of(base), definition_of(current)
    return Meanwhile(
        base=base.number,
        current=current.number,
        was=was,
        now=now,
        theirs=compare(was, now),
        clashes=merge(was, definition_of(version), now).clashes,
    )


def flags_of(row: Row, version: Kept, by: Compute | None = None) -> list[Flag]:
    """What the version takes away from people, beside the one in force, or the one that was ended
    last. `by` works out visits.
    """
    return flags_beside(row, version, row.current or _ended(row), by or begin_compute())


def flags_beside(row: Row, version: Kept, before: Kept | None, by: Compute) -> list[Flag]:
    """The same beside `before`, where that is known already."""
    revived = before is not None and row.current is None
    was = definition_of(before) if before is not None else None
    now = definition_of(version)
    figures = _figures(row, was, now, _together(version, before), by)
    return flags(was, now, revived=revived, figures=figures)


def base_moved(row: Row, version: Kept) -> bool:
    """Whether another version came into force since this one was begun."""
    return None not in (version.based_on, row.current_id) and version.based_on != row.current_id


def definition_of(version: Kept) -> Definition:
    """Its document, parsed."""
    if isinstance(version, ItemVersion):
        return parse_item(version.document)
    return parse_bundle(version.document)


def _version(version_id: UUID) -> Kept:
    item = ItemVersion.objects.select_related("item__current").filter(id=version_id).first()
    if item is not None:
        return item
    rows = BundleVersion.objects.select_related("bundle__current")
    bundle = rows.filter(id=version_id).first()
    if bundle is None:
        raise no_such_version()
    return bundle


def _other(row: Row, version: Kept, against: int | None) -> Kept | None:
    if against is not None:
        found = row.versions.filter(number=against).exclude(id=version.id).first()
        if found is None:
            raise no_such_version()
        return found
    if version.is_open:
        return row.current or _ended(row)
    return row.versions.filter(number__lt=version.number).order_by("-number").first()


def _ended(row: Row) -> Kept | None:
    """The version that held last."""
    return row.versions.filter(state=VersionState.RETIRED).order_by("number").last()


def had_a_hand(version: Kept, actor: Actor) -> bool:
    """Whether who looks wrote, changed or submitted it."""
    return str(actor.user_id) in version.hands


def _kind(row: Row) -> OfferKind:
    return OfferKind.ITEM if isinstance(row, Item) else OfferKind.BUNDLE


def _line(version: Kept, row: Row) -> VersionLine:
    return VersionLine(
        id=version.id,
        number=version.number,
        state=version.state,
        made_at=version.made_at,
        by=version.made_by_name if version.hands else "",
        published_at=version.published_at,
        effective_on=version.effective_on,
        current=version.id == row.current_id,
    )


def _events(row: Row, number: int | None = None) -> tuple[EventLine, ...]:
    owner = {"item": row} if isinstance(row, Item) else {"bundle": row}
    rows = VersionEvent.objects.filter(**owner).order_by("-id")
    if number is not None:
        rows = rows.filter(number=number)
    moves = [
        EventLine(
            number=each.number,
            move=each.move,
            at=each.at,
            by=each.by_name if each.by else "",
            reason=each.reason,
            facts=each.facts,
        )
        for each in rows
    ]
    waivers = [
        EventLine(
            number=each.number,
            move="withdraw_waiver" if each.withdrawn else "waive",
            at=each.at,
            by=each.by,
            reason=each.reason,
            facts={"rule": each.rule},
        )
        for each in waiver_moves(row)
        if number in (None, each.number)
    ]
    return tuple(sorted([*moves, *waivers], key=lambda each: each.at, reverse=True))


def retirement_line(plan: Retirement, row: Row, actor: Actor) -> RetirementLine:
    """The plan as who looks sees it."""
    return RetirementLine(
        id=plan.id,
        code=row.code,
        name=row.name,
        on=plan.on,
        reason=plan.reason,
        by=plan.proposed_by_name,
        at=plan.proposed_at,
        confirmed_by=plan.confirmed_by_name,
        done=plan.done_at is not None,
        own=plan.proposed_by == actor.user_id,
    )
