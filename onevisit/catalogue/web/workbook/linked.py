"""Cells that name other things of their item: conditions, what comes before, how and where it is
done; and options. What is several stands one a line, and a line that says what would be exported
now is what it was.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import msgspec
from django.utils.translation import gettext as _

from onevisit.catalogue.rules.definition import After, ItemDefinition, Mode, Option
from onevisit.catalogue.rules.editing.asking import settled_options
from onevisit.catalogue.rules.editing.spelling import Names, read, spelled
from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.web.editor.boxes import As, value_at
from onevisit.catalogue.web.editor.parties import KeysBox
from onevisit.catalogue.web.workbook.cells import cell_of, tidy, value_of
from onevisit.catalogue.web.workbook.heads import Head, narrow
from onevisit.kernel.conditions import ALWAYS, Condition
from onevisit.kernel.errors import Invalid
from onevisit.ui.wordings import text_for

_PLACES: Final = MappingProxyType({"": "网上", "centre": "政务服务中心", "department": "部门"})
_AWAY: Final = ("网上", "邮寄", "不用到场")
_RAW: Final = "#"
_NAME: Final = r"\s*(?:【(?P<name>(?:[^】]|】】)*)】|(?P<bare>[^\s【】，,]+))[\s，,]*"
_WHEN: Final = r"[\s，,]*(?:当\s*(?P<when>.+))?"
_AFTER: Final = re.compile(rf"{_NAME}(?:等\s*(?P<wait>[0-9]{{1,4}}|[?？])\s*天)?{_WHEN}")
_QUOTED: Final = re.compile(r"【((?:[^】]|】】)*)】")
_ONLY_QUOTED: Final = re.compile(rf"(?:[\s、，,；;]*{_QUOTED.pattern})+[\s、，,；;]*")
_MODE: Final = re.compile(rf"{_NAME}(?:要有\s*(?P<needs>[^【“]*?))?{_WHEN}")


class Around:
    """What the names in an item's cells stand for; those of `before` are understood too."""

    def __init__(self, item: ItemDefinition, before: ItemDefinition | None = None) -> None:
        self.items = [each for each in (item, before) if each is not None]
        self.names = Names(item.questions, before.questions if before else ())
        self._steps = _by_name(item)
        self._before = _by_name(before) if before else {}

    def step_name(self, key: str) -> str:
        """How the step is written."""
        return next((name for name, own in self._steps.items() if own == key), _RAW + key)

    def step_key(self, name: str) -> str:
        """The step that is called so. Raises ValueError."""
        if name.startswith(_RAW):
            return name.removeprefix(_RAW)
        for known in (self._steps, self._before):
            if name in known:
                return known[name]
        told = _("没有叫“%(name)s”的环节，或者不止一个，可以写：%(known)s。")
        raise ValueError(told % {"name": name, "known": "、".join(self._steps)})


def _by_name(item: ItemDefinition) -> dict[str, str]:
    names = [each.name for each in item.steps]
    return {
        each.name: each.key
        for each in item.steps
        if each.name and names.count(each.name) == 1 and not each.name.startswith(_RAW)
    }


def shown(head: Head, node: Node, around: Around) -> str:
    """What the cell of the head shows of the node."""
    value = value_at(node, head.box.place)
    if isinstance(head.box, KeysBox):
        return tidy("\n".join(_quoted(each) for each in _names(head.box, value, around)))
    if isinstance(value, Condition):
        return "" if value == ALWAYS else tidy(_flat(spelled(value, around.names)))
    if not head.several:
        return cell_of(head, value)
    line = _LINES[head.box.place].write
    return tidy("\n".join(_flat(line(each, around)) for each in value))


def meant(head: Head, text: str, node: Node, now: Around, then: Around) -> object:
    """What the written text makes of the node's value: names are those that stand `now`, lines that
    were there `then` stay. Raises ValueError with words for whoever wrote it.
    """
    kept = value_at(node, head.box.place)
    if isinstance(head.box, KeysBox):
        return _keys(head.box, text, now)
    try:
        if isinstance(kept, Condition):
            return read(text, now.names) if text else ALWAYS
        if head.several:
            return _lines(_LINES[head.box.place], text, kept, now, then)
    except Invalid as error:
        raise ValueError(str(text_for(error))) from None
    return value_of(head, text)


def _names(box: KeysBox, value: object, around: Around) -> Iterator[str]:
    """What the keys stand for, the key itself where no name of its own does."""
    keys = _called(box.named(around.items[0]))
    for key in value if isinstance(value, tuple) else (value,):
        if key:
            yield next((name for name, own in keys.items() if own == key), _RAW + str(key))


def _keys(box: KeysBox, text: str, around: Around) -> object:
    """The keys of the names that were written. Raises ValueError."""
    there = [box.named(each) for each in around.items]
    known = [*map(_called, there), *({key: key for key in each} for each in there)]
    found: dict[str, None] = {}
    for name in _written(text):
        key = next((each[name] for each in known if name in each), "")
        if not key and not name.startswith(_RAW):
            told = _("没有叫“%(name)s”的，或者不止一个，可以写：%(known)s。")
            raise ValueError(told % {"name": name[:60], "known": "、".join(known[0])})
        found[key or name.removeprefix(_RAW)] = None
    if box.kind is As.MANY:
        return tuple(found)
    if len(found) > 1:
        raise ValueError(_("这里只写一个。"))
    return next(iter(found), box.fallback)


def _written(text: str) -> Iterator[str]:
    """The names in a cell: in 【】, or one a line."""
    for line in text.splitlines():
        if _ONLY_QUOTED.fullmatch(line):
            yield from (each.replace("】】", "】").strip() for each in _QUOTED.findall(line))
        elif line.strip():
            yield line.strip()


def _called(named: Mapping[str, str]) -> dict[str, str]:
    """Name → key where one thing alone is called so."""
    flat = [(_flat(name).strip(), key) for key, name in named.items()]
    names = [name for name, _key in flat]
    return {n: k for n, k in flat if n and names.count(n) == 1 and not n.startswith(_RAW)}


@dataclass(frozen=True)
class _Line:
    """How one of a list is written and read, and what the whole list then needs."""

    write: Callable[[Any, Around], str]
    read: Callable[[str, Around], Any]
    settle: Callable[[Sequence[Any], Sequence[Any]], Sequence[Any]]


def _lines(
    how: _Line, text: str, kept: Sequence[Node], now: Around, then: Around
) -> tuple[Node, ...]:
    had = [(tidy(_flat(how.write(each, then))), each) for each in kept]
    found: list[Node] = []
    for line in (tidy(each) for each in text.splitlines()):
        at = next((n for n, (said, _node) in enumerate(had) if said == line), None)
        if at is not None:
            found.append(had.pop(at)[1])
        elif line:
            found.append(how.read(line, now))
    return tuple(how.settle(found, [node for _said, node in had]))


def _flat(text: str) -> str:
    return " ".join(text.splitlines())


def _option_text(option: Option, _around: Around) -> str:
    return f"{option.label} | {option.help}" if option.help else option.label


def _option(line: str, _around: Around) -> Option:
    label, _bar, told = line.replace("｜", "|").partition("|")
    if not label.strip():
        raise ValueError(_("选项要写名称。"))
    return Option(value="", label=label.strip(), help=told.strip())


def _renamed(rows: Sequence[Option], gone: Sequence[Option]) -> Sequence[Option]:
    """Where as many are new as are gone, they are called otherwise; else the new are new."""
    fresh = [each for each in rows if not each.value]
    values = iter([each.value for each in gone] if len(gone) == len(fresh) else [""] * len(fresh))
    named = [
        each if each.value else msgspec.structs.replace(each, value=next(values)) for each in rows
    ]
    return settled_options(named)


def _after_text(edge: After, around: Around) -> str:
    wait = "" if not edge.wait else f" 等 {'?' if edge.wait is True else edge.wait} 天"
    return _quoted(around.step_name(edge.step)) + wait + _when_text(edge.when, around)


def _after(line: str, around: Around) -> After:
    found = _match(_AFTER, line, "【受理】 等 3 天 当 【问题】 是 “选项”")
    wait = found["wait"] or "0"
    days = int(wait) if wait.isdigit() else True
    return After(step=around.step_key(_named(found)), wait=days, when=_when(found, around))


def _mode_text(mode: Mode, around: Around) -> str:
    known = _PLACES.get(mode.place)
    place = known or (_RAW + mode.place if mode.place in _PLACES.values() else mode.place)
    needs = f" 要有 {'、'.join(mode.needs)}" if mode.needs else ""
    return _quoted(place) + needs + _when_text(mode.when, around)


def _mode(line: str, around: Around) -> Mode:
    found = _match(_MODE, line, "【政务服务中心】 要有 courier 当 【问题】 是 “选项”")
    needs = tuple(each for each in re.split(r"[\s、，,]+", found["needs"] or "") if each)
    name, when = _named(found), _when(found, around)
    if narrow(name) in _AWAY:
        return Mode(remote=True, needs=needs, when=when)
    places = {label: place for place, label in _PLACES.items()}
    place = places.get(name, name.removeprefix(_RAW))[:100]
    return Mode(place=place, needs=needs, when=when)


def _match(form: re.Pattern[str], line: str, example: str) -> re.Match[str]:
    found = form.fullmatch(line)
    if found is None:
        told = _("“%(line)s”读不懂，写成：%(example)s。")
        raise ValueError(told % {"line": line[:60], "example": example})
    return found


def _named(found: re.Match[str]) -> str:
    return (found["bare"] or (found["name"] or "").replace("】】", "】")).strip()


def _when(found: re.Match[str], around: Around) -> Condition:
    return read(found["when"], around.names) if found["when"] else ALWAYS


def _when_text(when: Condition, around: Around) -> str:
    return "" if when == ALWAYS else f" 当 {spelled(when, around.names)}"


def _quoted(name: str) -> str:
    return f"【{name.replace('】', '】】')}】"


def _as_read(rows: Sequence[Node], _gone: Sequence[Node]) -> Sequence[Node]:
    return rows


_LINES: Mapping[str, _Line] = MappingProxyType(
    {
        "options": _Line(_option_text, _option, _renamed),
        "after": _Line(_after_text, _after, _as_read),
        "modes": _Line(_mode_text, _mode, _as_read),
    }
)
