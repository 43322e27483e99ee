"""Pages of the officer who keeps powers, negative list and funds: look, change, end, import."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.catalogue import queries, services
from onevisit.catalogue.errors import no_such_row
from onevisit.catalogue.queries import RegisterRow
from onevisit.catalogue.rules.registers import (
    COLUMNS,
    TYPES,
    CellKind,
    Column,
    Duty,
    Register,
    sheet_columns,
)
from onevisit.catalogue.web.editor import choices
from onevisit.directory import queries as directory
from onevisit.kernel.errors import Conflict, Invalid, Problem
from onevisit.kernel.sheets import XLSX, as_xlsx
from onevisit.ui.formatting import joined
from onevisit.ui.posted import number_of, written
from onevisit.ui.wordings import status_in_place, text_for, wording

editors = staff_required(Permission.CATALOGUE_EDIT)
PAGE = 50
MOST_SHOWN = 50
MOST_BYTES = 20 << 20
_SPARE = 2
NAMES: dict[Register, str | Promise] = {
    Register.POWERS: gettext_lazy("权力清单和责任清单"),
    Register.NEGATIVE: gettext_lazy("企业投资负面清单"),
    Register.FUNDS: gettext_lazy("财政专项资金清单"),
}
HEADS: dict[str, str | Promise] = {
    "code": gettext_lazy("编码"),
    "name": gettext_lazy("名称"),
    "department": gettext_lazy("部门"),
    "kind": gettext_lazy("类型"),
    "basis": gettext_lazy("依据"),
    "codes": gettext_lazy("对应的基本编码，用顿号隔开"),
    "reaches_down": gettext_lazy("镇街可以行使"),
    "sector": gettext_lazy("行业"),
    "measure": gettext_lazy("管理方式"),
    "content": gettext_lazy("具体内容"),
    "purpose": gettext_lazy("用途"),
    "recipients": gettext_lazy("支持对象"),
    "standard": gettext_lazy("支持标准"),
    "year": gettext_lazy("年度"),
    "amount": gettext_lazy("金额（万元）"),
    "duty": gettext_lazy("责任事项"),
    "duty_content": gettext_lazy("责任内容"),
    "duty_basis": gettext_lazy("责任依据"),
    "duty_accountability": gettext_lazy("追责情形"),
}
_DUTY = ("duty", "duty_content", "duty_basis", "duty_accountability")


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the form."""

    column: Column
    head: str | Promise
    value: str
    options: list[tuple[str, str | Promise]]
    error: str


def _register(name: str) -> Register:
    if name not in set(Register):
        raise no_such_row()
    return Register(name)


@require_safe
@editors
def home(request: HttpRequest) -> HttpResponse:
    """The first of the lists, with the way to the others."""
    return _list_page(request, Register.POWERS)


@require_safe
@editors
def register(request: HttpRequest, register: str) -> HttpResponse:
    """The rows of one list, searched, a page at a time."""
    return _list_page(request, _register(register))


def _list_page(
    request: HttpRequest,
    which: Register,
    *,
    problem: str = "",
    problems: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").split())[:60]
    after = request.GET.get("after", "")[:80]
    ended = bool(request.GET.get("ended"))
    rows = queries.register_list(which, words=words, after=after, limit=PAGE + 1, ended=ended)
    names = directory.department_names({each.department_id for each in rows})
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    asked = {"q": words, "ended": "1" * ended, "after": f"{last.code}|{last.id}" if last else ""}
    context = {
        "register": which.value,
        "name": NAMES[which],
        "registers": [(each.value, NAMES[each], each is which) for each in Register],
        "rows": [(each, names.get(each.department_id, "")) for each in rows[:PAGE]],
        "q": words,
        "ended": ended,
        "next_url": "?" + urlencode({n: v for n, v in asked.items() if v}) if last else "",
        "first_url": "?" + urlencode({n: v for n, v in (asked | {"after": ""}).items() if v})
        if after
        else "",
        "problem": problem,
        "problems": list(problems),
    }
    return render(request, "catalogue/register.html", context, status=status)


@require_http_methods(["GET", "POST"])
@editors
def new(request: HttpRequest, register: str) -> HttpResponse:
    """Make a row."""
    return _edit(request, _register(register), None)


@require_http_methods(["GET", "POST"])
@editors
def row(request: HttpRequest, register: str, row_id: UUID) -> HttpResponse:
    """Look at a row and change it."""
    which = _register(register)
    return _edit(request, which, queries.register_row(which, row_id))


def _edit(request: HttpRequest, which: Register, held: RegisterRow | None) -> HttpResponse:
    if request.method != "POST":
        return _form(request, which, held, _kept(which, held), _duties_of(held))
    cells = {each.key: written(request, each.key) for each in COLUMNS[which]}
    duties = _posted_duties(request) if which is Register.POWERS else []
    try:
        services.save_row(
            which,
            cells=cells,
            duties=duties,
            row_id=held.id if held else None,
            seen=number_of(request, "seen") or 0,
            actor=actor_of(request),
        )
    except (Invalid, Conflict) as error:
        status = status_in_place(error)
        return _form(request, which, held, cells, duties, error=error, status=status)
    messages.success(request, _("已保存，公开的清单跟着改了。"))
    return HttpResponseRedirect(reverse("catalogue:register", args=[which.value]))


def _kept(which: Register, held: RegisterRow | None) -> dict[str, str]:
    if held is None:
        return {}
    offices = {each.id: each.code for each in directory.departments({held.department_id})}
    found = {key: _typed(value) for key, value in held.values.items()}
    return found | {"department": offices.get(held.department_id, "")}


def _typed(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


def _duties_of(held: RegisterRow | None) -> list[Duty]:
    return list(held.duties) if held else []


def _posted_duties(request: HttpRequest) -> list[Duty]:
    """The duties as they stand in the form; a row left empty is none."""
    columns = [request.POST.getlist(each) for each in _DUTY]
    rows = zip(*columns, strict=False)
    told = [Duty(*(each.strip() for each in row)) for row in rows]
    return [each for each in told if not each.empty]


def _form(
    request: HttpRequest,
    which: Register,
    held: RegisterRow | None,
    cells: Mapping[str, str],
    duties: list[Duty],
    *,
    error: Invalid | Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    wrong: dict[str, str] = {}
    if isinstance(error, Invalid):
        wrong = {each.place: _said(each) for each in error.problems}
    context = {
        "register": which.value,
        "name": NAMES[which],
        "held": held,
        "cells": [
            Cell(
                each,
                HEADS[each.key],
                cells.get(each.key, ""),
                _options(each),
                wrong.get(each.key, ""),
            )
            for each in COLUMNS[which]
        ],
        "duties": [*duties, *[Duty("")] * _SPARE] if which is Register.POWERS else [],
        "heads": {key: HEADS[key] for key in _DUTY},
        "problem": text_for(error) if error else "",
        "errors": [(key, HEADS.get(key, key), text) for key, text in wrong.items()],
    }
    return render(request, "catalogue/register_row.html", context, status=status)


def _said(problem: Problem) -> str:
    return str(wording(problem.code, problem.facts))


def _options(column: Column) -> list[tuple[str, str | Promise]]:
    if column.kind is CellKind.DEPARTMENT:
        return [(each.code, each.name) for each in directory.departments()]
    if column.kind is CellKind.TYPE:
        return [(each.value, choices.TASK_TYPES[each]) for each in TYPES.values()]
    if column.kind is CellKind.MEASURE:
        return [("forbidden", _("禁止投资")), ("approved", _("先核准"))]
    if column.kind is CellKind.YES:
        return [("否", _("否")), ("是", _("是"))]
    return []


@require_POST
@editors
def end(request: HttpRequest, register: str, row_id: UUID) -> HttpResponse:
    """Take a row off the list."""
    which = _register(register)
    try:
        services.end_row(
            which, row_id=row_id, seen=number_of(request, "seen") or 0, actor=actor_of(request)
        )
    except Conflict as error:
        messages.error(request, text_for(error))
        return HttpResponseRedirect(reverse("catalogue:register-row", args=[register, row_id]))
    messages.success(request, _("已从清单里去掉，记录还在。去错了，在这一页放回去。"))
    return HttpResponseRedirect(reverse("catalogue:register-row", args=[register, row_id]))


@require_POST
@editors
def take_in(request: HttpRequest, register: str) -> HttpResponse:
    """Take in a spreadsheet, whole or not at all; what is wrong is told by row and column."""
    which = _register(register)
    upload = request.FILES.get("file")
    if upload is None or (upload.size or 0) > MOST_BYTES:
        return _list_page(request, which, problem=_("请选一个不超过 20 MB 的文件。"), status=422)
    try:
        done = services.import_rows(which, data=upload.read(), actor=actor_of(request))
    except Invalid as error:
        told = [_placed(each) for each in error.problems[:MOST_SHOWN]]
        return _list_page(request, which, problem=text_for(error), problems=told, status=422)
    messages.success(
        request,
        _("新增 %(made)s 项，修改 %(changed)s 项，没有变的 %(same)s 项。")
        % {"made": done.made, "changed": done.changed, "same": done.same},
    )
    if done.unread:
        heads = joined(done.unread)
        messages.warning(request, _("不认识这些列，没有导入：%(heads)s") % {"heads": heads})
    return HttpResponseRedirect(reverse("catalogue:register", args=[register]))


def _placed(problem: Problem) -> str:
    number, _bar, column = problem.place.partition("/")
    return _("第 %(row)s 行，%(column)s：%(what)s") % {
        "row": number,
        "column": column or _("整行"),
        "what": _said(problem),
    }


@require_safe
@editors
def template(request: HttpRequest, register: str) -> StreamingHttpResponse:
    """An empty sheet with the heads, to be filled in."""
    which = _register(register)
    heads = [each.head for each in sheet_columns(which)]
    response = StreamingHttpResponse(as_xlsx(heads, []), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{which.value}-template.xlsx"'
    return response
