"""One application of one's own: status, clocks, results, withdrawing."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onevisit.accounts.guards import citizen_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.access import get_case_for
from onevisit.cases.queries import StatusView
from onevisit.cases.queries.drawings import drawings_of_application
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.delivery.queries import terms
from onevisit.hall import queries as hall
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, NotFound
from onevisit.kernel.ids import parse_id
from onevisit.portal.web.citizen import labels
from onevisit.portal.web.citizen.affair_page import affair_page
from onevisit.portal.web.citizen.drawings import to_revise
from onevisit.portal.web.citizen.parcels import posting_of
from onevisit.portal.web.lockers import lodged_for
from onevisit.portal.web.papers import papers_shown, to_take_back
from onevisit.portal.web.staff import labels as offices
from onevisit.portal.web.staff.answering import (
    commitment_response,
    file_response,
    letter_response,
    obligation_letter_response,
    told,
)
from onevisit.ratings import queries as ratings
from onevisit.ratings.queries import OccasionView
from onevisit.ui.formatting import joined, local_date


@require_safe
@citizen_required
def affair(request: HttpRequest, number: str) -> HttpResponse:
    """Where it stands, who holds it, by when, and what comes next."""
    actor = actor_of(request)
    view = cases.status_view(application_id=number, actor=actor)
    owed = cases.to_follow(application_ids=[view.id], actor=actor).get(view.id, ())
    drawings = drawings_of_application(view.id) if view.own else ()
    page = affair_page(view, hall.visits_of(view.id), owed, posting_of(view), lodged_for(view))
    papers = cases.papers_of(view.id) if view.own else ()
    back = to_take_back(papers, view.collection_point) if view.to_collect else []
    context = {
        "page": replace(page, needs=[*page.needs, *back, *to_revise(drawings)]),
        "drawings": drawings,
        "view": view,
        "to_rate": to_rate(view, actor),
        "payer": terms(clock.today()).payer,
        "papers": papers_shown(papers),
        "receipt_url": reverse("cases:receipt", args=[view.id]),
        "correct_url": reverse("cases:correct", args=[view.id]),
    }
    return render(request, "portal/citizen/affair.html", context)


def to_rate(view: StatusView, actor: Actor) -> Sequence[tuple[OccasionView, labels.Text]]:
    """Its contacts that may be rated, for the applicant's side."""
    if not view.own or actor.acting is not None:
        return ()
    return [(each, labels.OCCASIONS[each.kind]) for each in ratings.occasions_of(view.id)]


@require_safe
@citizen_required
def clock_days(request: HttpRequest, number: str, case_id: UUID, kind: str) -> HttpResponse:
    """Each day of a clock, counted or not, and why."""
    actor = actor_of(request)
    _state_within(actor, number, case_id)
    view = cases.clock_explanation(case_id=case_id, kind=kind, actor=actor)
    back = reverse("portal:affair", args=[number])
    context = {
        "clock": view,
        "label": offices.CLOCKS[view.kind],
        "others": [
            (offices.CLOCKS[other], reverse("portal:affair_clock", args=[number, case_id, other]))
            for other in view.others
        ],
        "back": back,
        "trail": [
            (_("我的办件"), reverse("portal:affairs")),
            (number, back),
            (_("时限怎么算"), ""),
        ],
    }
    return render(request, "portal/citizen/clock.html", context)


@require_safe
@citizen_required
def result(request: HttpRequest, number: str, case_id: UUID) -> HttpResponse:
    """The result of a granted case, as PDF, on record.

    Not before it is delivered: what is collected at a window may need originals to be seen first.
    """
    actor = actor_of(request)
    if _state_within(actor, number, case_id) != CaseState.DELIVERED:
        raise NotFound("cases.no_result")
    content = services.result_document(case_id=case_id, actor=actor)
    return file_response(content, trusted=True)


@require_safe
@citizen_required
def letter(request: HttpRequest, number: str, case_id: UUID, seq: int) -> HttpResponse:
    """What an office wrote about a case of this application, as PDF."""
    actor = actor_of(request)
    _state_within(actor, number, case_id)
    return letter_response(request, case_id, seq, actor)


@require_safe
@citizen_required
def commitment(request: HttpRequest, number: str, case_id: UUID) -> HttpResponse:
    """What was told and promised in a case of this application, as PDF."""
    actor = actor_of(request)
    _state_within(actor, number, case_id)
    return commitment_response(request, case_id, actor)


@require_safe
@citizen_required
def promise_letter(
    request: HttpRequest, number: str, obligation_id: UUID, seq: int
) -> HttpResponse:
    """What an office wrote about a commitment after the grant, as PDF."""
    actor = actor_of(request)
    case = cases.obligation_case(obligation_id=obligation_id)
    _state_within(actor, number, case)
    return obligation_letter_response(request, obligation_id, seq, actor)


@require_POST
@citizen_required
def again(request: HttpRequest, number: str, case_id: UUID) -> HttpResponse:
    """The one part that failed, applied for again with everything given before."""
    actor = actor_of(request)
    try:
        draft = services.apply_again(case_id=case_id, actor=actor)
    except Conflict as error:
        messages.warning(request, told(error))
        return HttpResponseRedirect(reverse("portal:affair", args=[number]))
    messages.success(request, _("上次交的都带过来了，按理由改好再交，别的部分不用再办。"))
    return HttpResponseRedirect(reverse("cases:draft", args=[draft]))


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_required
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask first (GET), then take back what was chosen (POST): all of it or nothing."""
    actor = actor_of(request)
    view = cases.status_view(application_id=number, actor=actor)
    back = reverse("portal:affair", args=[number])
    if request.method != "POST":
        return _ask(request, view, _chosen(request.GET.getlist("case")))
    wanted = _chosen(request.POST.getlist("case"))
    chosen = [case for case in view.cases if case.id in wanted]
    if not chosen:
        return _ask(request, view, wanted, problem=_("请勾选要撤回哪一件。"))
    try:
        with transaction.atomic():
            for case in chosen:
                services.withdraw(case_id=case.id, actor=actor)
    except Conflict as error:
        now = cases.status_view(application_id=number, actor=actor)
        return _ask(request, now, wanted, problem=told(error), status=409)
    names = joined(case.name for case in chosen)
    messages.success(request, _("已撤回“%(names)s”，部门不再往下办。") % {"names": names})
    return HttpResponseRedirect(back)


def _ask(
    request: HttpRequest,
    view: StatusView,
    wanted: Collection[UUID],
    *,
    problem: str = "",
    status: int = 0,
) -> HttpResponse:
    open_cases = [case for case in view.cases if case.may_withdraw]
    context = {
        "view": view,
        "rows": [(case, case.id in wanted or len(open_cases) == 1) for case in open_cases],
        "problem": problem,
        "due": local_date(view.promised_on),
        "trail": [
            (_("我的办件"), reverse("portal:affairs")),
            (view.offer_name, reverse("portal:affair", args=[view.number])),
            (_("撤回申请"), ""),
        ],
    }
    code = status or (422 if problem else 200)
    return render(request, "portal/citizen/withdraw.html", context, status=code)


def _chosen(texts: list[str]) -> set[UUID]:
    return {found for text in texts if (found := parse_id(text))}


def _state_within(actor: Actor, number: str, case_id: UUID) -> str:
    """The state of a case of this very application. Raises NotFound `cases.no_such_case`."""
    case = get_case_for(actor, case_id)
    if case.application.number != number:
        raise NotFound("cases.no_such_case")
    return case.state
