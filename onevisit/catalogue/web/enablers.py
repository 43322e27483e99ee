"""Pages of the data steward: which enablers there are, whether they work, what they cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.catalogue import queries, services
from onevisit.catalogue.queries import EnablerLine, EnablerView
from onevisit.catalogue.rules.enablers import LONGEST, LONGEST_WHY, EnablerKind, EnablerState
from onevisit.directory import queries as directory
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.kernel.money import Fen, yuan
from onevisit.ui.fields import FieldView, Option, Text
from onevisit.ui.posted import number_of, written
from onevisit.ui.wordings import status_in_place, text_for, wording

readers = staff_required(Permission.CATALOGUE_EDIT, Permission.ENABLERS_KEEP)
keepers = staff_required(Permission.ENABLERS_KEEP)
KINDS: Mapping[EnablerKind, Text] = {
    EnablerKind.DATA_SERVICE: gettext_lazy("数据接口"),
    EnablerKind.COURIER: gettext_lazy("邮寄"),
    EnablerKind.REMOTE_IDENTITY: gettext_lazy("远程核验身份"),
    EnablerKind.E_SIGNATURE: gettext_lazy("电子签名"),
    EnablerKind.ONLINE_PAYMENT: gettext_lazy("网上缴费"),
    EnablerKind.E_LICENCE: gettext_lazy("电子证照"),
}
STATES: Mapping[EnablerState, tuple[Text, str]] = {
    EnablerState.OPEN: (gettext_lazy("已开通"), "ok"),
    EnablerState.PLANNED: (gettext_lazy("计划开通"), "now"),
    EnablerState.ABSENT: (gettext_lazy("没有"), ""),
}
FIELDS = (
    "code",
    "name",
    "name_en",
    "kind",
    "department",
    "state",
    "planned_by",
    "once",
    "yearly",
    "why",
)


@dataclass(frozen=True)
class Shown:
    """One enabler as its row shows it."""

    line: EnablerLine
    kind: Text
    state: Text
    tone: str
    once: str
    yearly: str
    regions: str


def shown(line: EnablerLine) -> Shown:
    """Its words."""
    state, tone = STATES[line.state]
    regions = _("、").join(name for _code, name in line.regions)
    return Shown(line, KINDS[line.kind], state, tone, cost(line.once), cost(line.yearly), regions)


def cost(amount: Fen | None) -> str:
    """In 元; that nobody knows is said."""
    return _("不知道") if amount is None else _("%(n)s 元") % {"n": yuan(amount)}


@require_safe
@readers
def enablers(request: HttpRequest) -> HttpResponse:
    """The register, and what items name that is not in it."""
    view = queries.enablers(actor=actor_of(request))
    context = {"view": view, "rows": [shown(each) for each in view.lines]}
    return render(request, "catalogue/enablers.html", context)


@require_http_methods(["GET", "POST"])
@keepers
def new(request: HttpRequest) -> HttpResponse:
    """Register one; `code` in the address begins with what items name."""
    if request.method == "POST":
        return _save(request, None)
    code = request.GET.get("code", "")[: LONGEST["code"]]
    kind = EnablerKind.DATA_SERVICE.value if "." in code else ""
    return _page(request, None, {"code": code, "kind": kind})


@require_http_methods(["GET", "POST"])
@readers
def enabler(request: HttpRequest, enabler_id: UUID) -> HttpResponse:
    """One enabler: what became of it, which items name it, and the form that changes it."""
    view = queries.enabler_view(enabler_id, actor=actor_of(request))
    if request.method == "POST":
        return _save(request, view)
    return _page(request, view, _cells(view.line), [code for code, _ in view.line.regions])


def _save(request: HttpRequest, view: EnablerView | None) -> HttpResponse:
    cells = {each: written(request, each) for each in FIELDS}
    regions = request.POST.getlist("regions")
    try:
        services.save_enabler(
            cells=cells,
            regions=regions,
            enabler_id=view.line.id if view else None,
            seen=number_of(request, "seen") or 0,
            actor=actor_of(request),
        )
    except (Invalid, Conflict) as error:
        return _page(request, view, cells, regions, error)
    messages.success(request, _("已保存，要跑几次跟着重算。"))
    return HttpResponseRedirect(reverse("catalogue:enablers"))


def _page(
    request: HttpRequest,
    view: EnablerView | None,
    cells: Mapping[str, str],
    regions: list[str] | None = None,
    error: Invalid | Conflict | None = None,
) -> HttpResponse:
    problems = error.problems if isinstance(error, Invalid) else ()
    wrong = {each.place: str(wording(each.code, each.facts)) for each in problems}
    fields = _fields(cells, regions or [], wrong)
    context = {
        "view": view,
        "row": shown(view.line) if view else None,
        "changes": [
            (each, *STATES[each.state], cost(each.once), cost(each.yearly))
            for each in (view.changes if view else ())
        ],
        "fields": fields,
        "may_change": view is None or view.may_change,
        "problem": text_for(error) if error else "",
        "errors": [(f"f-{name}", text) for name, text in wrong.items()],
    }
    status = status_in_place(error)
    return render(request, "catalogue/enabler.html", context, status=status)


def _cells(line: EnablerLine) -> dict[str, str]:
    def typed(amount: Fen | None) -> str:
        return "" if amount is None else yuan(amount)

    return {
        "code": line.code,
        "name": line.name,
        "name_en": line.name_en,
        "kind": line.kind.value,
        "department": line.department_code,
        "state": line.state.value,
        "planned_by": line.planned_by.isoformat() if line.planned_by else "",
        "once": typed(line.once),
        "yearly": typed(line.yearly),
    }


def _fields(
    cells: Mapping[str, str], regions: list[str], wrong: Mapping[str, str]
) -> list[FieldView]:
    kinds = [Option(each.value, label) for each, label in KINDS.items()]
    states = [Option(each.value, label) for each, (label, _tone) in STATES.items()]
    offices = [Option(each.code, each.name) for each in directory.departments()]
    places = [Option(each.code, each.name) for each in directory.regions()]

    def field(name: str, label: Text, **more: object) -> FieldView:
        value, error = cells.get(name, ""), wrong.get(name, "")
        return FieldView(name=name, label=label, value=value, error=error, **more)  # type: ignore[arg-type]

    said = _("和事项里写的一样，如：courier。")
    return [
        field("code", _("代码"), help=said, maxlength=LONGEST["code"]),
        field("name", _("名称"), maxlength=LONGEST["name"]),
        field("name_en", _("英文名称"), required=False, maxlength=LONGEST["name_en"]),
        field("kind", _("是什么"), kind="select", options=kinds),
        field("department", _("归哪个部门"), kind="select", options=offices),
        field("state", _("状态"), kind="select", options=states),
        field(
            "planned_by",
            _("计划哪天开通"),
            kind="date",
            required=False,
            help=_("状态是“计划开通”的要填。"),
        ),
        field("once", _("一次性花多少"), unit=_("元"), required=False, help=_("不知道的空着。")),
        field("yearly", _("每年花多少"), unit=_("元"), required=False),
        FieldView(
            name="regions",
            label=_("只在哪些地区用"),
            kind="checkbox",
            values=regions,
            options=places,
            required=False,
            error=wrong.get("regions", ""),
            help=_("一个都不选，就是哪里都用。"),
        ),
        field(
            "why",
            _("为什么这样填"),
            kind="textarea",
            maxlength=LONGEST_WHY,
            help=_("写明依据，如：哪份文件、哪次验收。和名字、时间一起留存。"),
        ),
    ]
