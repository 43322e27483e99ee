"""转报 and 审管衔接: pass a case upward; what one's department was handed over to regulate; and the
list of both.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.queries import CaseView
from onevisit.cases.queries import routes as handed
from onevisit.cases.rules.routes import MOST_DAYS, Finding, RouteDraft, RouteKind
from onevisit.catalogue.queries.points import entry_names
from onevisit.directory import queries as directory
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from onevisit.portal.web.staff import labels
from onevisit.portal.web.staff.answering import seq_of, status_of, told
from onevisit.ui.posted import number_of, text_of, uuid_of, written

officers = staff_required(Permission.CASES_REVIEW)
keepers = staff_required(Permission.CATALOGUE_PUBLISH)


@require_http_methods(["GET", "HEAD", "POST"])
@officers
def pass_up(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One form: the opinion of this office."""
    actor = actor_of(request)
    view = cases.case_view(case_id=case_id, actor=actor)
    if request.method != "POST":
        return _page(request, view)
    try:
        services.pass_up(
            case_id=case_id,
            opinion=written(request, "opinion"),
            actor=actor,
            last_seq=seq_of(request),
        )
    except (Conflict, Invalid, Refused) as error:
        return _page(request, view, problem=told(error), status=status_of(error))
    messages.success(request, _("已连同初审意见报送上级，申请人会收到转报告知书。"))
    return HttpResponseRedirect(reverse("portal:desk-case", args=[case_id]))


def _page(
    request: HttpRequest, view: CaseView, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "case": view,
        "may": view.may,
        "state": labels.STATES[view.state],
        "typed": written(request, "opinion"),
        "problem": problem,
    }
    return render(request, "portal/staff/pass_up.html", context, status=status)


@require_safe
@officers
def regulated(request: HttpRequest) -> HttpResponse:
    """What was handed over to one's departments."""
    waiting = request.GET.get("show") == "waiting"
    after = request.GET.get("after", "")
    page = handed.handed_over(actor=actor_of(request), after=after, waiting=waiting)
    here = reverse("portal:regulated")
    kept = "show=waiting&" if waiting else ""
    context = {
        "rows": page.rows,
        "waiting": waiting,
        "show": "regulated",
        "first_url": f"{here}?{kept}".rstrip("?&") if after else "",
        "next_url": f"{here}?{kept}after={page.after}" if page.after else "",
    }
    return render(request, "portal/staff/regulated.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officers
def handed_case(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    """One of them: acknowledge it, tell what was found."""
    actor = actor_of(request)
    if request.method != "POST":
        return _handed(request, hand_over_id)
    try:
        if text_of(request, "action") == "acknowledge":
            services.acknowledge(hand_over_id=hand_over_id, actor=actor)
            message = _("已签收。")
        else:
            services.report_finding(
                hand_over_id=hand_over_id,
                finding=_finding(request),
                words=written(request, "words"),
                actor=actor,
            )
            message = _("已反馈给审批部门。")
    except (Conflict, Invalid) as error:
        return _handed(request, hand_over_id, problem=told(error), status=status_of(error))
    messages.success(request, message)
    return redirect("portal:regulated-case", hand_over_id)


def _finding(request: HttpRequest) -> Finding:
    try:
        return Finding(text_of(request, "finding"))
    except ValueError:
        raise Invalid("portal.choose_verdict", field="finding") from None


def _handed(
    request: HttpRequest, hand_over_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    view = handed.handed_view(hand_over_id=hand_over_id, actor=actor_of(request))
    context = {
        "view": view,
        "line": view.line,
        "found": [(each, labels.FINDINGS[each.finding]) for each in view.findings],
        "findings": labels.FINDINGS.items(),
        "typed": request.POST,
        "problem": problem,
        "show": "regulated",
    }
    return render(request, "portal/staff/regulated_case.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def routes(request: HttpRequest) -> HttpResponse:
    """What is passed upward, and what goes over to whoever regulates it."""
    if request.method != "POST":
        return _routes(request)
    try:
        services.set_route(
            draft=_draft(request),
            office=text_of(request, "office"),
            to=text_of(request, "to"),
            actor=actor_of(request),
        )
    except (Conflict, Invalid, NotFound) as error:
        return _routes(request, problem=told(error), status=status_of(error))
    messages.success(request, _("已列入，从今天起生效。"))
    return redirect("portal:routes")


def _draft(request: HttpRequest) -> RouteDraft:
    try:
        kind = RouteKind(text_of(request, "kind"))
    except ValueError:
        raise Invalid("portal.choose_route", field="kind") from None
    return RouteDraft(
        kind,
        text_of(request, "code"),
        number_of(request, "days") or 0,
        text_of(request, "basis"),
        clock.today(),
    )


def _routes(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    lines = handed.routes(actor_of(request))
    names = entry_names(each.code for each in lines)
    context = {
        "rows": [(each, labels.ROUTES[each.kind], names.get(each.code, "")) for each in lines],
        "kinds": labels.ROUTES.items(),
        "offices": directory.departments(),
        "most": MOST_DAYS,
        "typed": request.POST,
        "problem": problem,
    }
    return render(request, "portal/staff/routes.html", context, status=status)


@require_POST
@keepers
def end(request: HttpRequest) -> HttpResponse:
    """It holds no more from tomorrow on."""
    route = uuid_of(request, "route")
    if route is None:
        raise Invalid("portal.unknown_action")
    services.end_route(route_id=route, actor=actor_of(request))
    messages.success(request, _("已停用。"))
    return redirect("portal:routes")
