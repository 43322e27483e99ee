"""Changes that take away from people: whoever approves one says why it must be."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from onevisit.catalogue.rules.comparing.changes import Definition
from onevisit.catalogue.rules.comparing.effects import Effect, effect_of
from onevisit.catalogue.rules.definition import ItemDefinition, Regime
from onevisit.catalogue.rules.vocabulary import HandleArea
from onevisit.kernel.calendar import DayUnit


class FlagKind(StrEnum):
    """What is worse than it was."""

    VISITS_RAISED = "visits_raised"  # 跑动次数增加
    COMPUTED_RAISED = "computed_raised"  # 算出来的跑动次数增加
    MORE_ON_SITE = "more_on_site"  # 只能到场办的环节增加
    MORE_TO_BRING = "more_to_bring"  # 要带的材料增加
    PROMISE_RAISED = "promise_raised"  # 承诺时限变长
    LEGAL_RAISED = "legal_raised"  # 法定时限变长
    LEVEL_RAISED = "level_raised"  # 行使层级上收
    AREA_NARROWED = "area_narrowed"  # 通办范围缩小
    ACCEPT_WITHDRAWN = "accept_withdrawn"  # 收回窗口受理委托
    DECIDE_WITHDRAWN = "decide_withdrawn"  # 收回窗口决定委托
    REVIVED = "revived"  # 已取消的事项恢复


@dataclass(frozen=True, slots=True)
class Flag:
    """One of them, with what stood there and what stands there now (numbers, codes)."""

    kind: FlagKind
    was: str = ""
    now: str = ""


Figures = tuple[Effect, Effect]


def flags(
    before: Definition | None,
    after: Definition,
    *,
    revived: bool = False,
    figures: Figures | None = None,
) -> list[Flag]:
    """What `after` takes away from people that `before`, the version in force, gave them.

    `revived`: there is no version in force, `before` is the one that was ended. `figures` are what
    both come to: what a bundle's items decide, and the visits that are worked out of either.
    """
    found = [Flag(FlagKind.REVIVED)] if revived else []
    if before is None:
        return found
    found += _rises(FlagKind.VISITS_RAISED, before.declared_visits, after.declared_visits)
    if isinstance(before, ItemDefinition) and isinstance(after, ItemDefinition):
        found += _of_items(before, after)
    if figures is not None:
        found += _rises(FlagKind.COMPUTED_RAISED, figures[0].computed, figures[1].computed)
    if figures is not None and not isinstance(before, ItemDefinition):
        was, now = figures
        found += _rises(FlagKind.MORE_TO_BRING, was.brought, now.brought)
        found += _rises(FlagKind.PROMISE_RAISED, was.promise, now.promise)
    return found


def _of_items(before: ItemDefinition, after: ItemDefinition) -> Iterator[Flag]:
    was, now = effect_of(before), effect_of(after)
    yield from _rises(FlagKind.MORE_ON_SITE, was.on_site, now.on_site)
    yield from _rises(FlagKind.MORE_TO_BRING, was.brought, now.brought)
    yield from _longer(FlagKind.PROMISE_RAISED, before.regime, after.regime, "promise")
    yield from _longer(FlagKind.LEGAL_RAISED, before.regime, after.regime, "legal")
    if after.level < before.level:  # 1 is the state
        yield Flag(FlagKind.LEVEL_RAISED, before.level.value, after.level.value)
    yield from _narrowed(before.national.area, after.national.area)
    if before.delegation.accept and not after.delegation.accept:
        yield Flag(FlagKind.ACCEPT_WITHDRAWN)
    if before.delegation.decide and not after.delegation.decide:
        yield Flag(FlagKind.DECIDE_WITHDRAWN)


def _narrowed(before: HandleArea | None, after: HandleArea | None) -> Iterator[Flag]:
    """1 is the whole country; a range that is given no more is given up."""
    if before is not None and (after is None or after > before):
        yield Flag(FlagKind.AREA_NARROWED, before.value, after.value if after else "")


def _longer(kind: FlagKind, was: Regime, now: Regime, limit: str) -> Iterator[Flag]:
    """A limit in days of another kind than before is held against it in weeks: 5 working days are 7
    of the calendar. Then the flag says the kind too.
    """
    before, after = getattr(was, limit), getattr(now, limit)
    if was.unit is now.unit:
        yield from _rises(kind, before, after)
    elif any(_rises(kind, _sevenths(before, was.unit), _sevenths(after, now.unit))):
        yield Flag(kind, f"{before} {was.unit}", "" if after is None else f"{after} {now.unit}")


def _sevenths(days: int | None, unit: DayUnit) -> int | None:
    return None if days is None else days * (7 if unit is DayUnit.WORKING else 5)


def _rises(kind: FlagKind, before: int | None, after: int | None) -> Iterator[Flag]:
    """A figure that was given and is higher now, or given no more."""
    if before is not None and (after is None or after > before):
        yield Flag(kind, str(before), "" if after is None else str(after))
