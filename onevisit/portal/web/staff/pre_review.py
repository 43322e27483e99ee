"""预审: an officer's first look at what came online, passed or sent back with what to change."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.queries import CaseView
from onevisit.kernel.errors import Conflict, Invalid, Refused
from onevisit.portal.web.staff.answering import seq_of, status_of, told
from onevisit.portal.web.staff.gaps import gap_rows, officers, posted_gaps
from onevisit.ui.posted import text_of


@require_http_methods(["GET", "HEAD", "POST"])
@officers
def pre_review(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One answer: passed, or what to change."""
    actor = actor_of(request)
    view = cases.case_view(case_id=case_id, actor=actor)
    if request.method != "POST":
        return _page(request, view)
    try:
        message = _answer(request, case_id, actor)
    except (Conflict, Invalid, Refused) as error:
        return _page(request, view, problem=told(error), status=status_of(error))
    messages.success(request, message)
    return HttpResponseRedirect(_back(view))


def _answer(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    """What is ticked is never passed by a slip of the key: there is one answer only."""
    gaps, seen = posted_gaps(request), seq_of(request)
    if text_of(request, "answer") != "pass":
        services.pre_return(case_id=case_id, gaps=gaps, actor=actor, last_seq=seen)
        return _("预审已退回，申请人马上能看到。受理期限照算。")
    if gaps:
        raise Invalid("portal.pass_with_gaps")
    services.pre_pass(case_id=case_id, actor=actor, last_seq=seen)
    return _("预审通过，申请人已收到消息。受理期限照算，可以直接受理。")


def _page(
    request: HttpRequest, view: CaseView, *, problem: str = "", status: int = 200
) -> HttpResponse:
    papers, fields = gap_rows(request, view)
    context = {
        "case": view,
        "papers": papers,
        "fields": fields,
        "may": view.may,
        "back": _back(view),
        "problem": problem,
    }
    return render(request, "portal/staff/pre_review.html", context, status=status)


def _back(view: CaseView) -> str:
    return reverse("portal:desk-case", args=[view.id])
