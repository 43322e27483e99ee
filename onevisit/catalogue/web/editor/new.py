"""新建事项、新建一件事: a few lines, from nothing or from what there is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission
from onevisit.catalogue import queries, services
from onevisit.catalogue.rules.vocabulary import Level, TaskType
from onevisit.catalogue.services import NewBundle, NewItem
from onevisit.catalogue.web.editor import choices
from onevisit.catalogue.web.editor.boxes import As, Box, Reading
from onevisit.catalogue.web.editor.table import SECTIONS
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.ui.fields import FieldView, Option, Text
from onevisit.ui.wordings import text_for

editors = staff_required(Permission.CATALOGUE_EDIT)
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Beginning:
    """What is begun: its words, the lines it takes, and how it is made of them, after a `source` or
    from nothing; `keep` is what a browser keeps under until then.
    """

    titles: tuple[Text, Text]
    back: tuple[str, Text]
    boxes: Callable[[Actor, str], tuple[Box, ...]]
    make: Callable[[str, Values, Actor], str]
    keep: str
    defaults: Values = field(default_factory=dict)


def _begin(request: HttpRequest, what: Beginning) -> HttpResponse:
    """It is begun when its lines can be read."""
    source = request.GET.get("from", "")[:80]
    actor = actor_of(request)
    page = partial(_page, request, what, what.boxes(actor, source), source)
    if request.method != "POST":
        return page()
    reading = Reading(request.POST)
    values = reading.values(what.boxes(actor, source))
    if reading.errors:
        return page(reading.errors)
    try:
        code = what.make(source, values, actor)
    except (Invalid, Conflict) as error:
        place = "department" if error.code == "catalogue.unknown_department" else "code"
        return page({place: text_for(error)})
    return HttpResponseRedirect(
        reverse("catalogue:draft-section", args=[code, next(iter(SECTIONS))])
        + f"?begun={what.keep}"
    )


_NAME = Box(
    "name",
    gettext_lazy("名称"),
    required=True,
    help=gettext_lazy("法规里的正式名称，群众的叫法后面再写。"),
)
_USUAL = Box("usual_steps", gettext_lazy("先放上常见的环节：申请、受理、审查、决定"), As.TICK)


def _department(actor: Actor, label: Text) -> Box:
    offices = queries.departments_to_edit(actor)
    options = [Option(each.code, each.name) for each in offices]
    return Box("department", label, As.ONE, options, required=True)


def _lines_of_item(actor: Actor, source: str) -> tuple[Box, ...]:
    return (
        _NAME,
        _department(actor, _("哪个部门的")),
        Box(
            "code",
            _("编码"),
            required=True,
            help=_(
                "31 位实施编码，业务办理项再加 2 位；只写 12 位基本编码的，按部门的信用代码补全。"
            ),
        ),
        Box(
            "task_type",
            _("事项类型"),
            As.ONE,
            choices.options(choices.TASK_TYPES),
            TaskType,
            required=True,
        ),
        Box(
            "level",
            _("行使层级"),
            As.ONE,
            choices.options(choices.LEVELS),
            Level,
            required=True,
        ),
        *(() if source else (_USUAL,)),
    )


def _item(source: str, values: Values, actor: Actor) -> str:
    draft = NewItem(**values)
    if source:
        return services.copy_item(source, draft, actor=actor)
    return services.new_item(draft, actor=actor)


_ITEM = Beginning(
    (gettext_lazy("新建事项"), gettext_lazy("从现有事项复制")),
    ("catalogue:items", gettext_lazy("我的事项草稿")),
    _lines_of_item,
    _item,
    "item",
    {"task_type": TaskType.SERVICE, "level": Level.COUNTY, "usual_steps": True},
)


_KIND = replace(_ITEM, titles=(_ITEM.titles[0], gettext_lazy("加一个业务办理项")), keep="kind")
"""A kind of case inside an item: begun as the item is, under its code and two figures more."""


def _lines_of_bundle(actor: Actor, _source: str) -> tuple[Box, ...]:
    name = Box(
        "name", _("名称"), required=True, help=_("一句话说这件事，如：开办餐饮店。最多 200 个字。")
    )
    return name, _department(actor, _("牵头部门"))


def _bundle(source: str, values: Values, actor: Actor) -> str:
    draft = NewBundle(name=values["name"], lead=values["department"])
    if source:
        return services.copy_bundle(source, draft, actor=actor)
    return services.new_bundle(draft, actor=actor)


_BUNDLE = Beginning(
    (gettext_lazy("新建一件事"), gettext_lazy("从现有的一件事复制")),
    ("catalogue:bundles", gettext_lazy("一件事")),
    _lines_of_bundle,
    _bundle,
    "bundle",
)


@require_http_methods(["GET", "HEAD", "POST"])
@editors
def new(request: HttpRequest) -> HttpResponse:
    """A new item; with `kind` another 业务办理项 of the one it is copied from."""
    source = request.GET.get("from", "")[:80]
    more = queries.kind_to_add(source) if "kind" in request.GET else {}
    return _begin(request, replace(_KIND, defaults={**_ITEM.defaults, **more}) if more else _ITEM)


@require_http_methods(["GET", "HEAD", "POST"])
@editors
def new_bundle(request: HttpRequest) -> HttpResponse:
    """A new bundle; its code is given to it."""
    return _begin(request, _BUNDLE)


def _page(
    request: HttpRequest,
    what: Beginning,
    boxes: tuple[Box, ...],
    source: str,
    errors: dict[str, Text] | None = None,
) -> HttpResponse:
    found = errors or {}
    posted = request.POST if errors is not None else None
    fields: list[FieldView] = [
        box.view(box.place, what.defaults.get(box.place), posted, found.get(box.place, ""))
        for box in boxes
    ]
    page, back = what.back
    context = {
        "fields": fields,
        "source": source,
        "keep": what.keep,
        "errors": [(f"f-{name}", text) for name, text in found.items()],
        "title": what.titles[1] if source else what.titles[0],
        "back_url": reverse(page),
        "back": back,
    }
    return render(
        request, "catalogue/editor/new.html", context, status=422 if errors is not None else 200
    )
