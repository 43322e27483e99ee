"""先开通哪些: which enablers to open first within a budget, and what would come of others."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onevisit.accounts.guards import holding, staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.catalogue.queries import EnablerLine
from onevisit.journeys import queries, services
from onevisit.journeys.access import PLANNERS
from onevisit.journeys.errors import plan_not_done
from onevisit.journeys.rules.expanding import Scope
from onevisit.journeys.rules.planning.wishes import (
    LONGEST_TITLE,
    MOST_ENABLERS,
    MOST_VOLUME,
    read_wish,
)
from onevisit.journeys.web.plan_book import book
from onevisit.journeys.web.plan_page import Page, told_wish
from onevisit.journeys.web.wordings import KINDS, PROBLEMS, STATES
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.kernel.sheets.books import as_book
from onevisit.ui.fields import FieldView, Option, Text
from onevisit.ui.posted import written
from onevisit.ui.wordings import status_in_place, text_for, wording

planners = staff_required(*PLANNERS)
sees_enablers = holding(Permission.ENABLERS_KEEP, Permission.CATALOGUE_EDIT)
CELLS = ("title", "scope", "most", "budget", "volumes", "even", "own")
LISTS = ("kinds", "must", "without")
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST: Mapping[str, str] = {"most": "5", "scope": Scope.OFFICIAL.value, "volumes": "counted"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@planners
def planner(request: HttpRequest) -> HttpResponse:
    """What was planned before, and the form for another plan."""
    actor = actor_of(request)
    open_to = queries.openable(actor=actor)
    if request.method != "POST":
        return _form(request, open_to, FIRST, {})
    cells = {each: written(request, each) for each in CELLS}
    lists = {each: request.POST.getlist(each) for each in LISTS}
    try:
        wish = read_wish(cells, lists, frozenset(each.code for each in open_to))
        plan_id = services.begin_plan(wish=wish, actor=actor)
    except (Invalid, Conflict) as error:
        return _form(request, open_to, cells, lists, error)
    return _to_plan(plan_id)


def _to_plan(plan_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("journeys:plan", args=[plan_id]))


def _form(
    request: HttpRequest,
    open_to: tuple[EnablerLine, ...],
    cells: Mapping[str, str],
    lists: Mapping[str, list[str]],
    error: Invalid | Conflict | None = None,
) -> HttpResponse:
    problems = error.problems if isinstance(error, Invalid) else ()
    wrong = {each.place: str(wording(each.code, each.facts)) for each in problems}
    lines = queries.plans(actor=actor_of(request))
    context = {
        "plans": [(each, told_wish(each.wish), *STATES[each.state]) for each in lines],
        "openable": open_to,
        "sees_enablers": sees_enablers(request),
        "fields": _fields(open_to, cells, lists, wrong),
        "finer": _finer(open_to, cells, lists, wrong),
        "finer_open": any(wrong.get(each) for each in ("own", "must", "without")),
        "problem": text_for(error) if error else "",
        "errors": [(f"f-{name}", text) for name, text in wrong.items()],
    }
    return render(request, "journeys/planner.html", context, status=status_in_place(error))


def _fields(
    open_to: tuple[EnablerLine, ...],
    cells: Mapping[str, str],
    lists: Mapping[str, list[str]],
    wrong: Mapping[str, str],
) -> list[FieldView]:
    def field(name: str, label: Text, **more: object) -> FieldView:
        value, error = cells.get(name, ""), wrong.get(name, "")
        told = {"value": value, "error": error, "required": False} | more
        return FieldView(name=name, label=label, **told)  # type: ignore[arg-type]

    scopes = [
        Option(Scope.OFFICIAL.value, _("从申请到拿结果")),
        Option(Scope.LIVED.value, _("从头算起，连要先去办的材料在内")),
    ]
    volumes = [
        Option("counted", _("按近十二个月的申请数")),
        Option("even", _("每件事都按同一个数")),
    ]
    there = {each.kind for each in open_to}
    kinds = [Option(each.value, label) for each, label in KINDS.items() if each in there]
    number = {"kind": "number", "inputmode": "numeric", "min": "1"}
    return [
        field("most", _("最多开通几项"), max=str(MOST_ENABLERS), **number),
        field(
            "budget",
            _("预算"),
            unit=_("元"),
            inputmode="decimal",
            help=_("开通和第一年的花费合在一起。项数和预算至少写一样。"),
        ),
        FieldView(
            name="kinds",
            label=_("开通哪几类"),
            kind="checkbox",
            options=kinds,
            values=lists.get("kinds", []),
            required=False,
            help=_("一个都不选，就是哪一类都行。"),
        ),
        field("scope", _("跑动怎么算"), kind="radio", options=scopes, required=True),
        field("volumes", _("一年办多少件"), kind="radio", options=volumes, required=True),
        field(
            "even", _("每件事多少件"), max=str(MOST_VOLUME), help=_("选同一个数时填。"), **number
        ),
        field("title", _("给这份方案起个名字"), maxlength=LONGEST_TITLE),
    ]


def _finer(
    open_to: tuple[EnablerLine, ...],
    cells: Mapping[str, str],
    lists: Mapping[str, list[str]],
    wrong: Mapping[str, str],
) -> list[FieldView]:
    """What few need."""
    options = [Option(each.code, each.name, str(KINDS[each.kind])) for each in open_to]

    def choice(name: str, label: Text, said: Text) -> FieldView:
        return FieldView(
            name=name,
            label=label,
            kind="checkbox",
            options=options,
            values=lists.get(name, []),
            required=False,
            error=wrong.get(name, ""),
            help=said,
        )

    return [
        choice("must", _("一定要开通的"), _("已经定了的，算在项数和预算里。")),
        choice("without", _("不考虑的"), _("做不了的，或者归别人管的。")),
        FieldView(
            name="own",
            label=_("这几件事另按这个数"),
            kind="textarea",
            value=cells.get("own", ""),
            required=False,
            error=wrong.get("own", ""),
            help=_("一行一件：事项编码，空一格，一年的件数。"),
        ),
    ]


@never_cache
@require_safe
@planners
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """One plan: how far it is, what came of it, and what would come of others."""
    view = queries.plan_view(plan_id, opened=_by_hand(request), actor=actor_of(request))
    context: dict[str, object] = {
        "view": view,
        "run": view,
        "wish": told_wish(view.wish),
        "problem": PROBLEMS.get(view.problem, ""),
        "progress_url": reverse("journeys:plan", args=[plan_id]),
    }
    context["state"], context["tag"] = STATES[view.state]
    if request.headers.get("HX-Request"):
        if not view.ended:
            return render(request, "catalogue/exchange_progress.html", context)
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    if view.result is not None:
        context["page"] = Page.of(view.result)
        context["query"] = request.GET.urlencode() if view.result.by_hand else ""
    return render(request, "journeys/plan.html", context)


def _by_hand(request: HttpRequest) -> list[str] | None:
    """What somebody ticked; None where the plan itself is asked for."""
    return request.GET.getlist("open") if request.GET.get("hand") else None


@require_POST
@planners
def cancel(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """End a plan before it is done."""
    try:
        services.cancel_plan(plan_id=plan_id, actor=actor_of(request))
    except Conflict as error:
        messages.warning(request, text_for(error))
    else:
        messages.success(request, _("已停下。"))
    return _to_plan(plan_id)


@require_safe
@planners
def download(request: HttpRequest, plan_id: UUID) -> StreamingHttpResponse:
    """What the page says, all of it, as a workbook."""
    view = queries.plan_view(plan_id, opened=_by_hand(request), actor=actor_of(request))
    if view.result is None:
        raise plan_not_done()
    answer = StreamingHttpResponse(as_book(book(view, view.result)), content_type=BOOK_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="plan-{view.made_at:%Y%m%d-%H%M}.xlsx"'
    return answer
