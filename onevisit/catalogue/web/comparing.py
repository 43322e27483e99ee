"""A comparison in words: one sentence for each difference, what it comes to, what is flagged."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.catalogue.queries import VersionView
from onevisit.catalogue.rules.comparing import (
    Act,
    Change,
    Clash,
    Definition,
    Effect,
    Flag,
    FlagKind,
    must_bring,
)
from onevisit.catalogue.rules.definition import ItemDefinition, Node
from onevisit.catalogue.rules.vocabulary import HandleArea, Level
from onevisit.catalogue.web.code_words import FIELDS, SECTIONS, WORDS, code_text
from onevisit.kernel.conditions import ALWAYS, Condition

Text = str | Promise
LONGEST = 120

FLAGS: dict[FlagKind, Text] = {
    FlagKind.VISITS_RAISED: gettext_lazy("到现场次数增加"),
    FlagKind.MORE_ON_SITE: gettext_lazy("只能到场办的环节增加"),
    FlagKind.MORE_TO_BRING: gettext_lazy("要群众带的材料增加"),
    FlagKind.PROMISE_RAISED: gettext_lazy("承诺时限变长"),
    FlagKind.LEGAL_RAISED: gettext_lazy("法定时限变长"),
    FlagKind.LEVEL_RAISED: gettext_lazy("行使层级上收"),
    FlagKind.AREA_NARROWED: gettext_lazy("通办范围缩小"),
    FlagKind.ACCEPT_WITHDRAWN: gettext_lazy("收回窗口受理的委托"),
    FlagKind.DECIDE_WITHDRAWN: gettext_lazy("收回窗口决定的委托"),
    FlagKind.REVIVED: gettext_lazy("已取消的事项恢复"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences of one section."""

    title: Text
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of what it comes to, before and now."""

    name: str
    was: str
    now: str
    worse: bool
    better: bool


@dataclass(frozen=True, slots=True)
class Flagged:
    """A flag in words; `kind` is what its reason is given under."""

    kind: str
    title: Text
    detail: str


def told(view: VersionView) -> list[Told]:
    """Every difference, by section, in the order of the definition."""
    found: dict[str, Told] = {}
    for change in view.changes:
        title = SECTIONS.get(change.section, SECTIONS["name"])
        section = found.setdefault(str(title), Told(title, []))
        section.lines.append(sentence(change))
    return list(found.values())


def sentences(changes: Iterable[Change]) -> list[str]:
    """Differences in words, one after the other."""
    return [sentence(each) for each in changes]


def clashes(found: Iterable[Clash]) -> list[str]:
    """Places that both changed, by name."""
    return [
        _where(Change(each.section, Act.CHANGED, (each.field,), each.things, each.field))
        for each in found
    ]


def sentence(change: Change) -> str:
    """One difference in words."""
    facts = {
        "what": _where(change),
        "was": value_text(change.was),
        "now": value_text(change.now),
    }
    match change.act:
        case Act.ADDED if not change.field:
            return _("新增%(what)s。") % facts
        case Act.REMOVED if not change.field:
            return _("删去%(what)s。") % facts
        case Act.ADDED:
            return _("%(what)s写上了“%(now)s”。") % facts
        case Act.REMOVED:
            return _("%(what)s不再写，原来是“%(was)s”。") % facts
        case Act.MOVED:
            return _("%(what)s的顺序从“%(was)s”改成“%(now)s”。") % facts
        case _:
            return _("%(what)s从“%(was)s”改成“%(now)s”。") % facts


def _where(change: Change) -> str:
    """The rows on the way by name, then the field: 材料“身份证”的来源."""
    rows = "".join(_("“%(name)s”") % {"name": name} for name in change.things)
    first = str(FIELDS.get(change.section, change.section)) if change.things else ""
    names = [name for name in _fields(change) if name]
    field = _("，").join(str(FIELDS.get(name, name)) for name in names)
    if not rows:
        return field or str(FIELDS.get(change.section, change.section))
    return (
        _("%(row)s的%(field)s") % {"row": first + rows, "field": field} if field else first + rows
    )


def _fields(change: Change) -> Iterable[str]:
    """Names of fields on the path, without the keys of rows."""
    if change.act is Act.MOVED:
        return [each for each in change.path[-1:] if each in FIELDS] if change.things else []
    if not change.field:
        return []
    if not change.things:
        return [change.section, *change.path] if change.path else [change.section]
    outer = change.path[-2] if len(change.path) > 1 else ""
    return [outer if outer in ("source", "commitment") else "", change.field]


def value_text(value: object) -> str:
    """What stands there, as one reads it."""
    if isinstance(value, Condition):
        return _("任何情况") if value == ALWAYS else value.source
    if value in (None, "", ()):
        return _("空")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Enum):
        return code_text(value)
    if isinstance(value, tuple):
        return _shortened(_("、").join(value_text(each) for each in value))
    if isinstance(value, Node):
        return _node_text(value)
    return _shortened(str(value))


def _node_text(node: Node) -> str:
    fields = [name for name in node.__struct_fields__ if getattr(node, name)]
    return _shortened(
        _("，").join(
            f"{FIELDS.get(name, name)} {value_text(getattr(node, name))}" for name in fields
        )
    )


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def figures(view: VersionView) -> list[Figure]:
    """Papers, acts on site, visits, days, before and now; what nothing is said of is left out."""
    if view.effects is None:
        return []
    was, now = view.effects
    rows: list[tuple[str, int | None, int | None]] = [
        (_("最多要带的材料（份）"), was.brought, now.brought),
        (_("只能到场办的环节"), was.on_site, now.on_site),
        (_("到现场次数"), was.visits, now.visits),
        (_("承诺时限（天）"), was.promise, now.promise),
        (_("法定时限（天）"), was.legal, now.legal),
    ]
    return [_figure(*row) for row in rows if row[1:] != (None, None)]


def _figure(name: str, was: int | None, now: int | None) -> Figure:
    both = was is not None and now is not None
    return Figure(
        name=name,
        was=_("没有写") if was is None else str(was),
        now=_("没有写") if now is None else str(now),
        worse=both and (now or 0) > (was or 0),
        better=both and (now or 0) < (was or 0),
    )


def bounded(effects: tuple[Effect, Effect] | None) -> bool:
    """Whether a figure is only a bound."""
    return effects is not None and not all(each.exact for each in effects)


def carried(before: Definition | None, after: Definition) -> tuple[list[str], list[str]]:
    """Names of the papers people must bring now and did not, and the other way round."""
    if not isinstance(before, ItemDefinition) or not isinstance(after, ItemDefinition):
        return [], []
    was = {each.key: each.name for each in before.materials if must_bring(each)}
    now = {each.key: each.name for each in after.materials if must_bring(each)}
    return (
        [name for key, name in now.items() if key not in was],
        [name for key, name in was.items() if key not in now],
    )


def flagged(flags: Iterable[Flag]) -> list[Flagged]:
    """Each flag with what stood there and what stands there now."""
    return [Flagged(each.kind.value, FLAGS[each.kind], _detail(each)) for each in flags]


def flag_title(kind: str) -> Text:
    """The flag's name from the history, where its kind is a word."""
    return {each.value: text for each, text in FLAGS.items()}.get(kind, kind)


_CODED: dict[FlagKind, type[Enum]] = {
    FlagKind.LEVEL_RAISED: Level,
    FlagKind.AREA_NARROWED: HandleArea,
}


def _detail(flag: Flag) -> str:
    if not flag.was and not flag.now:
        return ""
    kind = _CODED.get(flag.kind)
    words = WORDS[kind] if kind else {}
    was, now = (str(words.get(each, each)) for each in (flag.was, flag.now))
    return _("原来 %(was)s，现在 %(now)s") % {"was": was, "now": now or _("没有写")}
