"""Looking an application up, and reading any case in scope without touching it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts import services as people
from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.audit import services as audit
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.hall import queries as hall
from onevisit.kernel.errors import Invalid
from onevisit.portal.web.papers import papers_shown
from onevisit.portal.web.staff import labels
from onevisit.portal.web.staff.answering import (
    clock_response,
    file_response,
    letter_response,
    page_response,
    told,
)
from onevisit.portal.web.staff.desk_page import case_page
from onevisit.portal.web.staff.files import case_file
from onevisit.ratings import queries as ratings
from onevisit.ui.posted import page_of, text_of

readers = staff_required(Permission.CASES_LOOK_UP, Permission.OVERSIGHT_READ)


@require_safe
@readers
def lookup(request: HttpRequest) -> HttpResponse:
    """By number of an application or of a case."""
    number = request.GET.get("q", "").strip()[:100]
    actor = actor_of(request)
    rows = cases.look_up(actor=actor, number=number.upper()) if number else ()
    if len(rows) == 1:
        return HttpResponseRedirect(reverse("portal:lookup-application", args=[rows[0].id]))
    return _page(request, rows, asked=number)


@require_POST
@readers
def find(request: HttpRequest) -> HttpResponse:
    """By the applicant's name or, for clerks, ID number: neither ever stands in an address."""
    actor = actor_of(request)
    name = " ".join(text_of(request, "name", 120).split())
    if name:
        audit.record_access(what="cases.look_up_by_name", actor=actor)
        return _page(request, cases.look_up(actor=actor, name=name, limit=50), asked=name)
    try:
        person = people.find_person_by_id_number(text_of(request, "id_number", 40), actor=actor)
    except Invalid as error:
        return _page(request, (), problem=told(error), status=422)
    if person is None:
        return _page(request, (), problem=_("没有登记过这个证件号码的人。"), status=422)
    rows = cases.look_up(actor=actor, person_id=person.id, limit=50)
    return _page(request, rows, asked=person.masked_name)


def _page(
    request: HttpRequest,
    rows: tuple[cases.ApplicationLine, ...],
    *,
    asked: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "rows": rows,
        "states": labels.STATES,
        "asked": asked,
        "problem": problem,
        "may_find": actor_of(request).may(Permission.PEOPLE_REGISTER),
    }
    return render(request, "portal/staff/lookup.html", context, status=status)


@require_safe
@readers
def application(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """One application: its cases, clocks, visits and history."""
    actor = actor_of(request)
    view = cases.status_view(application_id=application_id, actor=actor)
    asked = view.gathering or any(
        each.state == "correction_requested" or each.pre_review == "returned" for each in view.cases
    )
    context = {
        "view": view,
        "to_correct": asked and actor.may(Permission.CASES_INTAKE),
        "visits": hall.visits_of(application_id),
        "calls": ratings.calls_about(application_id),
        "papers": papers_shown(cases.papers_of(application_id)),
        "may_note_call": actor.may(Permission.CASES_LOOK_UP),
        "cases": [
            (each, labels.state_label(each.state), labels.state_tag(each.state))
            for each in view.cases
        ],
        "events": [(e.at, labels.ACTIONS[e.action], e.case_name, e.who) for e in view.events],
        "rail": [(labels.STEPS[stop.key], str(stop.mark)) for stop in view.rail],
    }
    return render(request, "portal/staff/application.html", context)


@require_safe
@readers
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A case as its officers see it, read only."""
    view = cases.case_view(case_id=case_id, actor=actor_of(request))
    page = case_page(
        view,
        evidence=request.GET.get("file", ""),
        page=page_of(request),
    )
    context = {"p": page, "case": view, "may": frozenset(), "read_only": True}
    return render(request, "portal/staff/case_read.html", context)


@require_safe
@readers
def file(request: HttpRequest, case_id: UUID, evidence_id: UUID) -> HttpResponse:
    """A file of the case, on record."""
    return file_response(case_file(actor_of(request), case_id, evidence_id))


@require_safe
@readers
def page(request: HttpRequest, case_id: UUID, evidence_id: UUID, number: int) -> HttpResponse:
    """One page of it as a picture."""
    return page_response(case_file(actor_of(request), case_id, evidence_id), number)


@require_safe
@readers
def result(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The result of a granted case, our own PDF."""
    content = services.result_document(case_id=case_id, actor=actor_of(request))
    return file_response(content, trusted=True)


@require_safe
@readers
def letter(request: HttpRequest, case_id: UUID, seq: int) -> HttpResponse:
    """A letter that went out in the case, as PDF."""
    return letter_response(request, case_id, seq, actor_of(request))


@require_safe
@readers
def clock_days(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Each day of a clock, counted or not, and why."""
    return clock_response(request, case_id, kind, under="lookup")
