"""The table of changes that are made to many items or bundles alike."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.catalogue import queries
from onevisit.catalogue.rules import together as change
from onevisit.catalogue.web.editor import choices, head, words
from onevisit.catalogue.web.editor.boxes import As, Box, put
from onevisit.ui.fields import Option, Text

Items = Sequence[Any]
"""Those that are changed: items, or bundles."""
Change = Callable[[Any], Any]
"""From a definition to a definition, both of the same kind."""


@dataclass(frozen=True)
class Kind:
    """One change: its words, the boxes it asks for (some offer what the items have), and what it
    makes of their values. `bundles`: whether it can be made to bundles, too.
    """

    key: str
    label: Text
    boxes: Callable[[Items], Sequence[Box]]
    change: Callable[[Mapping[str, Any]], Change]
    bundles: bool = False


def kinds_for(*, bundles: bool) -> Mapping[str, Kind]:
    """Those that can be made to what is chosen; `bundles`: there are bundles among it."""
    return {key: each for key, each in KINDS.items() if each.bundles or not bundles}


def _place(place: str) -> Kind:
    """Another value in a place that the editor has a box for."""
    box = _BOXES[place]

    def made(values: Mapping[str, Any]) -> Change:
        return lambda item: put(item, {place: values[place]}, item)

    return Kind(place, box.label, lambda _items: (box,), made, bundles=place.startswith("texts."))


def _word(key: str, label: Text, place: str, box: Box, *, away: bool = False) -> Kind:
    """A word put to a list of words, or taken away."""

    def boxes(items: Items) -> Sequence[Box]:
        if not away:
            return (box,)
        return (_chosen("word", box.label, _counted(w for i in items for w in getattr(i, place))),)

    def made(values: Mapping[str, Any]) -> Change:
        word = values["word"]
        how = change.without_word if away else change.with_word
        return lambda item: how(item, place, word)

    return Kind(key, label, boxes, made, bundles=True)


def _chosen(name: str, label: Text, options: Sequence[Option]) -> Box:
    return Box(name, label, As.ONE, options, required=True, wide=True)


def _counted(words: Iterable[str]) -> list[Option]:
    """Each word once, with how many items have it."""
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return [Option(word, word, str(n)) for word, n in sorted(found.items())]


def _papers(items: Items) -> list[Option]:
    names = {each.key: each.name for item in items for each in item.materials}
    counts = _counted(each.key for item in items for each in item.materials)
    return sorted(
        (Option(o.value, f"{names[o.value]}（{o.note}）") for o in counts),
        key=lambda each: str(each.label),
    )


def _old_paper(items: Items) -> Box:
    return _chosen("material", gettext_lazy("哪份材料（几个事项要它）"), _papers(items))


def _replaced(values: Mapping[str, Any]) -> Change:
    (found,) = queries.standards(keys=(values["other"],))[:1] or (None,)
    if found is None:
        return lambda item: item
    return lambda item: change.with_material(item, values["material"], found.material)


def _library(_items: Items) -> list[Option]:
    return [Option(e.key, f"{e.name}（{e.used}）") for e in queries.standard_materials(limit=300)]


_BOXES = MappingProxyType(
    {
        box.place: box
        for section in (head.BASICS, head.LIMITS, words.GUIDE)
        for group in section.groups
        for box in group.boxes
    }
)
_TEXT = {"required": True, "wide": True}
_NAME = Box("word", gettext_lazy("日常用语"), help=gettext_lazy("如：办健康证。"), **_TEXT)  # type: ignore[arg-type]
_THEME = Box("word", gettext_lazy("主题分类"), As.ONE, choices.themes, **_TEXT)  # type: ignore[arg-type]
_STOP = Box(
    "word",
    gettext_lazy("人生和企业大事"),
    As.ONE,
    choices.STOPS,
    **_TEXT,  # type: ignore[arg-type]
)
_LAW = (
    Box("old", gettext_lazy("现在写的"), help=gettext_lazy("法规的名称，或者第几条。"), **_TEXT),  # type: ignore[arg-type]
    Box("new", gettext_lazy("改成"), **_TEXT),  # type: ignore[arg-type]
)
_BASIS = Box("line", gettext_lazy("依据"), help=gettext_lazy("写到第几条。"), **_TEXT)  # type: ignore[arg-type]
_SENT = Box(
    "offered",
    gettext_lazy("结果可以邮寄"),
    As.ONE,
    (Option("1", gettext_lazy("可以")), Option("0", gettext_lazy("不可以"))),
    required=True,
)

_STEPS = Box(
    "steps",
    gettext_lazy("环节"),
    As.ONE,
    (
        Option("usual", gettext_lazy("申请、受理、审查、决定")),
        Option("spot", gettext_lazy("申请、当场决定")),
    ),
    required=True,
    help=gettext_lazy("发布以后就能在这里申请；有环节的不动。网办深度到Ⅲ级的也可以在网上申请。"),
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            _place("texts.consult_phone"),
            _place("texts.complaint_phone"),
            _place("texts.location"),
            _place("texts.hours"),
            _place("regime.promise"),
            _place("regime.basis"),
            _place("review"),
            _place("processing"),
            Kind(
                "steps",
                gettext_lazy("没有环节的写上环节"),
                lambda _items: (_STEPS,),
                lambda v: lambda item: change.with_steps(item, on_spot=v["steps"] == "spot"),
            ),
            Kind(
                "law",
                gettext_lazy("依据里的法规改名、改条"),
                lambda _items: _LAW,
                lambda v: lambda item: change.with_law(item, v["old"], v["new"]),
                bundles=True,
            ),
            Kind(
                "basis",
                gettext_lazy("加一条设定依据"),
                lambda _items: (_BASIS,),
                lambda v: lambda item: change.with_basis(item, v["line"]),
                bundles=True,
            ),
            Kind(
                "courier",
                gettext_lazy("结果邮寄"),
                lambda _items: (_SENT,),
                lambda v: lambda item: change.with_delivery(item, v["offered"] == "1"),
            ),
            _place("postal_application"),
            _place("bookable"),
            Kind(
                "material-off",
                gettext_lazy("不再要一份材料"),
                lambda items: (_old_paper(items),),
                lambda v: lambda item: change.without_material(item, v["material"]),
            ),
            Kind(
                "material",
                gettext_lazy("一份材料换成库里的另一份"),
                lambda items: (
                    _old_paper(items),
                    _chosen("other", gettext_lazy("换成（几个事项在用）"), _library(items)),
                ),
                _replaced,
            ),
            _word("name", gettext_lazy("加一个日常用语"), "everyday", _NAME),
            _word("name-off", gettext_lazy("去掉一个日常用语"), "everyday", _NAME, away=True),
            _word("theme", gettext_lazy("加一个主题"), "themes", _THEME),
            _word("theme-off", gettext_lazy("去掉一个主题"), "themes", _THEME, away=True),
            _word("stop", gettext_lazy("加到一件人生或企业大事"), "life_events", _STOP),
            _word("stop-off", gettext_lazy("从一件大事里去掉"), "life_events", _STOP, away=True),
        )
    }
)


def summary(kind: Kind, boxes: Sequence[Box], values: Mapping[str, Any]) -> str:
    """The change in a few words."""
    said = []
    for box in boxes:
        value = values.get(box.place)
        options = box.options() if callable(box.options) else box.options
        label = next((str(o.label) for o in options if o.value == str(value)), None)
        if label is None:
            label = _("是") if value is True else _("否") if value is False else str(value or "")
        said.append(label)
    return _("%(what)s：%(now)s") % {"what": kind.label, "now": " → ".join(said)}
