"""What changed since the version before, as an applicant reads it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onevisit.catalogue.queries import Former, PinnedOffer, former_of
from onevisit.catalogue.rules.comparing import (
    Act,
    Change,
    Effect,
    compare,
    effect_of,
    effect_of_bundle,
    papers_of_bundle,
)
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.guidance.web.things import Thing
from onevisit.kernel.clock import local_date

MOST = 8
"""Lines told; the rest is counted."""

_KINDS: dict[str, str | Promise] = {
    "materials": gettext_lazy("材料“%(name)s”"),
    "steps": gettext_lazy("环节“%(name)s”"),
    "questions": gettext_lazy("问题“%(name)s”"),
    "form": gettext_lazy("表里的“%(name)s”"),
    "results": gettext_lazy("结果“%(name)s”"),
    "fees": gettext_lazy("收费“%(name)s”"),
    "parts": gettext_lazy("手续“%(name)s”"),
}
_SECTIONS: dict[str, str | Promise] = {
    "fee": gettext_lazy("收费"),
    "regime": gettext_lazy("时限"),
    "texts": gettext_lazy("指南上的文字"),
    "presence_reason": gettext_lazy("什么时候要来"),
    "served": gettext_lazy("谁能办"),
    "online_depth": gettext_lazy("网上能办到哪一步"),
    "courier": gettext_lazy("结果能不能邮寄"),
    "postal_application": gettext_lazy("材料能不能邮寄"),
    "bookable": gettext_lazy("能不能预约"),
    "name": gettext_lazy("名称"),
}
_ACTS: dict[Act, str | Promise] = {
    Act.ADDED: gettext_lazy("新加了%(what)s"),
    Act.REMOVED: gettext_lazy("不再有%(what)s"),
    Act.CHANGED: gettext_lazy("%(what)s有改动"),
    Act.MOVED: gettext_lazy("%(what)s的次序有改动"),
}


@dataclass(frozen=True)
class Changed:
    """Since which version, and what is new; `more` changes are not told one by one."""

    number: int
    day: date
    lines: tuple[str, ...]
    more: int


def changed(thing: Thing) -> Changed | None:
    """What is new; None for a first version, or where nothing an applicant sees is new."""
    former = former_of(thing.pinned)
    if former is None:
        return None
    lines = tuple(dict.fromkeys(_lines(_differences(former, _parts(thing.pinned)))))
    if not lines:
        return None
    return Changed(former.number, local_date(former.published_at), lines[:MOST], len(lines[MOST:]))


@dataclass(frozen=True)
class _Parts:
    """The items a bundle is made of now, known by their versions."""

    versions: tuple[tuple[str, UUID], ...]
    items: Mapping[str, ItemDefinition] = field(compare=False)


def _parts(pinned: PinnedOffer) -> _Parts:
    if pinned.bundle_version_id is None:
        return _Parts((), {})
    versions = tuple((key, pin.version_id) for key, pin in pinned.pins.items())
    return _Parts(versions, {part.key: part.item for part in pinned.offer.parts})


@dataclass(frozen=True)
class _Differences:
    """What two versions come to, where they differ, and of a bundle the papers that are brought for
    it (old names, new names) and the figures of its parts by name.
    """

    effects: tuple[Effect, Effect]
    changes: tuple[Change, ...]
    papers: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    parts: tuple[tuple[str, Effect, Effect], ...] = ()


@lru_cache(maxsize=2_000)
def _differences(former: Former, parts: _Parts) -> _Differences:
    """What differs between two versions; neither changes any more, but the items inside do."""
    before, now = former.before, former.now
    changes = compare(before, now)
    if not (isinstance(before, BundleDefinition) and isinstance(now, BundleDefinition)):
        return _Differences((effect_of(before), effect_of(now)), changes)
    was, new = (
        {key: name for key, (name, _when) in papers_of_bundle(*side).items()}
        for side in ((before, former.parts), (now, parts.items))
    )
    both = [part for part in now.parts if part.key in former.parts and part.key in parts.items]
    return _Differences(
        effects=(
            effect_of_bundle(before, former.parts),
            effect_of_bundle(now, parts.items),
        ),
        changes=changes,
        papers=(
            tuple(name for key, name in was.items() if key not in new),
            tuple(name for key, name in new.items() if key not in was),
        ),
        parts=tuple(
            (part.name, effect_of(former.parts[part.key]), effect_of(parts.items[part.key]))
            for part in both
            if former.parts[part.key] != parts.items[part.key]
        ),
    )


def _lines(found: _Differences) -> Iterator[str]:
    """What it comes to, the papers, each part, and the rest."""
    yield from _figures(*found.effects)
    for act, names in zip((Act.REMOVED, Act.ADDED), found.papers, strict=True):
        for name in names:
            yield str(_ACTS[act]) % {"what": str(_KINDS["materials"]) % {"name": name}}
    for name, was, new in found.parts:
        for line in _figures(replace(was, brought=None), new):
            yield _("“%(part)s”的%(line)s") % {"part": name, "line": line}
    yield from _words(found.changes)


def _figures(was: Effect, new: Effect) -> Iterator[str]:
    """What it comes to: papers, days, visits."""
    pairs = (
        (_("最多要带的材料"), _papers, was.brought, new.brought),
        (_("承诺时限"), _days, was.promise, new.promise),
        (_("法定时限"), _days, was.legal, new.legal),
        (_("声明的跑动次数"), _trips, was.visits, new.visits),
    )
    for label, counted, old, amount in pairs:
        if old is not None and amount is not None and old != amount:
            yield _("%(label)s从 %(was)s变成 %(now)s") % {
                "label": label,
                "was": counted(old),
                "now": counted(amount),
            }


def _papers(n: int) -> str:
    return _("%(n)s 份") % {"n": n}


def _days(n: int) -> str:
    return ngettext("%(n)s 天", "%(n)s 天", n) % {"n": n}


def _trips(n: int) -> str:
    return _("%(n)s 次") % {"n": n}


def _words(changes: Iterable[Change]) -> Iterator[str]:
    """A row that differs in several places is told once, and only what an applicant meets."""
    for change in changes:
        if change.section in _KINDS and change.things:
            what = str(_KINDS[change.section]) % {"name": change.things[0]}
            whole = len(change.things) == 1 and not change.field
            yield str(_ACTS[change.act if whole else Act.CHANGED]) % {"what": what}
        elif change.section in _SECTIONS:
            yield str(_ACTS[Act.CHANGED]) % {"what": _SECTIONS[change.section]}
