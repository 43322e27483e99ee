"""A comparison in words: one sentence for each difference, what it comes to, what is flagged."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.catalogue.queries import PartChange, Together, VersionView
from onevisit.catalogue.rules.comparing import (
    Act,
    Change,
    Clash,
    Definition,
    Effect,
    Flag,
    FlagKind,
    Merged,
    brought_when,
    must_bring,
    papers_of_bundle,
)
from onevisit.catalogue.rules.comparing.changes import name_of
from onevisit.catalogue.rules.definition import After, ItemDefinition, Option
from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.rules.vocabulary import HandleArea, Level
from onevisit.catalogue.web.code_words import FIELDS, SECTIONS, WORDS, code_text
from onevisit.catalogue.web.naming import Names, names_of
from onevisit.directory import queries as directory
from onevisit.kernel.calendar import DayUnit
from onevisit.kernel.conditions import ALWAYS, Condition

Text = str | Promise
_OF_PARTS = frozenset({"after", "parts"})
"""Fields that name parts of a bundle."""
LONGEST = 120

FLAGS: dict[FlagKind, Text] = {
    FlagKind.VISITS_RAISED: gettext_lazy("到现场次数增加"),
    FlagKind.COMPUTED_RAISED: gettext_lazy("算出来要跑的次数增加"),
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


def sides(view: VersionView) -> tuple[Names, Names]:
    """The names of the two versions; a bundle's items have questions of their own."""
    whole = view.together
    inside = (whole.was.items, whole.now.items) if whole else ({}, {})
    leads = any(each.section == "lead" for each in view.changes)
    offices = {each.code: each.name for each in directory.departments()} if leads else {}
    other, here = (
        names_of(each, items.values(), offices)
        for each, items in zip((view.other, view.definition), inside, strict=True)
    )
    return other, here


def told(view: VersionView) -> list[Told]:
    """Every difference, by section, in the order of the definition."""
    return told_of(view.changes, *sides(view))


def told_of(changes: Iterable[Change], before: Names, after: Names) -> list[Told]:
    """The same of any two; what stood there in the names of the one, what stands there in those of
    the other.
    """
    found: dict[str, Told] = {}
    for change in changes:
        title = section_of(change)
        section = found.setdefault(str(title), Told(title, []))
        section.lines.append(sentence(change, before, after))
    return list(found.values())


def section_of(change: Change) -> Text:
    """The section it is told in."""
    return SECTIONS.get(change.section, SECTIONS["name"])


def theirs(view: VersionView) -> list[str]:
    """What others published while this draft was written."""
    if view.meanwhile is None:
        return []
    names = (names_of(view.meanwhile.was), names_of(view.meanwhile.now))
    return [sentence(each, *names) for each in view.meanwhile.theirs]


def clashes(view: VersionView) -> list[str]:
    """Places that both changed, by name, and what each wrote there."""
    if view.meanwhile is None:
        return []
    return _clashes(view.meanwhile.clashes, view.definition, view.meanwhile.now)


def both(found: Merged) -> list[str]:
    """The same of two people at one section."""
    return _clashes(found.clashes, found.definition, found.definition)


def _clashes(found: Iterable[Clash], mine: Definition, theirs: Definition) -> list[str]:
    names = (names_of(mine), names_of(theirs))
    return [_clash(each, *names) for each in found]


def _clash(found: Clash, mine: Names, theirs: Names) -> str:
    place = Change(found.section, Act.CHANGED, (found.field,), found.things, found.field)
    facts = {"what": _where(place, mine), **_both(found.mine, found.theirs, mine, theirs)}
    if found.mine is None and not found.field:
        return _("%(what)s：您删去了，别人改了。") % facts
    if found.theirs is None and not found.field:
        return _("%(what)s：您改了，别人删去了。") % facts
    return _("%(what)s：您写“%(was)s”，别人写“%(now)s”。") % facts


def sentence(change: Change, before: Names, after: Names) -> str:
    """One difference in words, each side in its own names."""
    side = before if change.act is Act.REMOVED else after
    was, now = _named(change, change.was, before), _named(change, change.now, after)
    facts = {"what": _where(change, side), **_both(was, now, before, after)}
    facts["when"] = _only(getattr(change.now or change.was, "when", ALWAYS), side)
    row = bool(change.things) and not change.field
    match change.act:
        case Act.ADDED if row:
            facts["holds"] = _holds(change.now, after).rstrip("。")
            whole = _("新增%(what)s%(when)s：%(holds)s。") if facts["holds"] else ""
            return (whole or _("新增%(what)s%(when)s。")) % facts
        case Act.REMOVED if row:
            return _("删去%(what)s%(when)s。") % facts
        case Act.ADDED:
            return _("%(what)s写上了“%(now)s”。") % facts
        case Act.REMOVED:
            return _("%(what)s不再写，原来是“%(was)s”。") % facts
        case Act.MOVED:
            return _("%(what)s的顺序从“%(was)s”改成“%(now)s”。") % facts
        case _:
            return _("%(what)s从“%(was)s”改成“%(now)s”。") % facts


_SAID = frozenset({"key", "name", "label", "question", "value", "when", "guid"})
"""What is told of a row already, or means nothing to whoever reads."""


def _holds(row: object, names: Names) -> str:
    """What a new row says beside its name and its situation, so that nobody approves it unread."""
    if not isinstance(row, Node):
        return ""
    fields = msgspec.structs.fields(type(row))
    values = ((each, getattr(row, each.name)) for each in fields if each.name not in _SAID)
    return _("，").join(
        f"{FIELDS.get(each.name, each.name)} {_inner(value, names)}"
        for each, value in values
        if value != each.default and value not in (None, "", ())
    )


def _inner(value: object, names: Names) -> str:
    """Rows inside the row by name: its options, what it comes after."""
    if isinstance(value, tuple) and all(isinstance(each, Option | After) for each in value):
        return _shortened(_("、").join(names.step(name_of(each)) for each in value))
    return value_text(value, names)


def _named(change: Change, value: object, names: Names) -> object:
    """Who leads a bundle, and which of its parts are meant, by their names."""
    if change.section == "lead":
        return names.offices.get(str(value), value)
    if change.field in _OF_PARTS and isinstance(value, tuple):
        return tuple(names.step(each) if isinstance(each, str) else each for each in value)
    return value


def _both(was: object, now: object, before: Names, after: Names) -> dict[str, str]:
    """Both values in words; conditions that read alike and are not the same, as they are kept."""
    texts = value_text(was, before), value_text(now, after)
    if isinstance(was, Condition) and isinstance(now, Condition) and len({*texts}) < 2:
        texts = f"{texts[0]} {was.source}", f"{texts[1]} {now.source}"
    return {"was": texts[0], "now": texts[1]}


def _only(when: Condition, names: Names) -> str:
    """In brackets, in which situation only, where it is not any."""
    return "" if when == ALWAYS else _("（%(when)s）") % {"when": names.when(when)}


def _where(change: Change, names: Names) -> str:
    """The rows on the way by name, then the field: 材料“身份证”的来源."""
    rows = "".join(_("“%(name)s”") % {"name": names.step(each)} for each in change.things)
    first = str(FIELDS.get(change.section, change.section)) if change.things else ""
    field = _("，").join(str(FIELDS.get(name, name)) for name in _fields(change) if name)
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


def value_text(value: object, names: Names) -> str:
    """What stands there, as one reads it."""
    if isinstance(value, Condition):
        return names.when(value)
    if value in (None, "", ()):
        return _("空")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Enum):
        return code_text(value)
    if isinstance(value, tuple):
        return _shortened(_("、").join(value_text(each, names) for each in value))
    if isinstance(value, Node):
        return _node_text(value, names)
    return _shortened(str(value))


def _node_text(node: Node, names: Names) -> str:
    values = {name: getattr(node, name) for name in node.__struct_fields__}
    return _shortened(
        _("，").join(
            f"{FIELDS.get(name, name)} {value_text(value, names)}"
            for name, value in values.items()
            if value and value != ALWAYS
        )
    )


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def figures(effects: tuple[Effect, Effect] | None) -> list[Figure]:
    """Papers, acts on site, visits, days, before and now; what nothing is said of is left out."""
    if effects is None:
        return []
    was, now = effects
    rows: list[tuple[str, int | None, int | None]] = [
        (_("最多要带的材料（份）"), was.brought, now.brought),
        (_("只能到场办的环节"), was.on_site, now.on_site),
        (_("到现场次数"), was.visits, now.visits),
        (_("算出来最多跑（次）"), was.computed, now.computed),
        (_("承诺时限（天）"), was.promise, now.promise),
        (_("事项一个接一个，最长（天）"), was.chain, now.chain),
        (_("法定时限（天）"), was.legal, now.legal),
    ]
    told = [_figure(*row) for row in rows if row[1:] != (None, None)]
    if was.expected_of or now.expected_of:
        told.append(_average(was, now))
    return told


def _average(was: Effect, now: Effect) -> Figure:
    """Told in hundredths, and compared so; each with how many applications it rests on."""
    mean = [None if each.expected is None else round(each.expected, 2) for each in (was, now)]
    both = None not in mean
    return Figure(
        name=_("算出来平均跑（次），按近一年申请的情形"),
        was=told_average(was.expected, was.expected_of),
        now=told_average(now.expected, now.expected_of),
        worse=both and (mean[1] or 0) > (mean[0] or 0),
        better=both and (mean[1] or 0) < (mean[0] or 0),
    )


def told_average(mean: float | None, of: int) -> str:
    """A mean with its basis."""
    if mean is None:
        return _("件数太少（%(n)s 件）") % {"n": of}
    return _("%(mean)s（%(n)s 件）") % {"mean": f"{mean:.2f}", "n": of}


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


def carried(view: VersionView) -> tuple[list[str], list[str]]:
    """The papers people must bring now and did not, and the other way round, with when."""
    if view.together is not None:
        return carried_together(view.together)
    if not isinstance(view.other, ItemDefinition) or not isinstance(
        view.definition, ItemDefinition
    ):
        return [], []
    was, now = sides(view)
    return _both_ways(_brought(view.other), _brought(view.definition), was, now)


def carried_together(whole: Together) -> tuple[list[str], list[str]]:
    """The same of a bundle with its items, each paper counted once."""
    was, now = (
        (papers_of_bundle(each.bundle, each.items), names_of(each.bundle, each.items.values()))
        for each in (whole.was, whole.now)
    )
    return _both_ways(was[0], now[0], was[1], now[1])


Papers = dict[str, tuple[str, Condition]]


def _both_ways(
    was: Papers, now: Papers, before: Names, after: Names
) -> tuple[list[str], list[str]]:
    return (
        [name + _only(when, after) for key, (name, when) in now.items() if key not in was],
        [name + _only(when, before) for key, (name, when) in was.items() if key not in now],
    )


def _brought(item: ItemDefinition) -> Papers:
    return {
        each.key: (each.name, brought_when(each)) for each in item.materials if must_bring(each)
    }


def inside(whole: Together) -> list[str]:
    """Which items of a bundle are in another version by now."""
    return [_part_text(each) for each in whole.parts]


def _part_text(part: PartChange) -> str:
    if part.was is None or part.now is None:
        gone = (
            _("%(part)s：没有能办的事项了。") if part.now is None else _("%(part)s：有事项能办了。")
        )
        return gone % {"part": part.name}
    facts = {"part": part.name, "was": part.was.number, "now": part.now.number}
    if part.was.code != part.now.code:
        return _("%(part)s：换了另一个事项来办。") % facts
    return _("%(part)s：从第 %(was)s 版换成第 %(now)s 版。") % facts


def flagged(view: VersionView) -> list[Flagged]:
    """Each flag with what stood there and what stands there now, and which papers are more."""
    papers = carried(view)[0] if view.beside_current else []
    more = _("、").join(papers)
    return [
        Flagged(
            each.kind.value,
            FLAGS[each.kind],
            _detail(each, more if each.kind is FlagKind.MORE_TO_BRING else ""),
        )
        for each in view.flags
    ]


def flag_title(kind: str) -> Text:
    """The flag's name from the history, where its kind is a word."""
    return {each.value: text for each, text in FLAGS.items()}.get(kind, kind)


_CODED: dict[FlagKind, type[Enum]] = {
    FlagKind.LEVEL_RAISED: Level,
    FlagKind.AREA_NARROWED: HandleArea,
}


def _in_days(figure: str) -> str:
    """A number, with the kind of days it counts where that is said."""
    number, _space, unit = figure.partition(" ")
    return f"{number} {WORDS[DayUnit].get(unit, unit)}" if unit else number


def _detail(flag: Flag, more: str) -> str:
    if not flag.was and not flag.now:
        return ""
    kind = _CODED.get(flag.kind)
    words = WORDS[kind] if kind else {}
    was, now = (str(words.get(each, _in_days(each))) for each in (flag.was, flag.now))
    told = _("原来 %(was)s，现在 %(now)s") % {"was": was, "now": now or _("没有写")}
    return _("%(told)s：%(more)s") % {"told": told, "more": more} if more else told
