"""What changed since the version before, as an applicant reads it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.catalogue.queries import Former, former_of
from onevisit.catalogue.rules.comparing import Act, Change, Effect, compare, effect_of
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
    effects, changes = _differences(former)
    lines = (*_figures(*effects), *dict.fromkeys(_words(changes)))
    if not lines:
        return None
    return Changed(former.number, local_date(former.published_at), lines[:MOST], len(lines[MOST:]))


@lru_cache(maxsize=2_000)
def _differences(former: Former) -> tuple[tuple[Effect, Effect], tuple[Change, ...]]:
    """What differs between two versions; neither changes any more."""
    before, now = former.before, former.now
    return (effect_of(before), effect_of(now)), compare(before, now)


def _figures(was: Effect, new: Effect) -> Iterator[str]:
    """What it comes to: papers, days, visits."""
    pairs = (
        (_("最多要带的材料"), _("%(n)s 份"), was.brought, new.brought),
        (_("承诺时限"), _("%(n)s 天"), was.promise, new.promise),
        (_("法定时限"), _("%(n)s 天"), was.legal, new.legal),
        (_("声明的跑动次数"), _("%(n)s 次"), was.visits, new.visits),
    )
    for label, unit, old, amount in pairs:
        if old is not None and amount is not None and old != amount:
            yield _("%(label)s从 %(was)s变成 %(now)s") % {
                "label": label,
                "was": unit % {"n": old},
                "now": unit % {"n": amount},
            }


def _words(changes: Iterable[Change]) -> Iterator[str]:
    """A row that differs in several places is told once, and only what an applicant meets."""
    for change in changes:
        if change.section in _KINDS and change.things:
            what = str(_KINDS[change.section]) % {"name": change.things[0]}
            whole = len(change.things) == 1 and not change.field
            yield str(_ACTS[change.act if whole else Act.CHANGED]) % {"what": what}
        elif change.section in _SECTIONS:
            yield str(_ACTS[Act.CHANGED]) % {"what": _SECTIONS[change.section]}
