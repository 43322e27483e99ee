"""新建事项: four lines, from nothing or from an item there is."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.catalogue import queries, services
from onevisit.catalogue.rules.vocabulary import Level, TaskType
from onevisit.catalogue.services import NewItem
from onevisit.catalogue.web.editor import choices
from onevisit.catalogue.web.editor.boxes import As, Box, Reading
from onevisit.catalogue.web.editor.table import SECTIONS
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.ui.fields import FieldView, Option, Text
from onevisit.ui.wordings import text_for

editors = staff_required(Permission.CATALOGUE_EDIT)


@require_http_methods(["GET", "HEAD", "POST"])
@editors
def new(request: HttpRequest) -> HttpResponse:
    """A new item, begun when the four lines can be read."""
    source = request.GET.get("from", "").replace("\0", "")[:80]
    boxes = _boxes(request, source)
    if request.method != "POST":
        return _page(request, boxes, source)
    reading = Reading(request.POST)
    values = reading.values(boxes)
    if reading.errors:
        return _page(request, boxes, source, reading.errors)
    draft = NewItem(**values)  # type: ignore[arg-type]
    actor = actor_of(request)
    try:
        if source:
            code = services.copy_item(source, draft, actor=actor)
        else:
            code = services.new_item(draft, actor=actor)
    except (Invalid, Conflict) as error:
        place = "department" if error.code == "catalogue.unknown_department" else "code"
        return _page(request, boxes, source, {place: text_for(error)})
    return HttpResponseRedirect(
        reverse("catalogue:draft-section", args=[code, next(iter(SECTIONS))])
    )


_USUAL = Box("usual_steps", gettext_lazy("先放上常见的环节：申请、受理、审查、决定"), As.TICK)


def _boxes(request: HttpRequest, source: str) -> tuple[Box, ...]:
    offices = queries.departments_to_edit(actor_of(request))
    departments = [Option(each.code, each.name) for each in offices]
    return (
        Box("name", _("名称"), required=True, help=_("法规里的正式名称，群众的叫法后面再写。")),
        Box("department", _("哪个部门的"), As.ONE, departments, required=True),
        Box(
            "code",
            _("编码"),
            required=True,
            help=_("31 位实施编码；只写 12 位基本编码的，按部门的信用代码补全。"),
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


def _page(
    request: HttpRequest,
    boxes: tuple[Box, ...],
    source: str,
    errors: dict[str, Text] | None = None,
) -> HttpResponse:
    found = errors or {}
    posted = request.POST if errors is not None else None
    defaults: dict[str, object] = {
        "task_type": TaskType.SERVICE,
        "level": Level.COUNTY,
        "usual_steps": True,
    }
    fields: list[FieldView] = [
        box.view(box.place, defaults.get(box.place), posted, found.get(box.place, ""))
        for box in boxes
    ]
    context = {
        "fields": fields,
        "source": source,
        "errors": [(f"f-{name}", text) for name, text in found.items()],
        "title": _("从现有事项复制") if source else _("新建事项"),
    }
    return render(
        request, "catalogue/editor/new.html", context, status=422 if errors is not None else 200
    )
